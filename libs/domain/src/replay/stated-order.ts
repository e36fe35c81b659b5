import type { Instant } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { accept, refuse, refuseAll, type Decision, type Refusal } from '../refusals/decision.js';
import { isSurplusOrder, type SurplusOrder } from '../trade/surplus-order.js';
import { termsIn } from './claim-order.js';
import type { Said, Stepped } from './end.js';

// 余剰案件の公示. The publisher states its surplus order anew in the transaction of every change to it. So its statements to the claimant show how
// much remained at every moment, and a claim's messages can be judged by it.

/** One statement of the surplus order of a claim. */
export interface Stated {
  readonly said: Said;
  readonly order: SurplusOrder;
  /** When the claimant took it in; absent where nobody shows it. */
  readonly heardAt?: Instant;
}

/** How a surplus order may have stood as a town said something. */
export interface Stand {
  readonly order: SurplusOrder;
  /** Only if one of the two messages was sealed anew, and bears a later date than the deed. */
  readonly late: boolean;
}

/** Two moments that lie so close may have been the other way round, where the records are not the town's own. */
const blurMs = 5_000;

/** The statements of a surplus order among what its publisher said, in the order in which it did. */
export function statementsOf(
  orderId: string,
  shown: readonly { readonly said: Said; readonly seq: number; readonly receivedAt?: Instant }[],
): Stated[] {
  return [...shown]
    .sort((a, b) => a.seq - b.seq)
    .flatMap(({ said, receivedAt }): Stated[] => {
      const order = said.payload['surplusOrder'];
      if (!isSurplusOrder(order) || order.id !== orderId || order.publisher !== said.from) return [];
      return [{ said, order, ...(receivedAt === undefined ? {} : { heardAt: receivedAt }) }];
    });
}

/**
 * How the surplus order may have stood for the town that said something, likeliest first; empty where it had not been stated.
 * @param records whose records these are: a town's own show the order of all that it said and heard.
 * @param taking minutes that the deed took of it: the next statement has to tell of them.
 */
export function standsFor(
  said: Said,
  stated: readonly Stated[],
  records: MunicipalityCode,
  taking?: number,
): readonly Stand[] {
  if (said.from === records) {
    const last = stated.findLast((each) => each.said.number < said.number);
    return last === undefined ? [] : [{ order: last.order, late: false }];
  }
  const isPublisher = stated[0]?.said.from === said.from;
  const since = (index: number): number | undefined =>
    isPublisher ? stated[index]?.said.issuedAt : stated[index]?.heardAt;
  const isNear = (_: Stated, index: number): boolean =>
    (since(index) ?? -Infinity) - blurMs <= said.issuedAt && said.issuedAt <= (since(index + 1) ?? Infinity) + blurMs;
  const stand =
    (late: boolean) =>
    ({ order }: Stated) => ({ order, late });
  return [
    ...stated.filter(isNear).map(stand(false)),
    ...stated
      .filter((each, index) => !isNear(each, index) && (taking === undefined || tellsOf(stated, index, taking)))
      .map(stand(true)),
  ];
}

/** A deed that what was published has to allow as well; undefined where nothing is shown of it. */
export function asPublished<S>(
  decision: Decision<Stepped<S>>,
  stands: readonly Stand[] | undefined,
  refusalsBy: (order: SurplusOrder) => readonly Refusal[],
): Decision<Stepped<S>> {
  if (!decision.ok || stands === undefined) return decision;
  const judged = stands.map(({ order, late }) => ({ refusals: refusalsBy(order), late }));
  const [likeliest] = judged;
  if (likeliest === undefined) return refuse('SURPLUS_ORDER_UNKNOWN', { field: 'surplusOrderId' });
  const lawful = judged.find(({ refusals }) => refusals.length === 0);
  if (lawful === undefined) return refuseAll(likeliest.refusals);
  return lawful.late ? accept({ ...decision.value, late: true }) : decision;
}

/**
 * The first statement that should have counted the minutes of an award and does not; undefined where each is counted, or the statement that
 * has to is not shown.
 */
export function statementWithout(
  claim: readonly Said[],
  stated: readonly Stated[],
  records: MunicipalityCode,
): Said | undefined {
  const [award] = claim.filter(({ type, genuine }) => type === 'claim.awarded' && genuine);
  const minutes = award === undefined ? undefined : termsIn(award)?.minutes;
  if (award === undefined || minutes === undefined) return undefined;
  if (award.from === records) {
    const next = stated.findIndex(({ said }) => said.number > award.number);
    return next < 1 || tellsOf(stated, next - 1, minutes) ? undefined : stated[next]?.said;
  }
  // Statements keep their order: one that is certainly later comes after the one that tells of the award.
  const later = stated.find(({ said }) => said.issuedAt > award.issuedAt + blurMs);
  const isTold = stated.some((_, index) => index + 1 < stated.length && tellsOf(stated, index, minutes));
  return isTold ? undefined : later?.said;
}

/** Whether the statement after one tells of so many minutes more; true also where it is not shown. */
function tellsOf(stated: readonly Stated[], index: number, minutes: number): boolean {
  const [before, after] = [stated[index], stated[index + 1]];
  return before === undefined || after === undefined
    ? true
    : after.order.awardedMinutes - before.order.awardedMinutes === minutes;
}
