import { Injectable } from '@nestjs/common';
import type { IsoDate } from '#domain/calendar/date';
import { firstDayOfFiscalYear, monthsOfFiscalYear, type IsoMonth } from '#domain/calendar/month';
import { spreadByMonth, type MonthlyWorkload } from '#domain/capacity/workload';
import { sign } from '#messages/signing';
import { Clock } from '#service/clock';
import { Capacity } from '../capacity/capacity.service.js';
import { Orders, uncoveredMinutes } from '../orders/orders.service.js';
import type { Town } from '../towns/towns.service.js';
import { Publication } from './publication.service.js';
import { Trading } from '../trading/trading.service.js';

/** Type of the signature under a bulletin of the workload. */
export const bulletinSignature = 'yui-workload-bulletin';

/** 公示: what the town tells everyone about its workload, signed, without a word about any one person. */
@Injectable()
export class Bulletins {
  constructor(
    private readonly clock: Clock,
    private readonly capacity: Capacity,
    private readonly orders: Orders,
    private readonly trading: Trading,
    private readonly publication: Publication,
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

  private async workload(town: Town, fiscalYear: number): Promise<MonthlyWorkload[]> {
    const months = monthsOfFiscalYear(fiscalYear);
    const [offered, committed, lots, claims] = await Promise.all([
      this.publication.offered(town),
      this.capacity.committedByMonth(town, months),
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
