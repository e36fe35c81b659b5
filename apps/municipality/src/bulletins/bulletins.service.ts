import { Injectable } from '@nestjs/common';
import type { CapacityBulletin } from '#domain/bulletins/bulletin';
import { dateInTokyo, hoursAfter, type IsoDate } from '#domain/calendar/date';
import {
  firstDayOfFiscalYear,
  monthOfDate,
  monthsFrom,
  monthsOfFiscalYear,
  type IsoMonth,
} from '#domain/calendar/month';
import { spreadByMonth, type MonthlyWorkload } from '#domain/capacity/workload';
import { dataClasses } from '#domain/orders/data-class';
import { lowestLevel } from '#domain/skills/levels';
import { sign } from '#messages/signing';
import { Clock } from '#service/clock';
import { Capacity } from '../capacity/capacity.service.js';
import { Orders, uncoveredMinutes } from '../orders/orders.service.js';
import type { Town } from '../towns/towns.service.js';
import { Trading } from '../trading/trading.service.js';

/** Type of the signature under a bulletin of the workload. */
export const bulletinSignature = 'yui-workload-bulletin';

/** Type of the signature under a bulletin of free capacity. */
export const capacityBulletinSignature = 'yui-capacity-bulletin';

/** A bulletin of free capacity covers this month and those that follow, so many in all. */
const monthsAhead = 18;
const validHours = 24;

/** 公示: what the town tells everyone about its workload, signed, without a word about any one person. */
@Injectable()
export class Bulletins {
  constructor(
    private readonly clock: Clock,
    private readonly capacity: Capacity,
    private readonly orders: Orders,
    private readonly trading: Trading,
  ) {}

  /** The town's workload of a fiscal year, signed with its key. */
  async signedWorkload(town: Town, fiscalYear: number): Promise<string> {
    const bulletin = {
      municipality: town.code,
      fiscalYear,
      asOf: this.clock.now(),
      months: await this.workload(town, fiscalYear),
    };
    return sign(bulletin, town.key, bulletinSignature);
  }

  /** The town's current bulletin of free capacity, signed with its key. */
  async currentCapacity(town: Town): Promise<string> {
    return sign(await this.currentBulletin(town), town.key, capacityBulletinSignature);
  }

  /** What the town tells everyone of its free capacity at this moment. */
  async currentBulletin(town: Town): Promise<CapacityBulletin> {
    return this.bulletinOfNow(town);
  }

  /** A bulletin made for whoever asks, and numbered by the moment: its figures are those of today, the same for every level and data class. */
  private async bulletinOfNow(town: Town): Promise<CapacityBulletin> {
    const issuedAt = this.clock.now();
    const months = monthsFrom(monthOfDate(dateInTokyo(issuedAt)), monthsAhead);
    const [from, to] = [months[0] as IsoMonth, months.at(-1) as IsoMonth];
    const [bySkill, { offered, committed }] = await Promise.all([
      this.capacity.availableRows(town, from, to),
      this.capacity.monthly(town, months),
    ]);
    const shown = new Set(bySkill.map(({ month }) => month));
    const free = new Map(offered);
    for (const { month, minutes } of committed) add(free, month, -minutes);
    const together = [...shown].map((month) => ({
      month,
      skill: null,
      freeMinutes: Math.max(0, free.get(month) ?? 0),
    }));
    return {
      municipality: town.code,
      number: issuedAt,
      issuedAt,
      expiresAt: hoursAfter(issuedAt, validHours),
      from,
      to,
      rows: dataClasses.flatMap((dataClass) =>
        [...bySkill, ...together].map((row) => ({ ...row, level: lowestLevel, dataClass })),
      ),
    };
  }

  private async workload(town: Town, fiscalYear: number): Promise<MonthlyWorkload[]> {
    const months = monthsOfFiscalYear(fiscalYear);
    const [{ offered, committed }, lots, claims] = await Promise.all([
      this.capacity.monthly(town, months),
      this.orders.lotsDueFrom(town, firstDayOfFiscalYear(fiscalYear)),
      this.trading.inForce(town),
    ]);
    const receivedLots = new Set(claims.flatMap(({ lotId }) => (lotId === null ? [] : [lotId])));
    const taken = new Map<IsoMonth, number>();
    const received = new Map<IsoMonth, number>();
    for (const { purposeId, month, minutes } of committed) {
      add(taken, month, minutes);
      if (receivedLots.has(purposeId)) add(received, month, minutes);
    }
    const sent = new Map<IsoMonth, number>();
    for (const { publisher, minutes, terms } of claims) {
      if (publisher === town.code && terms !== null) spread(sent, minutes, terms);
    }
    const uncovered = new Map<IsoMonth, number>();
    for (const lot of lots) spread(uncovered, uncoveredMinutes(lot), lot);

    return months.map((month) => {
      const [offeredMinutes, committedMinutes] = [offered.get(month) ?? 0, taken.get(month) ?? 0];
      return {
        month,
        offeredMinutes,
        committedMinutes,
        receivedMinutes: received.get(month) ?? 0,
        sentMinutes: sent.get(month) ?? 0,
        freeMinutes: Math.max(0, offeredMinutes - committedMinutes),
        uncoveredMinutes: uncovered.get(month) ?? 0,
      };
    });
  }
}

function add(to: Map<IsoMonth, number>, month: IsoMonth, minutes: number): void {
  to.set(month, (to.get(month) ?? 0) + minutes);
}

function spread(
  to: Map<IsoMonth, number>,
  minutes: number,
  { earliest, due }: { readonly earliest: IsoDate; readonly due: IsoDate },
): void {
  if (minutes === 0) return;
  for (const [month, share] of spreadByMonth(minutes, earliest, due)) add(to, month, share);
}
