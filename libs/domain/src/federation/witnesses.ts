import type { MunicipalityCode } from '../municipality/code.js';
import { memberOf, type Federation, type Member } from './federation.js';

/** How many peers countersign each checkpoint of a town's chain. */
export const witnessesNeeded = 2;

/**
 * Whom a town asks to countersign, in the order in which it asks: those that follow it in the document, round the ring, so that the work
 * is shared evenly. Towns of another house come first: one that shares its process is no independent witness.
 */
export function witnessesFor(federation: Federation, town: MunicipalityCode): Member[] {
  const { members } = federation;
  const own = memberOf(federation, town);
  const place = members.findIndex(({ code }) => code === town);
  const ring = [...members.slice(place + 1), ...members.slice(0, Math.max(place, 0))];
  const isElsewhere = ({ endpoint }: Member): boolean => endpoint !== own?.endpoint;
  return [...ring.filter(isElsewhere), ...ring.filter((each) => !isElsewhere(each))];
}
