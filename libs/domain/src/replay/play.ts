import type { Instant } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { Decision, Refusal } from '../refusals/decision.js';
import type { End, Said, Stepped, Told } from './end.js';
import { differingFields, sameValue } from './same-value.js';

/**
 * Why the rules would not have let a town say this at that point. UNSIGNED: hash or signature in it do not hold. REFUSED: the deed would have
 * been refused. OTHER_WORDS: the deed would have said something else; `fields`. ANSWER_DUE: it owed another answer first. NO_DEED: nothing
 * that the town could do there says this. UNREADABLE: it is not what its type has to be.
 */
export type Objection =
  | { readonly code: 'UNSIGNED' | 'NO_DEED' | 'UNREADABLE' }
  | { readonly code: 'REFUSED'; readonly refusals: readonly Refusal[] }
  | { readonly code: 'OTHER_WORDS'; readonly fields: readonly string[] }
  | { readonly code: 'ANSWER_DUE'; readonly due: string };

/** Something that happens at a town: it says a message, or takes one in. */
export interface Happening {
  readonly said: Said;
  /** By the town's own clock. */
  readonly at: Instant;
  /** Its place among what happens at this town; undefined where nobody has shown that it was taken in. */
  readonly order: number | undefined;
}

/** What happens at one town, each list in the order in which it did. */
export interface TownDiary {
  readonly town: MunicipalityCode;
  readonly says: readonly Happening[];
  readonly hears: readonly Happening[];
  /** Up to which difference two places may be the other way round: none in the town's own records. */
  readonly blur: number;
}

export interface Move {
  readonly number: number;
  readonly town: MunicipalityCode;
  readonly at: Instant;
  readonly before: string;
  readonly after: string;
}

export interface TownPlay {
  readonly town: MunicipalityCode;
  readonly moves: readonly Move[];
  /** The first message that the rules would not have let it say; nothing it said after that is judged. */
  readonly objection: { readonly said: Said; readonly why: Objection } | undefined;
  /** Messages that fit only if they bear a later date than the deed. */
  readonly late: readonly Said[];
  /** The town gave a message up; what it had said cannot be known, and nothing it said after that is judged. */
  readonly givenUp: Said | undefined;
  /** How it stands at the end. */
  readonly stands: string;
}

/** What stands in the place of a message that its sender has given up. */
export const givenUpType = 'message.dismissed';
/** Between a deed and the date of the message that tells of it. */
const writingMs = 5_000;
/** A town's jobs of the minute have run so long after a moment. */
const jobsMs = 10 * 60_000;

interface Track<S> {
  readonly state: S;
  /** Answers that the rules have given and that are not said yet. */
  readonly due: readonly Told[];
  readonly moves: readonly Move[];
  readonly late: readonly Said[];
}

/** A place in a diary: what the rules have made of all before it, and how many messages were taken in. */
interface Place<S> {
  readonly track: Track<S>;
  readonly heard: number;
}

/** Plays what happened at one town through its rules. */
export function playTown<S>(end: End<S>, diary: TownDiary): TownPlay {
  const { town, says, hears } = diary;
  const play = new Play(end, diary);
  let place: Place<S> = { track: { state: end.none, due: [], moves: [], late: [] }, heard: 0 };
  const result = (more: Partial<Pick<TownPlay, 'objection' | 'givenUp'>>): TownPlay => {
    const { state, moves, late } = place.track;
    return { town, moves, late, stands: end.name(state), objection: undefined, givenUp: undefined, ...more };
  };
  for (const saying of says) {
    const { said } = saying;
    const [before, after] = play.takeIn(place, saying);
    place = after;
    if (said.type === givenUpType) return result({ givenUp: said });
    const { why, ...next } = play.explain(before, after, saying);
    if (why !== undefined) return result({ objection: { said, why } });
    place = next;
  }
  let { track } = place;
  for (const hearing of hears.slice(place.heard))
    if (hearing.order !== undefined) track = play.hear(track, hearing, undefined);
  place = { track, heard: hears.length };
  return result({});
}

/** A message that was written down after another had come is heard by the sender of that one after it had said it. */
function isBefore(hearing: Happening | undefined, { said, order = 0 }: Happening): boolean {
  return hearing?.order !== undefined && hearing.order <= order && hearing.said.number < said.number;
}

function mayBeBefore(hearing: Happening | undefined, { said, order = 0 }: Happening, blur: number): boolean {
  if (hearing === undefined || hearing.said.number > said.number) return false;
  return hearing.order === undefined ? blur > 0 : hearing.order - order <= blur;
}

function lastOf<T>(list: readonly [T, ...T[]]): T {
  return list.at(-1) ?? list[0];
}

/** Those of which nobody would have heard. */
function silentOnes<S>([first, ...rest]: readonly [Stepped<S>, ...Stepped<S>[]]): [Stepped<S>, ...Stepped<S>[]] {
  return [first, ...rest.filter(({ tells }) => tells.length === 0)];
}

class Play<S> {
  constructor(
    private readonly end: End<S>,
    private readonly diary: TownDiary,
  ) {}

  /** Takes in what came before a message was said; the first place lies before all that is of the same moment. */
  takeIn(place: Place<S>, saying: Happening): readonly [Place<S>, Place<S>] {
    const { hears, blur } = this.diary;
    let { track, heard } = place;
    let before: Place<S> | undefined;
    for (; isBefore(hears[heard], saying); heard++) {
      const hearing = hears[heard] as Happening;
      if ((saying.order ?? 0) - (hearing.order ?? 0) <= blur) before ??= { track, heard };
      track = this.hear(track, hearing, saying.said);
    }
    const after = { track, heard };
    return [before ?? after, after];
  }

  /**
   * How a town came to say something, or why it may not. Two things of one moment may have happened the other way round, and what nobody has
   * receipted may have been taken in, at any time between its date and now: the ends of that time are tried.
   */
  explain(before: Place<S>, after: Place<S>, saying: Happening): Place<S> & { readonly why?: Objection } {
    const { hears, blur } = this.diary;
    const asItSeems = this.say(after.track, saying);
    if (asItSeems.why === undefined) return { track: asItSeems.track, heard: after.heard };
    for (const latest of [false, true]) {
      let ahead = after.track;
      for (let next = after.heard; mayBeBefore(hears[next], saying, blur); next++) {
        const hearing = hears[next] as Happening;
        const at = latest && hearing.order === undefined ? saying.at : hearing.at;
        ahead = this.hear(ahead, { ...hearing, at }, saying.said);
        const { track, why } = this.say(ahead, saying);
        if (why === undefined) return { track, heard: next + 1 };
      }
    }
    const { track, why } = this.say(before.track, saying);
    return why === undefined ? { track, heard: before.heard } : { ...after, why: asItSeems.why };
  }

  hear(track: Track<S>, { said, at }: Happening, next: Said | undefined): Track<S> {
    if (said.type === givenUpType) return track;
    // Time that has passed for long has done its work, unless that would have been heard of.
    const { state } = lastOf(silentOnes(this.waits(track.state, (at - jobsMs) as Instant)));
    try {
      return this.moved(track, said, at, this.end.hears(state, said, at, next), track.due);
    } catch (fault) {
      if (!(fault instanceof TypeError)) throw fault;
      return track; // It is not what its type has to be: no town could have taken it in. Its sender is told of by what it said.
    }
  }

  /** What a town says, by what it may do at this point; or why it may not. */
  private say(track: Track<S>, { said, at, order }: Happening): { track: Track<S>; why?: Objection } {
    const anew = this.diary.blur > 0; // The town's own records show what it wrote first.
    if (!said.genuine) return { track, why: { code: 'UNSIGNED' } };
    const due = track.due.find(({ to }) => to === said.to);
    if (due !== undefined)
      return due.type === said.type && sameValue(due.payload, said.payload)
        ? { track: { ...track, due: track.due.filter((each) => each !== due) } }
        : { track, why: { code: 'ANSWER_DUE', due: due.type } };
    let why: Objection | undefined;
    // The date is that of the message: the deed was a little before, and long before where it was sealed anew.
    const moments = [at, at - writingMs, ...(anew && order !== undefined && order < at ? [order] : [])] as Instant[];
    for (const now of moments) {
      const waits = this.waits(track.state, now);
      for (const waited of waits) {
        const outcome = this.tryDeeds(waited, said, now, anew);
        if ('stepped' in outcome) return { track: this.moved(track, said, at, outcome.stepped, track.due) };
        // What the rules say where they would have been by then.
        if (now === at && waited === lastOf(silentOnes(waits))) why = outcome.why;
      }
    }
    return { track, why: why ?? { code: 'NO_DEED' } };
  }

  /** The states that time alone leads through until a moment, beginning with the one that is. */
  private waits(state: S, now: Instant): [Stepped<S>, ...Stepped<S>[]] {
    const steps: [Stepped<S>, ...Stepped<S>[]] = [{ state, tells: [] }];
    for (;;) {
      const before = lastOf(steps);
      const { state: later, tells } = this.end.clock(before.state, now);
      if (later === before.state) return steps;
      steps.push({ state: later, tells: [...before.tells, ...tells] });
    }
  }

  private tryDeeds(
    waited: Stepped<S>,
    said: Said,
    now: Instant,
    anew: boolean,
  ): { stepped: Stepped<S> } | { why: Objection } {
    const ofTime = this.without(waited, said);
    if (ofTime !== undefined) return { stepped: ofTime };
    let why: Objection = { code: 'NO_DEED' };
    for (const decision of this.decisions(waited.state, said, now, anew)) {
      if (decision === undefined) return { why: { code: 'UNREADABLE' } };
      if (!decision.ok) {
        why = { code: 'REFUSED', refusals: decision.refusals };
        continue;
      }
      const stepped = this.without(decision.value, said);
      if (stepped !== undefined) return { stepped };
      const instead = decision.value.tells.find(({ to, type }) => to === said.to && type === said.type);
      if (instead !== undefined) why = { code: 'OTHER_WORDS', fields: differingFields(instead.payload, said.payload) };
    }
    return { why };
  }

  private decisions(state: S, said: Said, now: Instant, anew: boolean): readonly (Decision<Stepped<S>> | undefined)[] {
    try {
      return this.end.deeds(state, said, now, anew);
    } catch (fault) {
      if (!(fault instanceof TypeError)) throw fault;
      return [undefined];
    }
  }

  /** A step without the word that was said, where it is one of those that the step says. */
  private without(stepped: Stepped<S>, said: Said): Stepped<S> | undefined {
    const { tells } = stepped;
    const told = tells.find(
      ({ to, type, payload }) => to === said.to && type === said.type && sameValue(payload, said.payload),
    );
    return told && { ...stepped, tells: tells.filter((each) => each !== told) };
  }

  private moved(track: Track<S>, said: Said, at: Instant, stepped: Stepped<S>, due: readonly Told[]): Track<S> {
    const { state, tells, late = false } = stepped;
    const [before, after] = [this.end.name(track.state), this.end.name(state)];
    const move = { number: said.number, town: this.diary.town, at, before, after };
    return {
      ...{ state, due: [...due, ...tells] },
      moves: before === after ? track.moves : [...track.moves, move],
      late: late ? [...track.late, said] : track.late,
    };
  }
}
