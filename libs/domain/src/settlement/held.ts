import { nothing } from '../reconciliation/compare.js';
import type { Settlement } from './machine.js';

/** What both ends of a settlement must hold alike: the statement by its hash, the signatures under it, and what was said of it. */
export function heldOfSettlement({ status: state, ...settlement }: Settlement): {
  readonly state: string;
  readonly content: object;
} {
  if (!('statement' in settlement)) return { state, content: settlement };
  const { statement: _, ...content } = settlement;
  return { state, content };
}

/** That a month is over, each town's own clock says. */
export function settlementMayDiffer(here: string, there: string): boolean {
  return [here, there].sort().join() === ['CUT_OFF', nothing].sort().join();
}
