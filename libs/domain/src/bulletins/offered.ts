import type { IsoMonth } from '../calendar/month.js';
import { weeksOfMonth } from '../calendar/month.js';
import type { DisclosureSettings } from './bulletin.js';
import { roundDown } from './crowd.js';
import type { PublicationState } from './publication-state.js';

/**
 * Minutes offered by month, over all skills, as peers may know them: those of the supply that the month's figure over all skills was last
 * shown on, rounded down. So they move only in company, as that figure does. Months in which it was never shown are missing.
 */
export function offeredAsTold(
  { cells, bases }: PublicationState,
  settings: Pick<DisclosureSettings, 'grainMinutes'>,
): ReadonlyMap<IsoMonth, number> {
  const workersOn = new Map(bases.map(({ number, workers }) => [number, workers]));
  const offered = new Map<IsoMonth, number>();
  for (const { month, skill, dataClass, basis } of cells) {
    if (skill !== null || dataClass !== 'PUBLIC') continue;
    const weeks = new Set(weeksOfMonth(month));
    const minutes = (workersOn.get(basis) ?? [])
      .flatMap((worker) => worker.weeks)
      .reduce((sum, [week, each]) => (weeks.has(week) ? sum + each : sum), 0);
    offered.set(month, roundDown(minutes, settings));
  }
  return offered;
}
