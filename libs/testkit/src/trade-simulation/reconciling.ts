import { heldAtBorrower, heldAtLender } from '#domain/loans/held';
import { compare, nothing, pairsOf, unheardOf, type HeldProcess } from '#domain/reconciliation/compare';
import { heldOfAmendments, heldOfClaim } from '#domain/trade/held';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { LoanTown } from './loans/town.js';
import type { WorkTown } from './performance/town.js';
import type { Post } from './post.js';
import type { Protocol } from './protocol.js';
import { hashOf } from './signing.js';
import type { Town } from './town.js';

// What the towns' own comparison of both ends (照合) finds, by its real rules.

/** Where both ends of something are not alike. */
export interface Drift {
  readonly what: string;
  /** Words about it are under way. */
  readonly isUnderWay: boolean;
  /** A word about it was given up, so that one end waits for its clock. */
  readonly isGivenUp: boolean;
}

interface Held {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly content: object;
}

export function driftsOfTrade(towns: readonly Town[], { claimMayDiffer }: Protocol): Drift[] {
  return drifts(towns, tradeHeld, (kind, here, there) => kind === 'claim' && claimMayDiffer(here, there));
}

/** Of trades whose awards are worked on: the work, and the settlements of the pair, too. */
export function driftsOfWork(towns: readonly WorkTown[], protocol: Protocol): Drift[] {
  const { claimMayDiffer, settlementMayDiffer } = protocol;
  return drifts(
    towns,
    (town, peer) => [...tradeHeld(town, peer), ...workHeld(town, peer, protocol)],
    (kind, here, there) =>
      (kind === 'claim' && claimMayDiffer(here, there)) || (kind === 'settlement' && settlementMayDiffer(here, there)),
  );
}

export function driftsOfLoans(towns: readonly LoanTown[], { loanMayDiffer }: Protocol): Drift[] {
  return drifts(towns, loansHeld, (_kind, here, there) => loanMayDiffer(here, there));
}

function drifts<P extends Post>(
  towns: readonly P[],
  heldWith: (town: P, peer: MunicipalityCode) => Held[],
  mayDiffer: (kind: string, here: string, there: string) => boolean,
): Drift[] {
  const found: Drift[] = [];
  for (const [index, one] of towns.entries())
    for (const other of towns.slice(index + 1)) {
      const [here, there] = [counted(one, other, heldWith), counted(other, one, heldWith)];
      for (const id of new Set([...here, ...there].map((held) => held.id))) {
        const of = (list: readonly HeldProcess[], town: P, peer: P): HeldProcess[] => {
          const held = list.filter((each) => each.id === id);
          return held.length > 0 ? held : [{ ...unheardOf(id), ...town.counts(id, peer.code) }];
        };
        for (const ends of pairsOf(id, of(here, one, other), of(there, other, one))) {
          const { outcome } = compare(ends.here, ends.there, mayDiffer);
          if (outcome === 'ALIKE') continue;
          const [stateHere, stateThere] = [`${ends.here.state} at ${one.code}`, `${ends.there.state} at ${other.code}`];
          found.push({
            what: `${ends.here.kind} ${id}: ${stateHere}, ${stateThere}: ${outcome}`,
            isUnderWay: outcome === 'UNDER_WAY',
            isGivenUp: one.hasGivenUp(id) || other.hasGivenUp(id),
          });
        }
      }
    }
  return found;
}

function counted<P extends Post>(
  town: P,
  peer: P,
  heldWith: (town: P, peer: MunicipalityCode) => Held[],
): HeldProcess[] {
  return heldWith(town, peer.code).map(({ id, kind, state, content }) => ({
    ...{ id, kind, state, hash: state === nothing ? '' : hashOf(content), ...town.counts(id, peer.code) },
  }));
}

function tradeHeld(town: Town, peer: MunicipalityCode): Held[] {
  const claims = [...town.claimed.values(), ...town.received.values()].filter(
    ({ claimant, publisher }) => claimant === peer || publisher === peer,
  );
  const orders = [...town.published.values(), ...town.copies.values()].filter(
    ({ publisher, addressees }) => publisher === peer || (publisher === town.code && addressees.includes(peer)),
  );
  return [
    ...orders.map((order) => ({ id: order.id, kind: 'surplus-order', state: order.status, content: order })),
    ...claims.map((claim) => ({ id: claim.id, kind: 'claim', ...heldOfClaim(claim) })),
    ...claims.flatMap((claim) => {
      const held = heldOfAmendments(claim);
      return held === undefined ? [] : [{ id: claim.id, kind: 'amendment', ...held }];
    }),
  ];
}

function workHeld(town: WorkTown, peer: MunicipalityCode, { heldOfWork, heldOfSettlement }: Protocol): Held[] {
  // As the service: of work on an award that was cancelled before its beginning was heard of, one end knows.
  const works = [...town.works.values()].filter(
    ({ claimId, claimant, publisher }) =>
      (claimant === peer || publisher === peer) && town.claimOf(claimId)?.status !== 'TERMINATED',
  );
  const settlements = [...town.settlements.values()].filter(({ stater, other }) => stater === peer || other === peer);
  return [
    ...works.map((work) => ({ id: work.claimId, kind: 'work', ...heldOfWork(work) })),
    ...settlements.map((settlement) => ({ id: settlement.id, kind: 'settlement', ...heldOfSettlement(settlement) })),
  ];
}

function loansHeld(town: LoanTown, peer: MunicipalityCode): Held[] {
  return [
    ...[...town.borrowed].map(([id, loan]) => ({ id, kind: 'loan', ...heldAtBorrower(loan, peer) })),
    ...[...town.lent]
      .filter(([, loan]) => loan.request.borrower === peer)
      .map(([id, loan]) => ({ id, kind: 'loan', ...heldAtLender(loan) })),
  ].filter(({ state }) => state !== nothing);
}
