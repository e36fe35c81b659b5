/** PERSON: 住民ワーカー. SUPPORT_OFFICE: 就労施設, a unit that supplies hours as a unit. */
export const workerKinds = ['PERSON', 'SUPPORT_OFFICE'] as const;
export type WorkerKind = (typeof workerKinds)[number];

/** Most minutes a person can offer in a week: 84 h. More is a typing error, and nobody should. */
export const mostMinutesInAWeek = 84 * 60;
const minutesInADay = 24 * 60;
/** People a support office may have behind it. */
const mostPeople = 200;

/** Most minutes someone can offer in a week and on a day. */
export function mostMinutesOf(kind: WorkerKind): { readonly week: number; readonly day: number } {
  const people = kind === 'PERSON' ? 1 : mostPeople;
  return { week: people * mostMinutesInAWeek, day: people * minutesInADay };
}
