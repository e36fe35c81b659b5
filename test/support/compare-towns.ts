import {
  Reconciliation,
  type PeerReconciliation,
} from '../../apps/municipality/src/reconciliation/reconciliation.service.js';
import type { Town } from '../../apps/municipality/src/towns/towns.service.js';
import type { TwoTowns } from './two-towns.js';

/** One of two towns compares with the other; what it found. */
export async function comparedBy(towns: TwoTowns, town: Town): Promise<PeerReconciliation> {
  const peer = town === towns.one ? towns.other : towns.one;
  await towns.at(Reconciliation).reconcile(town);
  const found = (await towns.at(Reconciliation).results(town)).find((each) => each.peer === peer.code);
  if (found === undefined) throw new Error('nothing was compared');
  return found;
}
