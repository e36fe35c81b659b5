import { lowestLevel } from '../skills/levels.js';
import type { AwardTerms } from './claim.js';
import type { CounterTerms } from './offer.js';
import type { ClaimedWork } from './outgoing.js';
import type { SurplusOrder } from './surplus-order.js';

/** The work that so much of a surplus order is, on these days. */
export function workOf(order: SurplusOrder, { minutes, earliest, due }: CounterTerms): ClaimedWork {
  const { title, skill, level, licences, dataClass } = order;
  return { title, skill, level, licences, dataClass, minutes, earliest, due };
}

/** The work of an award. */
export function workOfTerms(terms: AwardTerms, order: SurplusOrder): ClaimedWork {
  // Terms that were signed before surplus orders told levels leave them out.
  const { title, level = lowestLevel, licences = [] } = terms;
  return { ...workOf(order, terms), title, level, licences };
}
