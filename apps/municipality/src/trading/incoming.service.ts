import { Injectable } from '@nestjs/common';
import type { MunicipalityCode } from '#domain/municipality/code';
import { keysNotRevoked, memberOf } from '#domain/federation/federation';
import type { ClaimantMessage } from '#domain/trade/claimant';
import type { TradeMessages } from '#domain/trade/messages';
import type { PublisherMessage } from '#domain/trade/publisher';
import { holdEnds, isSurplusOrder } from '#domain/trade/surplus-order';
import { hashOf, verify } from '#messages/signing';
import { inTransaction } from '#mongo/transaction';
import { Clock } from '#service/clock';
import { Post } from '../post/post.service.js';
import { Towns, type Town } from '../towns/towns.service.js';
import { ClaimStore } from './claim.store.js';
import { TradeDesk } from './desk.service.js';
import { orderRecordOf, SurplusOrderStore } from './surplus-order.store.js';
import { termsSignature } from './trading.service.js';

/**
 * What this town does when a peer tells it something about a trade, and when a deadline passes. Runs in the transaction that takes
 * the message in; a message that does not fit the state is answered or ignored, never half-applied.
 */
@Injectable()
export class IncomingTrade {
  constructor(
    private readonly clock: Clock,
    private readonly towns: Towns,
    private readonly desk: TradeDesk,
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
    await new SurplusOrderStore(town.database).keepCopy(orderRecordOf(surplusOrder, null, holdEnds(surplusOrder)));
  }

  /** The publisher takes a claim down, or declines it at once where it can no longer be. */
  async claimSubmitted(town: Town, from: MunicipalityCode, payload: TradeMessages['claim.submitted']): Promise<void> {
    const event = { type: 'claim.submitted', from, payload, genuine: true } as const;
    await this.desk.claimArrives(town, from, payload.surplusOrderId, event);
  }

  /** What a claimant says about its claim on a surplus order of this town's. */
  async fromClaimant<T extends Exclude<PublisherMessage['type'], 'claim.submitted'>>(
    town: Town,
    type: T,
    from: MunicipalityCode,
    payload: TradeMessages[T],
  ): Promise<void> {
    const genuine = !('signature' in payload) || (await this.signedBy(from, payload.signature, payload.termsHash));
    await this.desk.publisherDoes(town, payload.claimId, { type, from, payload, genuine } as PublisherMessage);
  }

  /** What a publisher says about a claim of this town's. */
  async fromPublisher<T extends ClaimantMessage['type']>(
    town: Town,
    type: T,
    from: MunicipalityCode,
    payload: TradeMessages[T],
  ): Promise<void> {
    const claimId = 'claimId' in payload ? payload.claimId : payload.terms.claimId;
    const genuine = !('signature' in payload) || (await this.isAward(from, payload));
    await this.desk.claimantDoes(town, claimId, { type, from, payload, genuine } as ClaimantMessage);
  }

  /** Lets pass what nobody decided or confirmed in time. */
  async passDeadlines(town: Town): Promise<void> {
    const now = this.clock.now();
    for (const claim of await new ClaimStore(town.database).due(['AWARDED', 'SUBMITTED', 'COUNTERED'], now)) {
      await inTransaction(town.database, () =>
        claim.publisher === town.code
          ? this.desk.publisherDoes(town, claim._id, { type: 'time' })
          : this.desk.claimantDoes(town, claim._id, { type: 'time' }),
      );
    }
    for (const surplusOrder of await new SurplusOrderStore(town.database).overdue(town.code, now)) {
      await inTransaction(town.database, () => this.desk.orderDoes(town, surplusOrder._id, { type: 'time' }));
    }
    await this.post.hurry(town);
  }

  private async isAward(
    from: MunicipalityCode,
    { terms, termsHash, signature }: TradeMessages['claim.awarded'],
  ): Promise<boolean> {
    return hashOf(terms) === termsHash && (await this.signedBy(from, signature, termsHash));
  }

  private async signedBy(code: MunicipalityCode, signature: string, termsHash: string): Promise<boolean> {
    try {
      // A stranger has no keys, so that nothing of theirs verifies.
      const keys = keysNotRevoked(memberOf(this.towns.federation, code));
      const signed = (await verify(signature, keys, termsSignature)) as { termsHash?: unknown };
      return signed.termsHash === termsHash;
    } catch {
      return false; // An invalid signature is as good as none.
    }
  }
}
