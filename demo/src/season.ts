import type { IsoMonth } from '#domain/calendar/month';

/** Percent of an ordinary month's time, April to March: demo/data/availability-index.csv (illustrative). */
export const seasons: Readonly<Record<string, readonly number[]>> = {
  '203246': [97, 88, 100, 92, 68, 88, 74, 84, 92, 84, 84, 92],
  '202151': [96, 98, 100, 95, 84, 88, 88, 98, 95, 97, 100, 92],
  '203505': [100, 95, 100, 90, 72, 95, 92, 100, 78, 68, 68, 80],
  '202177': [97, 88, 98, 96, 84, 88, 88, 98, 95, 98, 100, 92],
  '203041': [70, 45, 25, 18, 18, 25, 55, 115, 125, 130, 130, 110],
};

/** How much time there is in a month, as a share of an ordinary one. */
export function seasonOf(code: string, month: IsoMonth): number {
  const position = (Number(month.slice(5, 7)) + 8) % 12;
  return (seasons[code]?.[position] ?? 100) / 100;
}
