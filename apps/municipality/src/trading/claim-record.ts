import type { Instant } from '#domain/calendar/date';
import type { Amendable } from '#domain/trade/amendment';
import type { ClaimAtClaimant, ClaimAtPublisher, Confirmed, InForce } from '#domain/trade/claim-state';
import type { ClaimRecord } from './claim.store.js';

type Claim = ClaimAtClaimant | ClaimAtPublisher;

/** A stored claim as its claimant's state. */
export function claimAtClaimant(record: ClaimRecord): ClaimAtClaimant {
  const { receiptPending, lotId } = record;
  return stateOf<Confirmed>(record, (inForce) => ({
    ...inForce,
    receiptPending,
    lotId: there(record, 'lotId', lotId),
  }));
}

/** A stored claim as its publisher's state. */
export function claimAtPublisher(record: ClaimRecord): ClaimAtPublisher {
  return stateOf<InForce>(record, (inForce) => inForce);
}

/** A claim as a party begins to keep it. */
export function recordOf(claim: Claim, now: Instant): ClaimRecord {
  const { id, surplusOrderId, claimant, publisher } = claim;
  return {
    ...{ _id: id, surplusOrderId, claimant, publisher, submittedAt: new Date(now), lapsesAt: new Date(now) },
    ...{ terms: null, termsHash: null, publisherSignature: null, claimantSignature: null },
    ...{
      receiptPending: false,
      lotId: null,
      reason: null,
      cancelledOn: null,
      owedYen: null,
      wasInForce: null,
      progress: null,
    },
    ...changeTo(claim),
  };
}

/** What a new state changes in the record. What was signed stays there as evidence, however the claim ends. */
export function changeTo(
  claim: Claim,
): Pick<ClaimRecord, 'status' | 'minutes' | 'offer' | 'receiptPending'> & Partial<ClaimRecord> {
  const { status, offer } = claim;
  const terms = 'terms' in claim ? claim.terms : undefined;
  const change = { status, offer, minutes: terms?.minutes ?? offer.minutes, receiptPending: false };
  switch (claim.status) {
    case 'SUBMITTED':
    case 'COUNTERED':
      return { ...change, lapsesAt: new Date(claim.lapsesAt) };
    case 'AWARDED':
    case 'CONFIRMED': {
      const { termsHash, publisherSignature } = claim;
      const signed = { terms: claim.terms, termsHash, publisherSignature, lapsesAt: new Date(claim.terms.hardExpiry) };
      if (claim.status === 'AWARDED') return { ...change, ...signed };
      const { claimantSignature } = claim;
      const confirmed = { ...change, ...signed, claimantSignature, ...amendments(claim) };
      if (!('lotId' in claim)) return confirmed;
      return { ...confirmed, receiptPending: claim.receiptPending, lotId: claim.lotId };
    }
    case 'DECLINED':
      return { ...change, reason: claim.reason };
    case 'TERMINATED': {
      const { reason, cancelledOn, owedYen, wasInForce, amended = {} } = claim;
      const amendment = { amendment: claim.amendment ?? null, amendmentEndsAt: null };
      return { ...change, ...amended, ...amendment, reason, cancelledOn, owedYen, wasInForce };
    }
    default:
      return change;
  }
}

function amendments(claim: Amendable): Partial<ClaimRecord> {
  const { amendment = null, proposals = null, earlier = [] } = claim;
  const endsAt = amendment?.by === 'CLAIMANT' ? amendment.terms.hardExpiry : amendment?.terms.confirmBy;
  return { amendment, proposals, earlier, amendmentEndsAt: endsAt === undefined ? null : new Date(endsAt) };
}

function amendableOf({ amendment, proposals, earlier }: ClaimRecord): Amendable {
  return {
    ...(amendment ? { amendment } : {}),
    ...(proposals ? { proposals } : {}),
    ...(earlier === undefined || earlier.length === 0 ? {} : { earlier }),
  };
}

function stateOf<C extends InForce>(
  record: ClaimRecord,
  confirmed: (inForce: InForce) => C,
): Exclude<ClaimAtPublisher, InForce> | C {
  const { _id: id, surplusOrderId, claimant, publisher, offer, status } = record;
  const parties = { id, surplusOrderId, claimant, publisher, offer };
  const terms = record.terms === null ? {} : { terms: record.terms };
  switch (status) {
    case 'SUBMITTED':
    case 'COUNTERED':
      return { ...parties, status, lapsesAt: record.lapsesAt.getTime() as Instant };
    case 'AWARDED':
    case 'CONFIRMED': {
      const signed = {
        ...parties,
        terms: there(record, 'terms', record.terms),
        termsHash: there(record, 'termsHash', record.termsHash),
        publisherSignature: there(record, 'publisherSignature', record.publisherSignature),
      };
      if (status === 'AWARDED') return { ...signed, status };
      const claimantSignature = there(record, 'claimantSignature', record.claimantSignature);
      return confirmed({ ...signed, status, claimantSignature, ...amendableOf(record) });
    }
    case 'DECLINED':
      return { ...parties, ...terms, status, reason: record.reason ?? '' };
    case 'WITHDRAWN':
    case 'LAPSED':
      return { ...parties, ...terms, status };
    case 'TERMINATED':
      return {
        ...{ ...parties, ...terms, status, reason: record.reason ?? '', owedYen: record.owedYen ?? 0 },
        cancelledOn: there(record, 'cancelledOn', record.cancelledOn),
        wasInForce: record.wasInForce ?? false,
        ...(record.amendment ? { amendment: record.amendment } : {}),
      };
    default:
      throw new Error(`claim ${id} is ${status}, which this version does not know how to reach`);
  }
}

function there<T>({ _id, status }: ClaimRecord, field: string, value: T | null): T {
  if (value === null) throw new Error(`claim ${_id} is ${status} without ${field}`);
  return value;
}
