import { endOfDayInTokyo, type Instant, type IsoDate } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import { makeClaimId } from '#domain/municipality/ids';
import type { Decision } from '#domain/refusals/decision';
import type { SkillCode } from '#domain/skills/catalogue';
import { termsOfAward, type AwardTerms } from '#domain/trade/claim';
import type { None } from '#domain/trade/machine';
import type { Offer } from '#domain/trade/offer';
import type { Outgoing } from '#domain/trade/outgoing';
import type { SurplusOrder } from '#domain/trade/surplus-order';

// What the specs of the trade machines share: one surplus order, one claim on it, and a record of the rows that were walked.

export const [publisher, claimant, stranger] = ['203246', '202151', '202177'] as unknown as [
  MunicipalityCode,
  MunicipalityCode,
  MunicipalityCode,
];
export const date = (text: string): IsoDate => text as IsoDate;
export const order: SurplusOrder = {
  ...{ id: '203246-surplus-1', publisher, title: '入力', skill: 'data-entry' as SkillCode, level: 1, licences: [] },
  ...{ minutes: 2_400, awardedMinutes: 0, priceYen: 48_000, minSliceMinutes: 600, dataClass: 'INTERNAL' },
  ...{ earliest: date('2027-08-01'), due: date('2027-08-31'), claimBy: date('2027-07-15') },
  ...{ addressees: [claimant, stranger], status: 'POSTED' },
};
export const id = makeClaimId(claimant, publisher, '1');
/** A moment at which claims are still taken. */
export const start: Instant = endOfDayInTokyo(date('2027-07-10'));
export const none: None = { status: 'NONE' };
/** Two offers within what is published. */
export const cheaper = { minutes: 1_200, priceYen: 30_000, earliest: date('2027-08-08'), due: date('2027-08-21') };
export const dearer = { ...cheaper, priceYen: 36_000 };

export function termsFor(offer: Offer, minutes: number): AwardTerms {
  return termsOfAward(order, { id, claimant, status: 'SUBMITTED', offer }, minutes, start);
}

/** The state that follows and each effect by its name; or the state that stays and the codes that refuse. */
export function outcome(
  decision: Decision<{ readonly outgoing: readonly Outgoing[] }>,
  { status }: { readonly status: string },
): string {
  const said = decision.ok
    ? decision.value.outgoing.map((one) => (one.do === 'tell' ? one.type : one.do))
    : decision.refusals.map(({ code }) => code);
  return said.length === 0 ? status : `${status}: ${said.join(' ')}`;
}

interface Row {
  readonly on: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** Notes which rows of a table of transitions a spec has walked. */
export class Walk {
  private readonly walked = new Set<string>();

  note(event: string, before: { readonly status: string }, after: { readonly status: string }): void {
    this.walked.add(`${event} from ${before.status}`).add(`${event} to ${after.status}`);
  }

  /** Rows that were not walked from each of their states and to each. */
  missing(table: readonly Row[]): string[] {
    return table
      .flatMap(({ on, from, to }) => [
        ...from.map((state) => `${on} from ${state}`),
        ...to.map((state) => `${on} to ${state}`),
      ])
      .filter((row) => !this.walked.has(row));
  }
}

/** The states that the rows of a table lead to, from nothing and `also`. */
export function reachable(table: readonly Row[], also: readonly string[] = []): string[] {
  const reached = new Set(['NONE', ...also]);
  for (let size = 0; size !== reached.size;) {
    size = reached.size;
    for (const { from, to } of table)
      if (from.some((state) => reached.has(state))) for (const state of to) reached.add(state);
  }
  return [...reached].sort();
}

/** Events for which a state has more than one row. */
export function ambiguous(table: readonly Row[]): string[] {
  const pairs = table.flatMap(({ on, from }) => from.map((state) => `${on} ${state}`));
  return pairs.filter((pair, index) => pairs.indexOf(pair) !== index);
}
