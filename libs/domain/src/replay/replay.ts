import type { Instant } from '../calendar/date.js';
import { parseMunicipalityCode, type MunicipalityCode } from '../municipality/code.js';
import { kindOfId, publisherOfClaimId, townOfId } from '../municipality/ids.js';
import { parseSettlementId } from '../settlement/statement.js';
import type { SurplusOrder } from '../trade/surplus-order.js';
import { claimantEnd, publisherEnd, type KnownOrder } from './claim-ends.js';
import { asItForbidsLeast, orderToldBy } from './claim-order.js';
import type { Said } from './end.js';
import { askedIn, borrowerEnd, lenderEnd } from './loan-ends.js';
import { playTown, type Happening, type Move, type TownDiary, type TownPlay } from './play.js';
import { settlementEnd } from './settlement-end.js';
import { standsFor, statementsOf, statementWithout, type Stated } from './stated-order.js';
import { publishedEnd } from './surplus-order-end.js';

/** A message as a town's own records show it. */
export interface Shown {
  /** As it was sent or received first. */
  readonly said: Said;
  /** As its receiver has it, where it was sealed anew since. */
  readonly heard: Said;
  readonly seq: number;
  /** When its receiver signed that it has it; absent where no receipt is shown. */
  readonly receivedAt?: Instant;
  /** When the town took it down. */
  readonly at: Instant;
}

/**
 * What the messages of a process cannot show, by its kind. OTHER_MINUTES: what remained of the surplus order, its whole price, its slices
 * and its deadlines. OTHER_AWARDS: whether what was stated of it is the sum of what its addressees were awarded, and what was stated to them.
 * LAW: consent, cooperation basis and data class of the day. CAPACITY: whether workers, directors and seats had the time. OTHER_TOWNS: what
 * was said to other lenders. LINES: whether the lines are what was accepted. MONTHS: whether the months before were closed. CLAIMS: what was
 * claimed and awarded. UNSAID: deeds and clocks of which nobody was told. DISMISSED: a message that a person at its receiver has set aside
 * unread. ANEW: when a message was written that was sealed anew before it arrived; the sender's own file shows it.
 */
export type Unshown =
  | 'OTHER_MINUTES'
  | 'OTHER_AWARDS'
  | 'LAW'
  | 'CAPACITY'
  | 'OTHER_TOWNS'
  | 'LINES'
  | 'MONTHS'
  | 'CLAIMS'
  | 'UNSAID'
  | 'DISMISSED'
  | 'ANEW';

export interface Replay {
  /** What each town's rules made of the messages, in the order of the records. */
  readonly moves: readonly Move[];
  readonly towns: readonly TownPlay[];
  /** Of a claim, the surplus order that it is on, by its publisher's statements to the claimant; absent where they are not shown. */
  readonly surplusOrder?: TownPlay;
  readonly unshown: readonly Unshown[];
}

const always = ['UNSAID', 'DISMISSED', 'ANEW'] as const;
const unshownOf: Readonly<Record<'claim' | 'surplus' | 'loan' | 'settlement', readonly Unshown[]>> = {
  claim: ['OTHER_MINUTES', 'LAW', 'CAPACITY', ...always],
  surplus: ['CLAIMS', 'LAW', 'CAPACITY', ...always],
  loan: ['OTHER_TOWNS', 'LAW', 'CAPACITY', ...always],
  settlement: ['LINES', 'MONTHS', ...always],
};

/** Two moments of a peer's clock that lie so close may have been the other way round. */
const blurMs = 5_000;

/**
 * Plays the messages of a process, as the records of one town show them, through the rules of all its towns; undefined where the process is of
 * a kind that has no rules here.
 * @param shown in the order of the records.
 * @param statements of the surplus order of a claim, to its claimant, in the order of the records; empty where they are not shown.
 */
export function replay(
  processId: string,
  town: MunicipalityCode,
  shown: readonly Shown[],
  statements: readonly Shown[] = [],
): Replay | undefined {
  const kind = kindOfId(processId);
  if (kind !== 'claim' && kind !== 'surplus' && kind !== 'loan' && kind !== 'settlement') return undefined;
  const all = shown.map(({ said }) => said);
  const published = kind === 'claim' && statements.length > 0 ? publishedIn(processId, all, statements) : undefined;
  const towns = diariesOf(town, shown).flatMap((diary) => {
    const play = playOf(processId, kind, diary, all, town, published);
    return play === undefined ? [] : [play];
  });
  const surplusOrder = published === undefined ? undefined : playOrder(town, all, statements, published, towns);
  const moves = [...towns, ...(surplusOrder === undefined ? [] : [surplusOrder])].flatMap((play) => play.moves);
  return {
    moves: moves.sort((a, b) => a.number - b.number),
    towns,
    ...(surplusOrder === undefined ? {} : { surplusOrder }),
    unshown: unshownOf[kind].map((fact) =>
      fact === 'OTHER_MINUTES' && published?.order !== undefined ? 'OTHER_AWARDS' : fact,
    ),
  };
}

/** What the publisher's statements show of the surplus order of a claim. */
interface Published {
  readonly stated: readonly Stated[];
  /** As it forbids least; undefined where no statement is readable. */
  readonly order: SurplusOrder | undefined;
}

function publishedIn(claimId: string, all: readonly Said[], statements: readonly Shown[]): Published {
  const stated = statementsOf(orderToldBy(claimId, all).id, statements);
  const first = stated[0]?.order;
  return { stated, order: first === undefined ? undefined : asItForbidsLeast(first) };
}

function knownOrder(
  claimId: string,
  all: readonly Said[],
  records: MunicipalityCode,
  published: Published | undefined,
): KnownOrder {
  const order = published?.order;
  if (published === undefined || order === undefined) {
    const told = orderToldBy(claimId, all);
    return { order: told, amending: told, stands: () => undefined };
  }
  // What is left after the last day costs its share in whole yen, of which a part may cost a yen less: a statement tells, not the beginning.
  const amending = { ...order, priceYen: 1 };
  return { order, amending, stands: (said, taking) => standsFor(said, published.stated, records, taking) };
}

/** The surplus order of a claim at its publisher's, which has to state each award as it makes it. */
function playOrder(
  town: MunicipalityCode,
  all: readonly Said[],
  statements: readonly Shown[],
  { stated }: Published,
  towns: readonly TownPlay[],
): TownPlay | undefined {
  const diary = diariesOf(town, statements).find((each) => each.says.length > 0);
  const play = diary && playTown(publishedEnd(), diary);
  // What could not be awarded could not be counted either.
  const isAwarded = towns.every((each) => each.town !== play?.town || each.objection === undefined);
  const isWhole = stated.length === statements.length;
  const without = isAwarded && isWhole ? statementWithout(all, stated, town) : undefined;
  if (play === undefined || without === undefined) return play;
  const { objection } = play;
  if (objection !== undefined && objection.said.number < without.number) return play;
  return { ...play, objection: { said: without, why: { code: 'OTHER_WORDS', fields: ['surplusOrder'] } } };
}

function playOf(
  processId: string,
  kind: keyof typeof unshownOf,
  diary: TownDiary,
  all: readonly Said[],
  records: MunicipalityCode,
  published: Published | undefined,
): TownPlay | undefined {
  const owner = townOfId(processId);
  switch (kind) {
    case 'claim': {
      const known = knownOrder(processId, all, records, published);
      if (diary.town === owner) return playTown(claimantEnd(processId, known), diary);
      return diary.town === publisherOfClaimId(processId)
        ? playTown(publisherEnd(processId, known), diary)
        : stranger(diary);
    }
    case 'surplus':
      return diary.town === owner ? playTown(publishedEnd(), diary) : stranger(diary);
    case 'loan':
      return diary.town === owner ? playTown(borrowerEnd(askedIn(all)), diary) : playTown(lenderEnd(diary.town), diary);
    case 'settlement': {
      const key = parseSettlementId(processId, diary.town);
      return key.ok ? playTown(settlementEnd(key.value, diary.town), diary) : stranger(diary);
    }
  }
}

/** A town that is no party says nothing by the rules; that it was told something is no deed of its own. */
function stranger({ town, says }: TownDiary): TownPlay | undefined {
  const [said] = says;
  if (said === undefined) return undefined;
  const objection = { said: said.said, why: { code: 'NO_DEED' as const } };
  return { town, moves: [], objection, late: [], givenUp: undefined, stands: 'NONE' };
}

/** What happened at each town: at the one whose records these are by its records, elsewhere by what others said and signed. */
export function diariesOf(town: MunicipalityCode, shown: readonly Shown[]): TownDiary[] {
  const own = {
    town,
    says: shown.filter(({ said }) => said.from === town).map(({ said }) => happening(said, said.issuedAt, said.number)),
    hears: shown
      .filter(({ said }) => said.to === town)
      .map(({ heard, at, receivedAt }) => happening(heard, receivedAt ?? at, heard.number)),
    blur: 0,
  };
  const peers = [...new Set(shown.flatMap(({ said }) => [said.from, said.to]))].filter((code) => code !== town);
  return [own, ...peers.map((peer) => ofPeer(peer, shown))].filter(({ town: code }) => parseMunicipalityCode(code).ok);
}

function ofPeer(peer: MunicipalityCode, shown: readonly Shown[]): TownDiary {
  const bySeq = [...shown].sort((a, b) => a.seq - b.seq);
  const said = bySeq.filter((each) => each.said.from === peer).map((each) => each.said);
  const heard = bySeq.filter((each) => each.said.to === peer);
  // Whatever its date or receipt, a message was written, and taken in, before those that follow it.
  const saidBy = earliestFrom(said.map(({ issuedAt }) => issuedAt));
  const heardBy = earliestFrom(heard.map(({ receivedAt }) => receivedAt));
  return {
    town: peer,
    says: said.map((each, index) => happening(each, each.issuedAt, saidBy[index])),
    hears: heard.map((each, index) => {
      const at = (each.receivedAt ?? heardBy[index] ?? each.heard.issuedAt) as Instant;
      return happening({ ...each.heard, number: each.said.number }, at, heardBy[index]);
    }),
    blur: blurMs,
  };
}

/** At each place the least that is known from there on. */
function earliestFrom(moments: readonly (number | undefined)[]): (number | undefined)[] {
  let least: number | undefined;
  return moments
    .toReversed()
    .map((moment) => (least = moment === undefined || (least ?? Infinity) < moment ? least : moment))
    .toReversed();
}

function happening(said: Said, at: Instant, order: number | undefined): Happening {
  return { said, at, order };
}
