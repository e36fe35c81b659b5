import type { IsoDate } from '#domain/calendar/date';
import { monthOfDate, monthsFrom } from '#domain/calendar/month';
import type { FaultTown, FaultTowns } from './fault-towns.js';

/** Three workers with much time in every town but the first. */
export async function registerWorkers({ all }: FaultTowns): Promise<void> {
  for (const { code, does } of all.slice(1))
    for (const displayName of ['試験 一郎', '試験 二郎', '試験 三郎'])
      await does('registerWorker', 'worker { id }', {
        ...{ municipality: code, displayName, weeklyMinutes: 5_000, skills: [{ code: 'data-entry', level: 2 }] },
      });
}

/** One surplus order and what people make of it, as far as a case needs it. */
export class Trade {
  lotId = '';
  surplusOrderId = '';
  claimId = '';

  constructor(
    private readonly towns: FaultTowns,
    readonly publisher: FaultTown,
    readonly claimant: FaultTown,
  ) {}

  /** @param earliest in how many days the work may begin. */
  async lot(earliest = 90): Promise<void> {
    const { order } = await this.publisher.does('createOrder', 'order { id }', {
      ...{ municipality: this.publisher.code, clientName: '株式会社テスト商事', title: '台帳の電子化' },
      recommissionConsent: 'ALLOWED',
    });
    const { lot } = await this.publisher.does('addLot', 'lot { id }', {
      ...{ orderId: order?.['id'], title: '台帳の入力', skill: 'data-entry', minutes: 600, dataClass: 'INTERNAL' },
      ...{ earliest: this.towns.day(earliest), due: this.towns.day(180) },
    });
    this.lotId = String(lot?.['id']);
  }
  async publish(): Promise<void> {
    const addressees = this.towns.all.map(({ code }) => code).filter((code) => code !== this.publisher.code);
    const { surplusOrder } = await this.publisher.does('publishSurplusOrder', 'surplusOrder { id }', {
      ...{ lotId: this.lotId, minutes: 600, claimBy: this.towns.day(80), priceYen: 10_000, minSliceMinutes: 60 },
      addressees,
    });
    this.surplusOrderId = String(surplusOrder?.['id']);
  }
  async claim(): Promise<void> {
    const { surplusOrderId } = this;
    const { claim } = await this.claimant.does('claimSurplusOrder', 'claim { id }', {
      ...{ municipality: this.claimant.code, surplusOrderId, minutes: 300 },
    });
    this.claimId = String(claim?.['id']);
  }
  byPublisher(mutation: string, input: object = {}): Promise<unknown> {
    return this.publisher.does(mutation, 'claim { id }', { claimId: this.claimId, ...input });
  }
  byClaimant(mutation: string, input: object = {}): Promise<unknown> {
    return this.claimant.does(mutation, 'claim { id }', { claimId: this.claimId, ...input });
  }
  cancel(): Promise<unknown> {
    const { surplusOrderId } = this;
    return this.publisher.does('cancelSurplusOrder', 'surplusOrder { id }', { surplusOrderId, reason: '発注の取消し' });
  }

  /** A publisher that was killed while it let the award lapse does it when its minute strikes again. */
  async lapse(): Promise<void> {
    this.towns.passHours(97);
    const claims = this.publisher.stored.collection<{ _id: string; status: string }>('claims');
    const deadline = Date.now() + 60_000;
    while ((await claims.findOne({ _id: this.claimId }))?.status !== 'LAPSED') {
      if (Date.now() > deadline) throw new Error('the award did not lapse');
      await new Promise((resolve) => setTimeout(resolve, 500));
      this.towns.passHours(0.1); // Its lease from before the kill runs out, too.
    }
  }
}

/** Two towns of which one has worked for the other: what they owe each other is settled month by month, a minute corrected in each. */
export class Settling {
  settlementId = '';
  private month = -1;

  private constructor(
    private readonly towns: FaultTowns,
    readonly publisher: FaultTown,
    /** It has worked, and states: its code is the lower. */
    readonly claimant: FaultTown,
    private readonly lineId: string,
    private readonly months: readonly string[],
  ) {}

  /** Each pair works, so many months pass, and the first of them, in which the work was accepted, is closed. */
  static async afterMonths(
    towns: FaultTowns,
    pairs: readonly (readonly [publisher: FaultTown, claimant: FaultTown])[],
    count: number,
  ): Promise<Settling[]> {
    const months = monthsFrom(monthOfDate(towns.day(0) as IsoDate), count + 1);
    const all: Settling[] = [];
    for (const [publisher, claimant] of pairs) {
      const trade = new Trade(towns, publisher, claimant);
      await trade.lot(0);
      await trade.publish();
      await trade.claim();
      await trade.byPublisher('awardClaim', { minutes: 300 });
      await trade.byClaimant('confirmAward');
      await trade.byClaimant('startWork');
      await trade.byClaimant('deliverWork', { minutes: 300 });
      await trade.byPublisher('acceptDelivery', { number: 1, minutes: 300 });
      all.push(new Settling(towns, publisher, claimant, `${trade.claimId}/1/work`, months));
    }
    await towns.settle();
    towns.passHours(24 * 31 * months.length);
    for (const settling of all) {
      await settling.state([]);
      await settling.byPublisher('confirmSettlement');
    }
    await towns.settle();
    return all;
  }

  /** States the next month. */
  async state(adjustments = this.minuteLess(1)): Promise<void> {
    await this.close();
    const input = { municipality: this.claimant.code, peer: this.publisher.code, month: this.months[++this.month] };
    const fields = 'settlement { id }';
    const { settlement } = await this.claimant.does('stateSettlement', fields, { ...input, adjustments });
    this.settlementId = String(settlement?.['id']);
  }
  dispute(): Promise<unknown> {
    return this.byPublisher('disputeSettlement', { reason: '検収と合いません' });
  }
  adjust(): Promise<unknown> {
    return this.byClaimant('adjustSettlement', { adjustments: this.minuteLess(2) });
  }
  byPublisher(mutation: string, input: object = {}): Promise<unknown> {
    return this.publisher.does(mutation, 'settlement { id }', { settlementId: this.settlementId, ...input });
  }
  /** A minute less makes the town that has worked the one that pays. */
  async recordPayment(): Promise<unknown> {
    const statement = (await this.kept())?.statement;
    return this.byPublisher('recordPayment', { paidOn: this.towns.day(0), yen: statement?.payment.yen });
  }

  private byClaimant(mutation: string, input: object = {}): Promise<unknown> {
    return this.claimant.does(mutation, 'settlement { id }', { settlementId: this.settlementId, ...input });
  }
  /** Closes the month that was stated last, without which no later one can be. */
  async close(): Promise<void> {
    const status = (await this.kept())?.status;
    if (status === 'DISPUTED') await this.adjust();
    if (status !== undefined && status !== 'CONFIRMED' && status !== 'PAID')
      await this.byPublisher('confirmSettlement');
    await this.towns.settle();
  }
  private kept(): Promise<{ status: string; statement: { payment: { yen: number } } } | null> {
    return this.publisher.stored
      .collection<{ _id: string; status: string; statement: { payment: { yen: number } } }>('settlements')
      .findOne({ _id: this.settlementId });
  }
  private minuteLess(minutes: number): object[] {
    return [{ lineId: this.lineId, minutes: -minutes, reason: '数え直し' }];
  }
}
