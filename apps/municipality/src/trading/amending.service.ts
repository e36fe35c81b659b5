import { Injectable } from '@nestjs/common';
import { accept, refuse, type Decision } from '#domain/refusals/decision';
import { tidyText } from '#domain/text/text';
import { amendedTerms } from '#domain/trade/amendment';
import type { WantedTerms } from '#domain/trade/offer';
import { hashOf, sign } from '#messages/signing';
import { Clock } from '#service/clock';
import { Idempotency } from '../idempotency/idempotency.service.js';
import { Post } from '../post/post.service.js';
import type { Town } from '../towns/towns.service.js';
import { claimAtPublisher } from './claim-record.js';
import { ClaimStore, type ClaimRecord } from './claim.store.js';
import { TradeDesk } from './desk.service.js';
import { statementOf, SurplusOrderStore } from './surplus-order.store.js';
import { termsSignature } from './trading.service.js';

interface AboutClaim {
  readonly claimId: string;
  readonly idempotencyKey: string;
}
interface AboutAmendment extends AboutClaim {
  /** Which proposal is meant; whichever lies open where it is left out. */
  readonly termsHash?: string | null | undefined;
}

/** 変更契約: what the parties of an award in force do to change it. */
@Injectable()
export class Amending {
  constructor(
    private readonly clock: Clock,
    private readonly idempotency: Idempotency,
    private readonly desk: TradeDesk,
    private readonly post: Post,
  ) {}

  /** Proposes other terms in the place of those in force; either party. The publisher signs them with it. */
  propose(town: Town, input: AboutClaim & WantedTerms): Promise<Decision<{ claimId: string }>> {
    return this.once(town, 'proposeAmendment', input, async (record) => {
      const order = await new SurplusOrderStore(town.database).find(record.surplusOrderId);
      if (order === null) throw new Error(`claim ${record._id} on a surplus order that has gone`);
      const claim = claimAtPublisher(record);
      if (claim.status !== 'CONFIRMED')
        return refuse('CLAIM_NOT_AMENDABLE', { field: 'claimId', status: claim.status });
      const { minutes, priceYen, earliest, due } = input;
      const isClaimant = record.claimant === town.code;
      const by = isClaimant ? 'CLAIMANT' : 'PUBLISHER';
      const wanted = { minutes, priceYen, earliest, due };
      const terms = amendedTerms(claim, statementOf(order), by, wanted, this.clock.now());
      const termsHash = hashOf(terms);
      const obstacles = await this.desk.againstTerms(town, record, terms);
      const event = { type: 'propose-amendment', terms, termsHash, obstacles } as const;
      if (isClaimant) return this.desk.claimantDoes(town, record._id, event);
      const signature = await sign({ termsHash }, town.key, termsSignature);
      return this.desk.publisherDoes(town, record._id, { ...event, signature });
    });
  }

  /**
   * Agrees to the other party's proposal. The claimant's yes puts it into force; the publisher's is its signature, and the claimant's
   * service puts it into force if its workers still have the time.
   */
  accept(town: Town, input: AboutAmendment): Promise<Decision<{ claimId: string }>> {
    return this.once(town, 'acceptAmendment', input, async (record) => {
      const termsHash = record.amendment?.termsHash ?? '';
      const signature = await sign({ termsHash }, town.key, termsSignature);
      const obstacles = await this.desk.againstAmendment(town, record._id);
      return this.does(town, record, { type: 'accept-amendment', signature, obstacles });
    });
  }

  /** Says no to the other party's proposal; the terms in force stay. */
  decline(town: Town, input: AboutAmendment & { readonly reason: string }): Promise<Decision<{ claimId: string }>> {
    return this.once(town, 'declineAmendment', input, (record) =>
      this.does(town, record, { type: 'decline-amendment', reason: tidyText(input.reason) }),
    );
  }

  /** Takes the own proposal back. A publisher's stays open until the claimant says whether it had agreed before it heard. */
  withdraw(town: Town, input: AboutAmendment): Promise<Decision<{ claimId: string }>> {
    return this.once(town, 'withdrawAmendment', input, (record) =>
      this.does(town, record, { type: 'withdraw-amendment' }),
    );
  }

  private does(
    town: Town,
    { _id, claimant }: ClaimRecord,
    event: Parameters<TradeDesk['claimantDoes']>[2] & Parameters<TradeDesk['publisherDoes']>[2],
  ): Promise<Decision<undefined>> {
    return claimant === town.code
      ? this.desk.claimantDoes(town, _id, event)
      : this.desk.publisherDoes(town, _id, event);
  }

  private async once(
    town: Town,
    operation: string,
    input: AboutAmendment,
    act: (record: ClaimRecord) => Promise<Decision<undefined>>,
  ): Promise<Decision<{ claimId: string }>> {
    const { claimId, termsHash } = input;
    const decision = await this.idempotency.once(town, { operation, input }, async () => {
      const record = await new ClaimStore(town.database).find(claimId);
      if (record === null || (record.claimant !== town.code && record.publisher !== town.code))
        return refuse<{ claimId: string }>('CLAIM_UNKNOWN', { field: 'claimId' });
      if (record.status === 'CONFIRMED' && (termsHash ?? record.amendment?.termsHash) !== record.amendment?.termsHash)
        return refuse<{ claimId: string }>('AMENDMENT_NOT_OPEN', { field: 'termsHash' });
      const done = await act(record);
      return done.ok ? accept({ claimId }) : done;
    });
    if (decision.ok) await this.post.hurry(town);
    return decision;
  }
}
