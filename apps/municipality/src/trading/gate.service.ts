import { Inject, Injectable } from '@nestjs/common';
import type { MunicipalityCode } from '#domain/municipality/code';
import { accept, decide, refuse, type Decision, type Refusal } from '#domain/refusals/decision';

import { refusalsToClaim } from '#domain/trade/claim';
import { leastOf, refusalsOfOpenDraft, type SurplusOrderDraft } from '#domain/trade/draft';
import { refusalsOfPriceFloor, refusalsToDeal } from '#domain/trade/gate';
import { firstOffer } from '#domain/trade/offer';
import { workOf } from '#domain/trade/terms-work';
import { addresseesOf, refusalsToPublish, type PublishingFacts } from '#domain/trade/publishing';
import { ofOrder } from '#domain/trade/published-order';
import { holdEnds, isOpen, type SurplusOrder } from '#domain/trade/surplus-order';
import { Clock } from '#service/clock';
import { Capacity } from '../capacity/capacity.service.js';
import { Orders, type Lot } from '../orders/orders.service.js';
import { HOSTED_CODES, Towns, type Town } from '../towns/towns.service.js';
import { claimAtPublisher } from './claim-record.js';
import { ClaimStore } from './claim.store.js';
import { priceFloorYenPerHour } from './settings.js';
import { statementOf, SurplusOrderStore } from './surplus-order.store.js';

/** What somebody wants to publish. */
export interface Publishing {
  readonly lotId: string;
  readonly minutes: PublishingFacts['minutes'];
  readonly claimBy: PublishingFacts['claimBy'];
  readonly priceYen: PublishingFacts['priceYen'];
  readonly minSliceMinutes: PublishingFacts['minSliceMinutes'];
  readonly addressees?: readonly MunicipalityCode[] | null | undefined;
  /** Days of the work; all of the lot's unless told. */
  readonly days?: PublishingFacts['days'] | undefined;
}

/** What somebody wants to claim. */
export interface Claiming {
  readonly surplusOrderId: string;
  readonly minutes: number;
}

/** 公開と引受の関門: whether law, agreements and what is left let a trade go on today. Asks, and writes nothing. */
@Injectable()
export class Gate {
  private readonly floors: ReadonlyMap<MunicipalityCode, number>;

  constructor(
    private readonly clock: Clock,
    private readonly towns: Towns,
    private readonly orders: Orders,
    private readonly capacity: Capacity,
    @Inject(HOSTED_CODES) codes: readonly MunicipalityCode[],
  ) {
    this.floors = new Map(codes.map((code) => [code, priceFloorYenPerHour(code)]));
  }

  /**
   * The lot and who would receive its minutes, or everything that stands in the way of publishing them.
   * @param splitMinutes minutes that a surplus order of the lot would give up for it
   */
  async toPublish(
    town: Town,
    asked: Publishing,
    splitMinutes = 0,
  ): Promise<Decision<{ lot: Lot; addressees: MunicipalityCode[] }>> {
    const found = await this.orders.lot(town, asked.lotId);
    if (found === undefined) return refuse('LOT_UNKNOWN', { field: 'lotId' });
    const { lot, consent } = found;
    const facts: PublishingFacts = {
      ...{ publisher: town.code, federation: this.towns.federation, today: this.clock.today() },
      awarded: lot.claimId !== null,
      consent: consent ?? 'ALLOWED', // Awarded work has no client here; it is refused for that, not for lack of consent.
      ...{ skill: lot.skill, openMinutes: lot.openMinutes + splitMinutes, dataClass: lot.dataClass },
      ...{ earliest: lot.earliest, due: lot.due, days: asked.days ?? null },
      ...{ minutes: asked.minutes, claimBy: asked.claimBy, priceYen: asked.priceYen },
      ...{ floorYenPerHour: this.floorOf(town), minSliceMinutes: asked.minSliceMinutes },
      addressees: asked.addressees ?? null,
    };
    return decide(refusalsToPublish(facts), () => ({ lot, addressees: addresseesOf(facts) }));
  }

  /** The surplus order, or that this town does not know it. */
  async known(town: Town, surplusOrderId: string): Promise<Decision<SurplusOrder>> {
    const record = await new SurplusOrderStore(town.database).find(surplusOrderId);
    return record === null ? refuse('SURPLUS_ORDER_UNKNOWN', { field: 'surplusOrderId' }) : accept(statementOf(record));
  }

  /** What law and the town's own price floor have against its claiming a part of a surplus order today. */
  againstClaiming(town: Town, order: SurplusOrder): Refusal[] {
    return [
      ...this.againstDealing(town, order, town.code, 'surplusOrderId'),
      ...refusalsOfPriceFloor(order, this.floorOf(town), 'surplusOrderId'),
    ];
  }

  /**
   * What law has against work going from a surplus order's publisher to a town today, asked by this one, which is either of the two.
   * @param field the input field that named the work
   */
  againstDealing(town: Town, order: SurplusOrder, claimant: MunicipalityCode, field: string): Refusal[] {
    const { publisher, skill, dataClass } = order;
    const dealing = { federation: this.towns.federation, today: this.clock.today() };
    return refusalsToDeal(
      { ...dealing, publisher, claimant, skill, dataClass },
      town.code === publisher ? 'publisher' : 'claimant',
      field,
    );
  }

  /** Everything that stands in the way of publishing, and who would receive it. */
  async checkPublish(
    town: Town,
    asked: Publishing,
    splitMinutes = 0,
  ): Promise<{ obstacles: readonly Refusal[]; addressees: readonly MunicipalityCode[] }> {
    const decision = await this.toPublish(town, asked, splitMinutes);
    return decision.ok
      ? { obstacles: [], addressees: decision.value.addressees }
      : { obstacles: decision.refusals, addressees: [] };
  }

  /** Everything that stands in the way of publishing a draft, however what it leaves open is filled in; and that. */
  async checkDraft(
    town: Town,
    draft: SurplusOrderDraft,
  ): Promise<{ obstacles: readonly Refusal[]; addressees: readonly MunicipalityCode[] }> {
    const open = refusalsOfOpenDraft(draft);
    const least = leastOf(draft, { today: this.clock.today(), floorYenPerHour: this.floorOf(town) });
    const split = await this.toSplit(town, draft.splitFrom, least.minutes);
    const given = split.ok ? split.value : 0;
    const { obstacles, addressees } = await this.checkPublish(town, { lotId: draft.lotId, ...least }, given);
    const ofSplit = split.ok ? [] : split.refusals;
    return { obstacles: [...open, ...ofSplit, ...obstacles], addressees: open.length > 0 ? [] : addressees };
  }

  /**
   * Minutes that a surplus order would give up for a draft: 0 where it is over, since what it had is open in its lot again; or why it gives
   * up none.
   */
  async toSplit(town: Town, surplusOrderId: string | null, minutes: number): Promise<Decision<number>> {
    const record = surplusOrderId === null ? null : await new SurplusOrderStore(town.database).find(surplusOrderId);
    if (record === null || !isOpen(record.status)) return accept(0);
    const claims = (await new ClaimStore(town.database).ofSurplusOrders([record._id])).map(claimAtPublisher);
    const split = ofOrder({ order: statementOf(record), claims }, { type: 'split', minutes }, this.clock.now());
    return split.ok ? accept(minutes) : split;
  }

  /** Everything that stands in the way of a claim, the town's free capacity included, by the same checks as the claim itself. */
  async checkClaim(town: Town, { surplusOrderId, minutes }: Claiming): Promise<readonly Refusal[]> {
    const known = await this.known(town, surplusOrderId);
    if (!known.ok) return known.refusals;
    const order = known.value;
    const ofOrder = refusalsToClaim(order, minutes, town.code, this.clock.now());
    if (order.publisher === town.code) return ofOrder;
    const { title: _, ...wanted } = workOf(order, firstOffer(order, minutes));
    const hold = { kind: 'HOLD', purpose: 'CLAIM', purposeId: '', expiresAt: holdEnds(order), ...wanted } as const;
    return [
      ...ofOrder,
      ...this.againstClaiming(town, order),
      ...(minutes < 1 ? [] : await this.capacity.refusalsToCommit(town, hold)),
    ];
  }

  private floorOf({ code }: Town): number {
    return this.floors.get(code) ?? 0;
  }
}
