import { Injectable } from '@nestjs/common';
import type { MunicipalityCode } from '#domain/municipality/code';
import { keysNotRevoked, memberOf } from '#domain/federation/federation';
import type { ClaimantMessage } from '#domain/trade/claimant';
import type { TradeMessages, TradeMessageType } from '#domain/trade/messages';
import type { PublisherMessage } from '#domain/trade/publisher';
import { holdEnds, isSurplusOrder } from '#domain/trade/surplus-order';
import { hashOf, sign, verify } from '#messages/signing';
import { inTransaction } from '#mongo/transaction';
import { Clock } from '#service/clock';
import { Post } from '../post/post.service.js';
import { Towns, type Town } from '../towns/towns.service.js';
import { ClaimStore } from './claim.store.js';
import { TradeDesk } from './desk.service.js';
import { orderRecordOf, SurplusOrderStore } from './surplus-order.store.js';
import { termsSignature } from './trading.service.js';

const withTerms: ReadonlySet<TradeMessageType> = new Set(['claim.awarded', 'amendment.proposed']);
const withSignature: ReadonlySet<TradeMessageType> = new Set([
  ...(['claim.awarded', 'award.confirmed', 'amendment.accepted', 'amendment.in-force'] as const),
]);

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
    const genuine = await this.isGenuine(type, from, payload);
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
    const genuine = await this.isGenuine(type, from, payload);
    const message = { type, from, payload, genuine } as ClaimantMessage;
    await this.desk.claimantDoes(town, claimId, await this.answered(town, claimId, message));
  }

  /** A publisher's yes to an amendment of this town's, with what it takes to put it into force: a signature, and nothing in the way. */
  private async answered(town: Town, claimId: string, message: ClaimantMessage): Promise<ClaimantMessage> {
    if (message.type !== 'amendment.accepted') return message;
    const { termsHash } = message.payload;
    const countersignature = await sign({ termsHash }, town.key, termsSignature);
    return { ...message, countersignature, obstacles: await this.desk.againstAmendment(town, claimId) };
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
    for (const claim of await new ClaimStore(town.database).amendmentsDue(town.code, now)) {
      await inTransaction(town.database, () => this.desk.claimantDoes(town, claim._id, { type: 'time' }));
    }
    for (const surplusOrder of await new SurplusOrderStore(town.database).overdue(town.code, now)) {
      await inTransaction(town.database, () => this.desk.orderDoes(town, surplusOrder._id, { type: 'time' }));
    }
    await this.post.hurry(town);
  }

  /**
   * Whether a message brings the terms and the signature that its type has to, terms have the hash it names, and the peer's signature is
   * under that hash; true where there is nothing to check.
   */
  private async isGenuine(type: TradeMessageType, from: MunicipalityCode, payload: object): Promise<boolean> {
    const { terms, termsHash, signature } = payload as Readonly<Record<string, unknown>>;
    if (withTerms.has(type) && (typeof terms !== 'object' || terms === null || hashOf(terms) !== termsHash))
      return false;
    if (signature === undefined) return !withSignature.has(type);
    return (
      typeof signature === 'string' &&
      typeof termsHash === 'string' &&
      (await this.signedBy(from, signature, termsHash))
    );
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
