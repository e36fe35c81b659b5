import type { DisclosureSettings } from './bulletin.js';

/**
 * Whether parts hide each other in their sum: at least k of them are not 0 (threshold rule), and none is more than the settable share of
 * all (dominance rule; A. Hundepool et al., "Statistical Disclosure Control", 2012, 4.2). Signs do not matter: what one offers more
 * and another less would be no less exposed.
 */
export function hidesEach(
  parts: readonly number[],
  { fewestWorkers, largestShare }: Pick<DisclosureSettings, 'fewestWorkers' | 'largestShare'>,
): boolean {
  let count = 0;
  let sum = 0;
  let largest = 0;
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index] as number;
    const size = part < 0 ? -part : part;
    if (size === 0) continue;
    count += 1;
    sum += size;
    if (size > largest) largest = size;
  }
  return count >= fewestWorkers && largest <= largestShare * sum;
}

/** Minutes rounded down to the grain. */
export function roundDown(minutes: number, { grainMinutes }: Pick<DisclosureSettings, 'grainMinutes'>): number {
  return Math.max(0, Math.floor(minutes / grainMinutes) * grainMinutes);
}
