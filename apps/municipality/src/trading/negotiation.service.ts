import { Injectable } from '@nestjs/common';
import type { Decision } from '#domain/refusals/decision';
import { accept } from '#domain/refusals/decision';
import { tidyText } from '#domain/text/text';
import type { WantedTerms } from '#domain/trade/offer';
import { Idempotency } from '../idempotency/idempotency.service.js';
import { Post } from '../post/post.service.js';
import type { Town } from '../towns/towns.service.js';
import { TradeDesk } from './desk.service.js';

interface AboutClaim {
  readonly claimId: string;
  readonly idempotencyKey: string;
}
interface AboutSurplusOrder {
  readonly surplusOrderId: string;
  readonly idempotencyKey: string;
}

/** 条件調整と取下げ: what the parties of a trade do besides awarding and confirming. */
@Injectable()
export class Negotiation {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly desk: TradeDesk,
    private readonly post: Post,
  ) {}

  /** Puts other terms on the table of a claim; either party, in answer to the other's. */
  counter(town: Town, input: AboutClaim & WantedTerms): Promise<Decision<{ claimId: string }>> {
    const { claimId, minutes, priceYen, earliest, due } = input;
    const event = { type: 'counter', offer: { minutes, priceYen, earliest, due } } as const;
    return this.once(town, 'counterClaim', input, { claimId }, () =>
      claimId.startsWith(`${town.code}-`)
        ? this.desk.claimantDoes(town, claimId, event)
        : this.desk.publisherDoes(town, claimId, event),
    );
  }

  /** The claimant claims on the terms of the publisher's counter-offer; its capacity is held for them. */
  accept(town: Town, input: AboutClaim): Promise<Decision<{ claimId: string }>> {
    const { claimId } = input;
    return this.once(town, 'acceptCounter', input, { claimId }, () =>
      this.desk.claimantDoes(town, claimId, { type: 'accept-counter' }),
    );
  }

  /** The publisher says no to a claim. */
  decline(town: Town, input: AboutClaim & { readonly reason: string }): Promise<Decision<{ claimId: string }>> {
    const { claimId, reason } = input;
    return this.once(town, 'declineClaim', input, { claimId }, () =>
      this.desk.publisherDoes(town, claimId, { type: 'decline', reason: tidyText(reason) }),
    );
  }

  /** The claimant takes its claim back, awarded or not, as long as it has not confirmed. */
  withdraw(town: Town, input: AboutClaim): Promise<Decision<{ claimId: string }>> {
    const { claimId } = input;
    return this.once(town, 'withdrawClaim', input, { claimId }, () =>
      this.desk.claimantDoes(town, claimId, { type: 'withdraw' }),
    );
  }

  /** The publisher takes a surplus order back of which nothing is awarded. */
  withdrawSurplusOrder(town: Town, input: AboutSurplusOrder): Promise<Decision<{ surplusOrderId: string }>> {
    const { surplusOrderId } = input;
    return this.once(town, 'withdrawSurplusOrder', input, { surplusOrderId }, () =>
      this.desk.orderDoes(town, surplusOrderId, { type: 'withdraw' }),
    );
  }

  /** The publisher cancels a surplus order of which something is awarded, and with it the awards. */
  cancelSurplusOrder(
    town: Town,
    input: AboutSurplusOrder & { readonly reason: string },
  ): Promise<Decision<{ surplusOrderId: string }>> {
    const { surplusOrderId, reason } = input;
    return this.once(town, 'cancelSurplusOrder', input, { surplusOrderId }, () =>
      this.desk.orderDoes(town, surplusOrderId, { type: 'cancel', reason: tidyText(reason) }),
    );
  }

  private async once<T extends object>(
    town: Town,
    operation: string,
    input: { readonly idempotencyKey: string },
    answer: T,
    act: () => Promise<Decision<undefined>>,
  ): Promise<Decision<T>> {
    const decision = await this.idempotency.once<T>(town, { operation, input }, async () => {
      const done = await act();
      return done.ok ? accept(answer) : done;
    });
    if (decision.ok) await this.post.hurry(town);
    return decision;
  }
}
