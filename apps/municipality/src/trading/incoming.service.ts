import { Injectable } from '@nestjs/common';
import { hoursAfter } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import { confirmationInTime, refusalsToClaim, termsKeepToOrder } from '#domain/trade/claim';
import {
  awardsEnd,
  cursorOf,
  graceHours,
  holdEnds,
  isSurplusOrder,
  statusByAwards,
  type SurplusOrder,
} from '#domain/trade/surplus-order';
import { hashOf, verify } from '#messages/signing';
import { inTransaction } from '#mongo/transaction';
import { Clock } from '#service/clock';
import { Capacity } from '../capacity/capacity.service.js';
import { Orders } from '../orders/orders.service.js';
import { Post } from '../post/post.service.js';
import type { Town } from '../towns/towns.service.js';
import { ClaimStore, submittedClaim, type ClaimRecord } from './claim.store.js';
import type { TradeMessages } from './messages.js';
import { SurplusOrderStore } from './surplus-order.store.js';
import { surplusOrderOf, termsSignature, Trading } from './trading.service.js';

/**
 * What this town does when a peer tells it something about a trade, and when a deadline passes. Runs in the transaction that takes
 * the message in; a message that does not fit the state is answered or ignored, never half-applied.
 */
@Injectable()
export class IncomingTrade {
  constructor(
    private readonly clock: Clock,
    private readonly orders: Orders,
    private readonly capacity: Capacity,
    private readonly trading: Trading,
    private readonly post: Post,
  ) {}

  /** An addressee keeps the publisher's newest word. */
  async surplusOrderStated(
    town: Town,
    from: MunicipalityCode,
    { surplusOrder }: TradeMessages['surplus-order.stated'],
  ): Promise<void> {
    // Nobody speaks for another town, and nobody makes us keep what is no surplus order.
    if (
      !isSurplusOrder(surplusOrder) ||
      surplusOrder.publisher !== from ||
      !surplusOrder.addressees.includes(town.code)
    )
      return;
    await new SurplusOrderStore(town.database).keepCopy(copyOf(surplusOrder));
  }

  /** The publisher takes a claim down, or declines it at once where it can no longer be. */
  async claimSubmitted(
    town: Town,
    from: MunicipalityCode,
    { claimId, surplusOrderId, minutes }: TradeMessages['claim.submitted'],
  ): Promise<void> {
    const record = await new SurplusOrderStore(town.database).find(surplusOrderId);
    const mayClaim = record !== null && record.publisher === town.code && record.addressees.includes(from);
    const [obstacle] = mayClaim
      ? refusalsToClaim(surplusOrderOf(record), minutes, from, this.clock.now())
      : [{ code: 'SURPLUS_ORDER_UNKNOWN' }];
    if (record === null || obstacle !== undefined) {
      await this.trading.tell(town, from, claimId, 'claim.declined', {
        claimId,
        reason: obstacle?.code ?? 'SURPLUS_ORDER_UNKNOWN',
      });
      return;
    }
    await new ClaimStore(town.database).insert(
      submittedClaim({
        _id: claimId,
        surplusOrderId,
        claimant: from,
        publisher: town.code,
        minutes,
        submittedAt: new Date(this.clock.now()),
        lapsesAt: new Date(awardsEnd(record)),
      }),
    );
  }

  /** The claimant's hold is free again. */
  async claimDeclined(town: Town, from: MunicipalityCode, { claimId }: TradeMessages['claim.declined']): Promise<void> {
    const claim = await this.claimWith(town, claimId, { publisher: from });
    if (claim === undefined) return;
    if (await new ClaimStore(town.database).move(claimId, 'SUBMITTED', { status: 'DECLINED' }))
      await this.capacity.release(town, claimId);
  }

  /** The claimant has an award to confirm: it keeps the minutes awarded and lets the others go. */
  async claimAwarded(
    town: Town,
    from: MunicipalityCode,
    { terms, termsHash, signature }: TradeMessages['claim.awarded'],
  ): Promise<void> {
    const claim = await this.claimWith(town, terms.claimId, { publisher: from });
    if (
      claim === undefined ||
      hashOf(terms) !== termsHash ||
      terms.claimant !== town.code ||
      terms.minutes > claim.minutes
    )
      return;
    const surplusOrder = await new SurplusOrderStore(town.database).find(claim.surplusOrderId);
    // An award on other terms than were published is none: the claim stays open, and lapses.
    if (surplusOrder === null || !termsKeepToOrder(terms, surplusOrderOf(surplusOrder))) return;
    if (!(await this.signedBy(from, signature, termsHash))) return;
    const lapsesAt = hoursAfter(terms.hardExpiry, graceHours);
    const change = {
      minutes: terms.minutes,
      terms,
      termsHash,
      publisherSignature: signature,
      lapsesAt: new Date(lapsesAt),
    };
    const moved = await new ClaimStore(town.database).move(claim._id, 'SUBMITTED', { status: 'AWARDED', ...change });
    if (moved) await this.capacity.narrowHold(town, claim._id, terms.minutes, lapsesAt);
  }

  /** The publisher takes the claimant's signature until the hard expiry, and says so either way. */
  async awardConfirmed(
    town: Town,
    from: MunicipalityCode,
    { claimId, termsHash, signature }: TradeMessages['award.confirmed'],
  ): Promise<void> {
    const claim = await this.claimWith(town, claimId, { claimant: from });
    if (
      claim === undefined ||
      claim.terms === null ||
      claim.termsHash !== termsHash ||
      !(await this.signedBy(from, signature, termsHash))
    )
      return;
    const inTime = claim.status === 'AWARDED' && confirmationInTime(claim.terms, this.clock.now());
    if (!inTime) {
      await this.lapseAward(town, claim);
      return;
    }
    await new ClaimStore(town.database).move(claimId, 'AWARDED', { status: 'CONFIRMED', claimantSignature: signature });
    const surplusOrder = await new SurplusOrderStore(town.database).find(claim.surplusOrderId);
    const lotId = surplusOrder?.lotId ?? undefined;
    if (lotId !== undefined) await this.orders.noteSent(town, lotId, claim.minutes);
    await this.trading.tell(town, from, claimId, 'award.in-force', { claimId, termsHash });
  }

  /** The claimant knows now that its confirmation came in time. */
  async awardInForce(
    town: Town,
    from: MunicipalityCode,
    { claimId, termsHash }: TradeMessages['award.in-force'],
  ): Promise<void> {
    const claim = await this.claimWith(town, claimId, { publisher: from });
    if (claim?.termsHash !== termsHash) return;
    await new ClaimStore(town.database).move(claimId, 'CONFIRMED', { receiptPending: false });
  }

  /** The claimant was too late, or never confirmed: its minutes are free again. */
  async awardLapsed(town: Town, from: MunicipalityCode, { claimId }: TradeMessages['award.lapsed']): Promise<void> {
    const claim = await this.claimWith(town, claimId, { publisher: from });
    if (claim === undefined) return;
    const claims = new ClaimStore(town.database);
    const change = { status: 'LAPSED', receiptPending: false } as const;
    const pending = claim.status === 'CONFIRMED' && claim.receiptPending;
    if (claim.status !== 'AWARDED' && !pending) return; // In force, or over already.
    await claims.move(claimId, claim.status, change);
    await this.capacity.release(town, claim.lotId ?? claimId);
    if (claim.lotId !== null) await this.orders.removeAwardedLot(town, claim.lotId);
  }

  /** Lets pass what nobody decided or confirmed in time. */
  async passDeadlines(town: Town): Promise<void> {
    const now = this.clock.now();
    for (const claim of await new ClaimStore(town.database).due('AWARDED', now)) {
      // A claimant waits for its publisher's word; only the publisher's own clock ends an award.
      if (claim.publisher === town.code) await inTransaction(town.database, () => this.lapseAward(town, claim));
    }
    for (const claim of await new ClaimStore(town.database).due('SUBMITTED', now)) {
      await inTransaction(town.database, async () => {
        const lapsed = await new ClaimStore(town.database).move(claim._id, 'SUBMITTED', { status: 'LAPSED' });
        if (lapsed && claim.claimant === town.code) await this.capacity.release(town, claim._id);
      });
    }
    for (const surplusOrder of await new SurplusOrderStore(town.database).overdue(town.code, now)) {
      await inTransaction(town.database, () => this.closeSurplusOrder(town, surplusOrder._id));
    }
    await this.post.hurry(town);
  }

  /** Ends an award that was not confirmed in time and offers its minutes again. */
  private async lapseAward(town: Town, claim: ClaimRecord): Promise<void> {
    if (await new ClaimStore(town.database).move(claim._id, 'AWARDED', { status: 'LAPSED' })) {
      const store = new SurplusOrderStore(town.database);
      const record = await store.find(claim.surplusOrderId);
      if (record !== null) {
        const left = { minutes: record.minutes, awardedMinutes: record.awardedMinutes - claim.minutes };
        const change = { ...left, status: statusByAwards(left) };
        await store.changeAwards(record, change);
        await this.trading.state(town, { ...record, ...change });
      }
    }
    await this.trading.tell(town, claim.claimant, claim._id, 'award.lapsed', { claimId: claim._id });
  }

  /** Closes a surplus order whose time has passed; what nobody took goes back to its lot. */
  private async closeSurplusOrder(town: Town, id: string): Promise<void> {
    const store = new SurplusOrderStore(town.database);
    const record = await store.find(id);
    if (record === null || !['POSTED', 'PARTLY_AWARDED'].includes(record.status)) return;
    const left = record.minutes - record.awardedMinutes;
    const change =
      record.awardedMinutes === 0
        ? { minutes: record.minutes, awardedMinutes: 0, status: 'EXPIRED' as const }
        : { minutes: record.awardedMinutes, awardedMinutes: record.awardedMinutes, status: 'FULLY_AWARDED' as const };
    await store.changeAwards(record, change);
    if (record.lotId !== null) await this.orders.giveBack(town, record.lotId, left);
    await this.trading.state(town, { ...record, ...change });
  }

  private async claimWith(
    town: Town,
    claimId: string,
    party: { readonly publisher?: MunicipalityCode; readonly claimant?: MunicipalityCode },
  ): Promise<ClaimRecord | undefined> {
    const claim = await new ClaimStore(town.database).find(claimId);
    if (claim === null) return undefined;
    const isParty =
      claim.publisher === (party.publisher ?? claim.publisher) && claim.claimant === (party.claimant ?? claim.claimant);
    return isParty ? claim : undefined;
  }

  private async signedBy(code: MunicipalityCode, signature: string, termsHash: string): Promise<boolean> {
    try {
      const signed = (await verify(signature, this.trading.keysOf(code), termsSignature)) as { termsHash?: unknown };
      return signed.termsHash === termsHash;
    } catch {
      return false; // An invalid signature is as good as none.
    }
  }
}

/** An addressee's copy; its lot stays unknown. */
function copyOf({ id, addressees, licences, ...rest }: SurplusOrder): Parameters<SurplusOrderStore['keepCopy']>[0] {
  return {
    _id: id,
    ...rest,
    addressees: [...addressees],
    licences: [...licences],
    lotId: null,
    cursor: cursorOf({ id, claimBy: rest.claimBy }),
    awardsEndAt: new Date(holdEnds(rest)),
  };
}
