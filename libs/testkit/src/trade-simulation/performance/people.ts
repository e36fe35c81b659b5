import { addDays, dateInTokyo, type Instant } from '#domain/calendar/date';
import { monthOfDate } from '#domain/calendar/month';
import type { ClaimantDeed, PublisherDeed } from '#domain/performance/machine';
import { reworkCauses } from '#domain/performance/rework-cause';
import type { Adjustment } from '#domain/settlement/adjustment';
import type { Settlement } from '#domain/settlement/machine';
import { linesOfWork, settlementOf, statementOf, type SettlementKey } from '#domain/settlement/statement';
import type { TradeMessages, TradeMessageType } from '#domain/trade/messages';
import { tell, type Tell } from '#domain/trade/outgoing';
import type { Random } from '../../../../../demo/src/random.js';
import { anyOf } from '../people.js';
import type { Fate } from '../post.js';
import { hashOf, signatureOf } from '../signing.js';
import { monthBefore, type WorkTown } from './town.js';

// What people, and towns that lie, do about work, its inspection and its settlement. They try everything in every state.

/** Somebody at a claimant's works on an award, or would like to. */
export function works(town: WorkTown, claimId: string, random: Random, time: number, fate: Fate): void {
  const now = town.now(time);
  const work = town.works.get(claimId);
  const claim = town.claimed.get(claimId);
  const awarded = claim?.status === 'CONFIRMED' ? claim.terms.minutes : 600;
  const left = awarded - (work?.acceptedMinutes ?? 0);
  const payable = work?.reworkPayableMinutes ?? 0;
  const deed: ClaimantDeed =
    random.next() < (work === undefined ? 0.8 : 0.1)
      ? { type: 'start' }
      : {
          ...{ type: 'deliver', note: random.pick(['', '全部です']) },
          minutes: random.pick([left, left, Math.ceil(left / 2), 120, left + 1]),
          reworkMinutes: random.pick([0, 0, payable, Math.floor(payable / 2), payable + 1]),
        };
  town.transact(fate, () => town.workDoes(claimId, deed, now));
}

/** Somebody at a publisher's inspects what is delivered. */
export function inspects(town: WorkTown, claimId: string, random: Random, time: number, fate: Fate): void {
  const now = town.now(time);
  const open = town.works.get(claimId)?.deliveries.at(-1);
  const number = (open?.number ?? 1) + (random.next() < 0.1 ? 1 : 0);
  const minutes = open?.minutes ?? 60;
  const deed: PublisherDeed =
    random.next() < 0.6
      ? { type: 'accept', number, minutes: random.pick([minutes, minutes, Math.ceil(minutes / 2), minutes + 1]) }
      : { type: 'reject', number, reason: `z${random.between(1, 9)}`, cause: random.pick(reworkCauses) };
  town.transact(fate, () => town.workDoes(claimId, deed, now));
}

/** Somebody does something about the settlement of a month with a peer. */
export function settles(
  town: WorkTown,
  peer: WorkTown,
  { random, time, fate, calm }: { random: Random; time: number; fate: Fate; calm: number },
): void {
  const now = town.now(time);
  const key = someMonth(town, peer, random, now);
  const kept = town.settlements.get(key.id);
  const stated = kept !== undefined && 'statement' in kept ? kept : undefined;
  const sign = (hash: string): string => signatureOf(town.code, hash);
  const says = (type: 'state' | 'adjust'): boolean => {
    const version = type === 'state' ? 1 : (stated?.statement.version ?? 0) + 1;
    const statement = town.reckons(key, version, someAdjustments(town, key, random));
    if (statement === undefined) return false;
    const statementHash = hashOf(statement);
    return town.settlementDoes(key, { type, statement, statementHash, signature: sign(statementHash) }, now);
  };
  const owed = stated?.statement.payment.yen ?? 0;
  const deeds = {
    state: () => says('state'),
    adjust: () => says('adjust'),
    confirm: () =>
      town.settlementDoes(
        key,
        {
          type: 'confirm',
          ownHash: stated && town.ownHash(key, stated.statement),
          signature: sign(stated?.statementHash ?? ''),
        },
        now,
      ),
    dispute: () => town.settlementDoes(key, { type: 'dispute', reason: `y${random.between(1, 9)}` }, now),
    pay: () => {
      const [paidOn, yen] = [
        addDays(dateInTokyo(now), random.pick([0, 0, -1, 1])),
        random.pick([owed, owed, owed + 1]),
      ];
      return town.settlementDoes(key, { type: 'record-payment', paidOn, yen }, now);
    },
  };
  const sensible: Readonly<Record<Settlement['status'] | 'NONE', keyof typeof deeds>> = {
    ...{
      NONE: 'state',
      CUT_OFF: 'state',
      STATED: random.pick(['confirm', 'dispute', 'dispute']),
      DISPUTED: 'adjust',
      ADJUSTED: random.pick(['confirm', 'dispute']),
    },
    ...{ CONFIRMED: 'pay', PAID: 'pay' },
  };
  const any = ['state', 'adjust', 'confirm', 'dispute', 'pay'] as const;
  const status = kept?.status ?? 'NONE';
  // What has no place in a state comes to nothing, however often it is tried.
  if (calm === 0) for (const deed of outOfPlace[status]) town.transact(fate, deeds[deed]);
  town.transact(fate, deeds[random.next() < calm ? sensible[status] : random.pick(any)]);
}

const outOfPlace: Readonly<
  Record<Settlement['status'] | 'NONE', readonly ('state' | 'adjust' | 'confirm' | 'dispute' | 'pay')[]>
> = {
  NONE: ['adjust', 'confirm', 'dispute', 'pay'],
  CUT_OFF: ['adjust', 'confirm', 'dispute', 'pay'],
  STATED: ['state', 'adjust', 'pay'],
  DISPUTED: ['state', 'confirm', 'dispute', 'pay'],
  ADJUSTED: ['state', 'adjust', 'pay'],
  CONFIRMED: ['state', 'adjust', 'confirm', 'dispute'],
  PAID: ['state', 'adjust', 'confirm', 'dispute', 'pay'],
};

/** A month between two towns: mostly the last one, or one that is kept already. */
function someMonth(town: WorkTown, peer: WorkTown, random: Random, now: Instant): SettlementKey {
  const last = settlementOf(town.code, peer.code, monthBefore(now));
  if (random.next() < 0.08) return settlementOf(town.code, peer.code, monthOfDate(dateInTokyo(now)));
  const kept = [...town.settlements.values()].filter(
    ({ stater, other }) => stater === last.stater && other === last.other,
  );
  const lively = kept.filter(({ status }) => !['CUT_OFF', 'CONFIRMED', 'STATED'].includes(status));
  const one = anyOf(random, random.next() < 0.6 && lively.length > 0 ? lively : kept);
  return one === undefined || random.next() < 0.25 ? last : settlementOf(town.code, peer.code, one.period);
}

function someAdjustments(town: WorkTown, key: SettlementKey, random: Random): Adjustment[] {
  if (random.next() < 0.7) return [];
  const line = anyOf(random, linesOfWork(town.worksWith(key)));
  if (line === undefined) return [];
  return [{ lineId: line.id, minutes: random.pick([-30, -line.minutes, 10]), reason: '数え直し' }];
}

/** A town says of work what is not true, or is not its to say. Nobody may believe it. */
export function liesAboutWork(liar: WorkTown, victim: WorkTown, claimId: string, now: Instant): void {
  const claim = victim.claimOf(claimId);
  if (claim === undefined) return;
  const work = victim.works.get(claimId);
  const open = work?.deliveries.at(-1);
  const about = <T extends TradeMessageType>(type: T, payload: Omit<TradeMessages[T], 'claimId'>): Tell =>
    tell(victim.code, claimId, type, { claimId, ...payload } as TradeMessages[T]);
  const [today, termsHash] = [dateInTokyo(now), 'termsHash' in claim ? claim.termsHash : ''];
  const [number, minutes] = [open?.number ?? 1, open?.minutes ?? 60];
  const delivered = { reworkMinutes: 0, note: '', deliveredOn: today, termsHash };
  const isParty = liar.code === claim.claimant || liar.code === claim.publisher;
  const before = addDays(today, -400);
  const toClaimant = isParty
    ? [
        about('delivery.accepted', { number, minutes: 99_999, acceptedOn: today }),
        about('delivery.accepted', { number: number + 50, minutes, acceptedOn: today }),
        about('delivery.accepted', { number, minutes, acceptedOn: before }),
        about('delivery.rejected', { number, reason: 'x', cause: 'WEATHER' as never, rejectedOn: today }),
        about('delivery.rejected', { number: number + 50, reason: 'x', cause: 'CLIENT', rejectedOn: today }),
        about('delivery.returned', { number: number + 50, reason: 'x' }),
      ]
    : [
        about('delivery.accepted', { number, minutes, acceptedOn: today }),
        about('delivery.rejected', { number, reason: 'x', cause: 'CLIENT', rejectedOn: today }),
        about('delivery.returned', { number, reason: 'x' }),
      ];
  const toPublisher = isParty
    ? [
        about('work.delivered', { ...delivered, number: number + 50, minutes: 60 }),
        about('work.delivered', { ...delivered, number: number + 51, minutes: 99_999 }),
        about('work.started', { startedOn: 'today' as never }),
      ]
    : [
        about('work.started', { startedOn: today }),
        about('work.delivered', { ...delivered, number: (work?.deliveries.length ?? 0) + 1, minutes: 60 }),
      ];
  const lies = victim.code === claim.claimant ? toClaimant : toPublisher;
  liar.transact('WELL', () => {
    for (const lie of lies) liar.tell(lie, now);
    return true;
  });
}

/** The same about a settlement of the victim with one of its peers. */
export function liesAboutSettlement(
  liar: WorkTown,
  victim: WorkTown,
  peer: WorkTown,
  random: Random,
  now: Instant,
): void {
  const key = someMonth(victim, peer, random, now);
  const { id: settlementId } = key;
  const kept = victim.settlements.get(settlementId);
  const stated = kept !== undefined && 'statement' in kept ? kept : undefined;
  const about = <T extends TradeMessageType>(type: T, payload: TradeMessages[T]): Tell =>
    tell(victim.code, settlementId, type, payload);
  const mine = (hash: string): string => signatureOf(liar.code, hash);
  const statement = statementOf(key, (stated?.statement.version ?? 0) + 1, []);
  const signed = { statement, statementHash: hashOf(statement), signature: mine(hashOf(statement)) };
  const statementHash = stated?.statementHash ?? 'no hash';
  const [paidOn, yen] = [dateInTokyo(now), stated?.statement.payment.yen ?? 0];
  const isParty = liar === peer;
  const isPayee = stated?.statement.payment.to === liar.code;
  const lies = isParty
    ? [
        about('settlement.stated', { ...signed, signature: 'nobody' }),
        about('settlement.adjusted', { ...signed, signature: 'nobody' }),
        about('settlement.confirmed', { settlementId, statementHash, signature: 'nobody' }),
        about('settlement.confirmed', { settlementId, statementHash: 'no hash', signature: mine('no hash') }),
        about('settlement.disputed', { settlementId, statementHash: 'no hash', reason: 'x' }),
        about('settlement.paid', { settlementId, statementHash: isPayee ? 'no hash' : statementHash, paidOn, yen }),
      ]
    : [
        about('settlement.stated', signed),
        about('settlement.adjusted', signed),
        about('settlement.confirmed', { settlementId, statementHash, signature: mine(statementHash) }),
        about('settlement.disputed', { settlementId, statementHash, reason: 'x' }),
        about('settlement.paid', { settlementId, statementHash, paidOn, yen }),
      ];
  // Each is for one of the two; what is the other's to say is no lie that the victim could believe.
  const said = lies.filter(
    ({ type }) => toStater.has(type) === (victim.code === key.stater) || type === 'settlement.paid',
  );
  liar.transact('WELL', () => {
    for (const lie of said) liar.tell(lie, now);
    return true;
  });
}
const toStater = new Set<string>(['settlement.confirmed', 'settlement.disputed']);
