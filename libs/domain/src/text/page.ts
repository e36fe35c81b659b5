import { kindOfId, type IdKind } from '../municipality/ids.js';
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

/** The position after which a page of a ranked list begins: the rank of the entry before it, from 0. */
export function parseRankCursor(after: string | null | undefined): Decision<number | undefined> {
  if (after === null || after === undefined) return accept(undefined);
  return /^\d{1,6}$/.test(after) ? accept(Number(after)) : refuse('CURSOR_UNREADABLE', { field: 'after' });
}

/** The position after which a page of a list by id begins: the id of the entry before it. */
export function parseIdCursor(after: string | null | undefined, kind: IdKind): Decision<string | undefined> {
  if (after === null || after === undefined) return accept(undefined);
  return kindOfId(after) === kind ? accept(after) : refuse('CURSOR_UNREADABLE', { field: 'after' });
}
