import { accept, refuse, type Decision } from '../refusals/decision.js';

/** Entries on a page where nobody says otherwise, and at most. */
export const ordinaryPageSize = 50;
export const largestPageSize = 200;

/** How many entries a page holds. */
export function parsePageSize(first: number | null | undefined): Decision<number> {
  const asked = first ?? ordinaryPageSize;
  return asked >= 1 && asked <= largestPageSize
    ? accept(asked)
    : refuse('PAGE_SIZE_OUT_OF_RANGE', { field: 'first', asked, atMost: largestPageSize });
}
