import { Injectable } from '@nestjs/common';
import type { IsoDate } from '#domain/calendar/date';
import { makeId } from '#domain/municipality/ids';
import type { DataClass } from '#domain/orders/data-class';
import {
  refusalsToAddLot,
  refusalsToAllocate,
  refusalsToCreateOrder,
  type NewLot,
  type NewOrder,
  type RecommissionConsent,
} from '#domain/orders/order';
import { accept, decide, refuse, type Decision } from '#domain/refusals/decision';
import type { SkillCode } from '#domain/skills/catalogue';
import { lowestLevel } from '#domain/skills/levels';
import type { LicenceCode } from '#domain/skills/licences';
import { tidyText } from '#domain/text/text';
import { hashOf } from '#messages/signing';
import { Clock } from '#service/clock';
import { newLocalId } from '#service/local-id';
import { Capacity, type Commitment } from '../capacity/capacity.service.js';
import { Idempotency } from '../idempotency/idempotency.service.js';
import type { Town } from '../towns/towns.service.js';
import { ClientStore } from './client.store.js';
import { LotStore, type LotRecord } from './lot.store.js';
import { OrderStore, type OrderRecord } from './order.store.js';

export type Lot = Omit<LotRecord, '_id'> & { readonly id: string };
export type Order = Omit<OrderRecord, '_id' | 'clientId'> & {
  readonly id: string;
  readonly clientName: string;
  readonly lots: readonly Lot[];
};

/** Work of another town that this one has been awarded. */
export interface AwardedWork {
  readonly claimId: string;
  readonly title: string;
  readonly skill: SkillCode;
  readonly level: number;
  readonly licences: readonly LicenceCode[];
  readonly minutes: number;
  readonly earliest: IsoDate;
  readonly due: IsoDate;
  readonly dataClass: DataClass;
}

interface Keyed {
  readonly idempotencyKey: string;
}

/** Minutes of a lot that nobody does yet: neither committed at home nor confirmed by another town. */
export function uncoveredMinutes({ minutes, ownMinutes, sentMinutes }: Lot): number {
  return minutes - ownMinutes - sentMinutes;
}

/** 案件とロット: what the town has promised its clients, and who does it. */
@Injectable()
export class Orders {
  constructor(
    private readonly clock: Clock,
    private readonly idempotency: Idempotency,
    private readonly capacity: Capacity,
  ) {}

  createOrder(
    town: Town,
    input: NewOrder & Keyed & { readonly recommissionConsent: RecommissionConsent },
  ): Promise<Decision<{ id: string }>> {
    return this.idempotency.once(town, { operation: 'createOrder', input }, async () => {
      const decision = decide(refusalsToCreateOrder(input), () => ({ id: makeId(town.code, 'order', newLocalId()) }));
      if (!decision.ok) return decision;
      await new OrderStore(town.database).insert({
        _id: decision.value.id,
        clientId: await this.clientId(town, tidyText(input.clientName)),
        title: tidyText(input.title),
        recommissionConsent: input.recommissionConsent,
        contractYen: input.contractYen ?? null,
        minutes: input.minutes ?? null,
        lotMinutes: 0,
        status: 'ACCEPTED',
        createdAt: new Date(this.clock.now()),
      });
      return decision;
    });
  }

  addLot(
    town: Town,
    input: NewLot & Keyed & { readonly orderId: string; readonly dataClass: DataClass },
  ): Promise<Decision<{ id: string }>> {
    return this.idempotency.once(town, { operation: 'addLot', input }, async () => {
      const orders = new OrderStore(town.database);
      const order = await orders.find(input.orderId);
      if (order === null) return refuse('ORDER_UNKNOWN', { field: 'orderId' });
      const unassigned = order.minutes === null ? undefined : order.minutes - order.lotMinutes;
      const decision = decide(refusalsToAddLot(input, unassigned), () => ({
        id: makeId(town.code, 'lot', newLocalId()),
      }));
      if (!decision.ok) return decision;
      // Two lots at once both write the order, so one of them conflicts and looks again at what is left.
      await orders.addLotMinutes(order._id, input.minutes);
      await new LotStore(town.database).insert({
        _id: decision.value.id,
        orderId: order._id,
        claimId: null,
        title: tidyText(input.title),
        skill: input.skill as SkillCode,
        level: input.level ?? lowestLevel,
        licences: [...new Set(input.licences ?? [])] as LicenceCode[],
        minutes: input.minutes,
        openMinutes: input.minutes,
        ownMinutes: 0,
        sentMinutes: 0,
        earliest: input.earliest,
        due: input.due,
        dataClass: input.dataClass,
      });
      return decision;
    });
  }

  /** Commits the town's own capacity to part of a lot. */
  commitCapacity(
    town: Town,
    input: Keyed & { readonly lotId: string; readonly minutes: number },
  ): Promise<Decision<Commitment>> {
    return this.idempotency.once(town, { operation: 'commitCapacity', input }, async () => {
      const lot = await new LotStore(town.database).find(input.lotId);
      if (lot === null) return refuse('LOT_UNKNOWN', { field: 'lotId' });
      const allocated = await this.allocate(town, lot._id, input.minutes);
      if (!allocated.ok) return allocated;
      await new LotStore(town.database).addOwn(lot._id, input.minutes);
      return this.capacity.commit(town, {
        kind: 'FIRM',
        purpose: 'LOT',
        purposeId: lot._id,
        skill: lot.skill,
        level: lot.level,
        dataClass: lot.dataClass,
        licences: lot.licences,
        minutes: input.minutes,
        earliest: lot.earliest,
        due: lot.due,
      });
    });
  }

  /** Takes minutes of a lot that nobody has yet (I-1). Joins the caller's transaction. */
  async allocate(town: Town, lotId: string, minutes: number): Promise<Decision<undefined>> {
    const lots = new LotStore(town.database);
    const openMinutes = (await lots.find(lotId))?.openMinutes ?? 0;
    const decision = decide(refusalsToAllocate(minutes, openMinutes), () => undefined);
    if (!decision.ok) return decision;
    const taken = await lots.allocate(lotId, minutes);
    return taken ? accept(undefined) : refuse('LOT_MINUTES_EXCEEDED', { field: 'minutes', asked: minutes, atMost: 0 });
  }

  /** Returns minutes that nobody claimed. Joins the caller's transaction. */
  async giveBack(town: Town, lotId: string, minutes: number): Promise<void> {
    await new LotStore(town.database).giveBack(lotId, minutes);
  }

  /** Notes that another town has confirmed minutes of a lot; fewer than nothing where it does them no longer. Joins the caller's transaction. */
  async noteSent(town: Town, lotId: string, minutes: number): Promise<void> {
    await new LotStore(town.database).addSent(lotId, minutes);
  }

  /** Takes down work awarded by another town as a lot of this one; all of its minutes are committed. Joins the caller's transaction. */
  async addAwardedLot(town: Town, id: string, work: AwardedWork): Promise<void> {
    await new LotStore(town.database).insert({
      _id: id,
      orderId: null,
      openMinutes: 0,
      ownMinutes: work.minutes,
      sentMinutes: 0,
      ...work,
      licences: [...work.licences],
    });
  }

  /** Gives an awarded lot the minutes and days of an amendment; all of its minutes are committed. Joins the caller's transaction. */
  async changeAwardedLot(
    town: Town,
    lotId: string,
    { minutes, earliest, due }: Pick<AwardedWork, 'minutes' | 'earliest' | 'due'>,
  ): Promise<void> {
    await new LotStore(town.database).changeAwarded(lotId, { minutes, ownMinutes: minutes, earliest, due });
  }

  /** Takes back a lot whose award never came into force, or is cancelled. Joins the caller's transaction. */
  async removeAwardedLot(town: Town, lotId: string): Promise<void> {
    await new LotStore(town.database).removeAwarded(lotId);
  }

  /** A lot, with the consent of the order it belongs to (undefined for awarded work). */
  async lot(town: Town, id: string): Promise<{ lot: Lot; consent?: RecommissionConsent } | undefined> {
    const record = await new LotStore(town.database).find(id);
    if (record === null) return undefined;
    const order = record.orderId === null ? null : await new OrderStore(town.database).find(record.orderId);
    return { lot: lotOf(record), ...(order === null ? {} : { consent: order.recommissionConsent }) };
  }

  async order(town: Town, id: string): Promise<Order | undefined> {
    const record = await new OrderStore(town.database).find(id);
    return record === null ? undefined : (await this.withLots(town, [record]))[0];
  }

  /** One page of the town's orders by id, and how many there are in all. */
  async orders(
    town: Town,
    first: number,
    after: string | undefined,
  ): Promise<{ orders: Order[]; more: boolean; total: number }> {
    const store = new OrderStore(town.database);
    const [found, total] = await Promise.all([store.page(first + 1, after), store.count()]);
    return { orders: await this.withLots(town, found.slice(0, first)), more: found.length > first, total };
  }

  /** Lots due on a day or later. */
  async lotsDueFrom(town: Town, date: IsoDate): Promise<Lot[]> {
    return (await new LotStore(town.database).dueFrom(date)).map(lotOf);
  }

  private async withLots(town: Town, records: readonly OrderRecord[]): Promise<Order[]> {
    const [lots, clients] = await Promise.all([
      new LotStore(town.database).ofOrders(records.map(({ _id }) => _id)),
      new ClientStore(town.database).ofIds([...new Set(records.map(({ clientId }) => clientId))]),
    ]);
    const names = new Map(clients.map(({ _id, name }) => [_id, name]));
    return records.map(({ _id, clientId, ...rest }) => ({
      id: _id,
      ...rest,
      clientName: names.get(clientId) ?? '',
      lots: lots.filter(({ orderId }) => orderId === _id).map(lotOf),
    }));
  }

  /** A client is known by its name, so that two orders at once cannot make it twice. */
  private async clientId(town: Town, name: string): Promise<string> {
    const id = `${town.code}-client-${hashOf({ name }).slice(0, 16)}`;
    await new ClientStore(town.database).ensure({ _id: id, name });
    return id;
  }
}

function lotOf({ _id, ...rest }: LotRecord): Lot {
  return { id: _id, ...rest };
}
