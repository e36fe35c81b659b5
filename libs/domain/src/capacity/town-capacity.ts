import type { IsoWeek } from '../calendar/week.js';
import { mondayOf, sundayOf } from '../calendar/week.js';
import type { WeekWindow } from '../calendar/window.js';
import type { SkillCode } from '../skills/catalogue.js';
import { skillsIn } from '../skills/joint-skills.js';
import type { LicenceCode } from '../skills/licences.js';
import type { Bottleneck } from './bottleneck.js';
import type { CapacityCommitment } from './commitment.js';
import { isOverbooked, sameMinutes, seatRows, settleShares, shareSeats } from './seats.js';
import { groupOf, isSameGroup, type TownSupply } from './supply.js';
import { TownNetwork, type Asked, type Start, type WantedWork } from './town-network.js';

export type { Asked };

/** What is free of what was asked for, and what stops more; nothing stops it where nothing is offered at all. */
export interface Free {
  readonly minutes: number;
  readonly bottleneck?: Bottleneck;
}

/** Minutes of a commitment in a week. */
export interface Assigned {
  readonly commitmentId: string;
  readonly week: IsoWeek;
  readonly minutes: number;
}

/** A town's capacity at one moment: what is offered, what takes it, and what is free. */
export interface TownCapacity {
  /** Commitments that cannot all be met, with the minutes that are missing. Empty when the set is feasible. */
  shortfalls(): { readonly commitmentId: string; readonly minutes: number }[];
  /**
   * Extra minutes that could still be promised in `window`: the most that can be served with the commitment added, minus what is
   * committed (max-flow min-cut, Ford & Fulkerson 1956; with contested seats a linear program, see `seats.ts`). Exact, where adding up
   * hours per skill would count a worker with two skills twice. Every commitment keeps its minutes, also where some are missing.
   * @param from weeks before this one count for nothing, since nobody can work in the past.
   */
  free(asked: Asked, window: WeekWindow, from?: IsoWeek): Free;
  /**
   * The minutes of {@link free} for many questions about one window, without what stops more: work in the window is pushed aside once, and
   * each question then finds most of its answer lying open. The room that a question makes stays, since the next is often asked for some
   * of the same workers. The assignment read afterwards is another one, as good as the one before.
   *
   * With `enough`, a search ends when so many minutes are found: the answer is that many or more where so many are free, and exact otherwise.
   */
  freeWithin(window: WeekWindow, from?: IsoWeek): (asked: Asked, until?: { readonly enough: number }) => number;
  /** Whether so many minutes could still be promised: the same question as {@link free}, answered as soon as it is known. */
  fits(asked: Asked, minutes: number, window: WeekWindow, from?: IsoWeek): boolean;
  /** Minutes offered in a window by workers who have the skill at any level; by all workers where it is undefined. */
  offered(skill: SkillCode | undefined, window: WeekWindow): number;
  /** Minutes of the skill's commitments that fall into a window. */
  committed(skill: SkillCode, window: WeekWindow): number;
  /** One way to do everything that is committed: minutes by commitment and week, never more than a cell offers. */
  assignment(): Assigned[];
  /** What of that falls to one worker: each group's minutes are shared among its workers in proportion to what they offer in the week. */
  assignmentOf(workerId: string): Assigned[];
}

/**
 * How seats are judged. `EXACT` finds the best sharing of seats for each question. `SETTLED` shares them once, for what is committed, and
 * answers every question within those shares: never too much, sometimes too little, and as fast as if there were no seats.
 */
export type SeatJudgement = 'EXACT' | 'SETTLED';

/** @param weeks each week that counts, once, in order; a commitment finds no time in any other. */
export function townCapacity(
  supply: TownSupply,
  commitments: readonly CapacityCommitment[],
  weeks: readonly IsoWeek[],
  seats: SeatJudgement = 'EXACT',
): TownCapacity {
  const town = new TownNetwork(supply, commitments, weeks);
  let served = town.serve();
  const rows = seatRows(town, supply.seatMinutes);
  const contested = isOverbooked(town, rows);
  if (contested) served = shareSeats(town, rows);
  if (seats === 'SETTLED') settleShares(town, rows);

  /** Asks the flow; undefined where its answer would use more of some seats than there are, so that it proves nothing. */
  const freeByFlow = (network: TownNetwork, question: Question): Free | undefined => {
    network.network.mark();
    const pushed = network.augmentFrom(question.starts, question.offered);
    const proven = !isOverbooked(network, network === town ? rows : seatRows(network, supply.seatMinutes));
    const free = proven
      ? { minutes: whole(sum(pushed)), bottleneck: bottleneckOf(network, question, pushed) }
      : undefined;
    network.network.rollback();
    return free;
  };

  /** Asks the linear program: the asked work joins the commitments, with as many minutes as can be found for it. */
  const freeByProgram = ({ asked, open, offered }: Question): Free => {
    const [first, last] = [weeks[open[0] as number] as IsoWeek, weeks[open.at(-1) as number] as IsoWeek];
    const wanted: WantedWork = { ...asked, minutes: offered, earliest: mondayOf(first), due: sundayOf(last) };
    const beside = new TownNetwork(supply, [...commitments, wanted], weeks);
    beside.openParts();
    const commitment = commitments.length;
    const minutes = shareSeats(beside, seatRows(beside, supply.seatMinutes), { commitment, atMost: offered, served });
    return { minutes: whole(minutes), bottleneck: contestedSeats(beside, asked, open, minutes) };
  };

  const questionOf = (asked: Asked, window: WeekWindow, from: IsoWeek | undefined): Question => {
    const open = town.weeksIn(window).filter((week) => from === undefined || (weeks[week] as IsoWeek) >= from);
    return question(town, asked, open);
  };

  const freeOf = (asked: Question): Free => {
    if (asked.offered === 0) return { minutes: 0 };
    if (seats === 'EXACT' && contested) return freeByProgram(asked);
    if (asked.asked.licences.length === 0 || asked.open.every((week) => town.gateOf(week, asked.asked) !== undefined))
      return freeByFlow(town, asked) ?? freeByProgram(asked);
    if (seats === 'SETTLED') throw new Error('settled seats answer only for kinds of work that are committed');
    const network = new TownNetwork(supply, commitments, weeks, [asked.asked]);
    network.serve();
    return freeByFlow(network, question(network, asked.asked, asked.open)) ?? freeByProgram(asked);
  };

  return {
    shortfalls: () =>
      commitments.flatMap(({ id, minutes }, index) => {
        const missing = minutes - town.network.flow(town.demandArcs[index] as number);
        return missing > sameMinutes ? [{ commitmentId: id, minutes: Math.ceil(missing - sameMinutes) }] : [];
      }),

    free: (asked, window, from) => freeOf(questionOf(asked, window, from)),

    fits(asked, minutes, window, from) {
      const needed = questionOf(asked, window, from);
      if (needed.offered < minutes) return false;
      if (contested || asked.licences.length > 0) return freeOf(needed).minutes >= minutes;
      town.network.mark();
      const found = sum(town.augmentFrom(needed.starts, minutes));
      const proven = !isOverbooked(town, rows);
      town.network.rollback();
      return proven ? found >= minutes - sameMinutes : freeByProgram(needed).minutes >= minutes;
    },

    freeWithin(window, from) {
      if (contested && seats === 'EXACT') return (asked) => freeOf(questionOf(asked, window, from)).minutes;
      town.makeRoom(questionOf(anyone(undefined), window, from).starts);
      return (asked, { enough } = { enough: Infinity }) => {
        const each = questionOf(asked, window, from);
        if (asked.licences.length > 0) return freeOf(each).minutes;
        town.network.mark();
        const pushed = town.augmentFrom(each.starts, Math.min(each.offered, enough));
        const proven = !isOverbooked(town, rows);
        if (proven) town.leaveRoom(each.starts, pushed);
        else town.network.rollback();
        return proven ? whole(sum(pushed)) : freeByProgram(each).minutes;
      };
    },

    offered: (skill, window) => question(town, anyone(skill), town.weeksIn(window)).offered,

    committed(skill, window) {
      const open = new Set(town.weeksIn(window));
      return wholeParts(town)
        .filter(({ commitment, week }) => commitments[commitment]?.skill === skill && open.has(week))
        .reduce((total, { minutes }) => total + minutes, 0);
    },

    assignment: () =>
      wholeParts(town).map(({ commitment, week, minutes }) => ({
        commitmentId: (commitments[commitment] as CapacityCommitment).id,
        week: weeks[week] as IsoWeek,
        minutes,
      })),

    assignmentOf(workerId) {
      const worker = supply.workers.find(({ id }) => id === workerId);
      if (worker === undefined) return [];
      const group = groupOf(worker);
      const number = town.groups.findIndex((each) => isSameGroup(each, group));
      const mates = supply.workers.filter((each) => isSameGroup(groupOf(each), group));
      const left = new Map<number, number[]>(); // By week: what each of them still has after the commitments before.
      return town
        .minutesByGroup()
        .filter((each) => each.group === number)
        .flatMap(({ commitment, week, minutes }) => {
          const offers =
            left.get(week) ?? mates.map(({ minutesByWeek }) => minutesByWeek.get(weeks[week] as IsoWeek) ?? 0);
          const shares = shareOut(whole(minutes), offers);
          left.set(
            week,
            offers.map((offer, index) => offer - (shares[index] as number)),
          );
          const { id } = commitments[commitment] as CapacityCommitment;
          const share = shares[mates.indexOf(worker)] as number;
          return share > 0 ? [{ commitmentId: id, week: weeks[week] as IsoWeek, minutes: share }] : [];
        });
    },
  };
}

/** What is asked in which weeks: where it may enter, with the minutes behind each that those who may do it offer. */
export interface Question {
  readonly asked: Asked;
  readonly open: readonly number[];
  readonly starts: readonly (Start & { readonly week: number })[];
  readonly offered: number;
}

/**
 * Work without licences may enter at every cell that may do it: a cell lets pass what its workers have left, and what work that is there
 * already can be moved elsewhere. Work with licences has to come through its gates.
 */
export function question(town: TownNetwork, asked: Asked, open: readonly number[]): Question {
  const starts: (Start & { week: number })[] = [];
  let offered = 0;
  for (const week of open) {
    let ofWeek = 0;
    town.forCellsThatMayDo(week, asked, (node, minutes) => {
      ofWeek += minutes;
      if (asked.licences.length === 0 && minutes > 0) starts.push({ node, week, offered: minutes });
    });
    const gate = asked.licences.length > 0 && ofWeek > 0 ? town.gateOf(week, asked) : undefined;
    if (gate !== undefined) starts.push({ node: gate.node, week, offered: ofWeek });
    offered += ofWeek;
  }
  return { asked, open, starts, offered };
}

/** Asking for a skill as such: at any level, with harmless data and without a licence. */
export function anyone(skill: SkillCode | undefined): Asked {
  return { skill, level: 1, dataClass: 'PUBLIC', licences: [] };
}

/**
 * Reads the minimum cut that a question has run into. Where all that is offered is free, nothing stands in the way; from everywhere
 * else, whatever residual capacity still reaches is in dispute.
 */
function bottleneckOf(town: TownNetwork, { asked, starts }: Question, pushed: readonly number[]): Bottleneck {
  const disputed = starts.filter(({ offered }, index) => (pushed[index] as number) < offered - sameMinutes);
  const side = town.network.reachableFrom(disputed.map(({ node }) => node));
  const cut = new Set<number>();
  let ledOut = false;
  town.weeks.forEach((_, week) => {
    town.forCells(week, (node) => {
      if (side(node)) cut.add(week);
    });
    if (side(town.ledNode(week))) ledOut = true;
  });
  const full = town.gates.filter(({ node, need }) => side(node) && !side(need));
  for (const { week } of full) cut.add(week);
  const weeks = cut.size > 0 ? cut : new Set(starts.map(({ week }) => week));
  return {
    kind: full.length > 0 ? 'SEATS' : ledOut ? 'DIRECTORS' : 'WORKERS',
    skills: asked.skill === undefined ? [] : skillsIn(asked.skill),
    licences: licencesOf(full),
    weeks: [...weeks].sort((a, b) => a - b).map((week) => town.weeks[week] as IsoWeek),
    freeMinutes: whole(
      starts.reduce((total, { week }, index) => (weeks.has(week) ? total + (pushed[index] as number) : total), 0),
    ),
  };
}

/** What stops more where seats are contested: those whose gates are full, or the workers where none is. */
function contestedSeats(town: TownNetwork, asked: Asked, open: readonly number[], minutes: number): Bottleneck {
  const full = town.gates.filter(({ arc, ...gate }) => {
    const flow = town.network.flow(arc);
    return flow > sameMinutes && (open.includes(gate.week) || flow >= town.widest(gate) - sameMinutes);
  });
  return {
    kind: full.length > 0 ? 'SEATS' : 'WORKERS',
    skills: asked.skill === undefined ? [] : skillsIn(asked.skill),
    licences: licencesOf(full),
    weeks: open.map((week) => town.weeks[week] as IsoWeek),
    freeMinutes: whole(minutes),
  };
}

function licencesOf(gates: readonly { readonly licences: readonly LicenceCode[] }[]): LicenceCode[] {
  return [...new Set(gates.flatMap(({ licences }) => licences))].sort();
}

/** The minutes of each part as whole minutes: what is cut off one week is given to the next, so that no minute is lost. */
function wholeParts(
  town: TownNetwork,
): { readonly commitment: number; readonly week: number; readonly minutes: number }[] {
  let commitment = -1;
  let [exact, given] = [0, 0];
  return town.parts.flatMap((part) => {
    if (part.commitment !== commitment) [commitment, exact, given] = [part.commitment, 0, 0];
    exact += town.network.flow(part.arc);
    const minutes = whole(exact) - given;
    given += minutes;
    return minutes > 0 ? [{ commitment: part.commitment, week: part.week, minutes }] : [];
  });
}

/** Rounded down to whole minutes; a sum of doubles that falls short of one by rounding alone counts as that one. */
export function whole(minutes: number): number {
  return Math.floor(minutes + 10 * sameMinutes);
}

/** Shares whole minutes in proportion to `weights`; the minutes that rounding leaves go to the first ones, one each. */
function shareOut(minutes: number, weights: readonly number[]): number[] {
  const total = sum(weights);
  const shares = weights.map((weight) => (total === 0 ? 0 : Math.floor((minutes * weight) / total)));
  let left = total === 0 ? 0 : minutes - sum(shares);
  return shares.map((share, index) => {
    if (left === 0 || (weights[index] as number) === 0) return share;
    left--;
    return share + 1;
  });
}

export function sum(of: readonly number[]): number {
  return of.reduce((total, each) => total + each, 0);
}
