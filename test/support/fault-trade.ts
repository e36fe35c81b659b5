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
  surplusOrderId = '';
  claimId = '';

  constructor(
    private readonly towns: FaultTowns,
    readonly publisher: FaultTown,
    readonly claimant: FaultTown,
  ) {}

  async lot(): Promise<string> {
    const { order } = await this.publisher.does('createOrder', 'order { id }', {
      ...{ municipality: this.publisher.code, clientName: '株式会社テスト商事', title: '台帳の電子化' },
      recommissionConsent: 'ALLOWED',
    });
    const { lot } = await this.publisher.does('addLot', 'lot { id }', {
      ...{ orderId: order?.['id'], title: '台帳の入力', skill: 'data-entry', minutes: 600, dataClass: 'INTERNAL' },
      ...{ earliest: this.towns.day(90), due: this.towns.day(180) },
    });
    return String(lot?.['id']);
  }
  async publish(lotId: string): Promise<void> {
    const addressees = this.towns.all.map(({ code }) => code).filter((code) => code !== this.publisher.code);
    const { surplusOrder } = await this.publisher.does('publishSurplusOrder', 'surplusOrder { id }', {
      ...{ lotId, minutes: 600, claimBy: this.towns.day(80), priceYen: 10_000, minSliceMinutes: 60, addressees },
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
  byClaimant(mutation: string): Promise<unknown> {
    return this.claimant.does(mutation, 'claim { id }', { claimId: this.claimId });
  }
  cancel(): Promise<unknown> {
    const { surplusOrderId } = this;
    return this.publisher.does('cancelSurplusOrder', 'surplusOrder { id }', { surplusOrderId, reason: '発注の取消し' });
  }
}
