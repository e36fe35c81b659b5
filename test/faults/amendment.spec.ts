import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, type IsoDate } from '#domain/calendar/date';
import type { SkillCode } from '#domain/skills/catalogue';
import { Clock } from '#service/clock';
import { Orders } from '../../apps/municipality/src/orders/orders.service.js';
import { Post } from '../../apps/municipality/src/post/post.service.js';
import { Amending } from '../../apps/municipality/src/trading/amending.service.js';
import { IncomingTrade } from '../../apps/municipality/src/trading/incoming.service.js';
import { Negotiation } from '../../apps/municipality/src/trading/negotiation.service.js';
import { Trading } from '../../apps/municipality/src/trading/trading.service.js';
import { Workforce } from '../../apps/municipality/src/workforce/workforce.service.js';
import { demand } from '../support/decisions.js';
import { freshKey } from '../support/federation.js';
import { startTwoTowns, type TwoTowns } from '../support/two-towns.js';

// Goal: whatever is lost or late, the two ends of an award never stay on different versions: the claimant's word decides, and the publisher
// waits for it. Method: two towns in one process with a clock that can be turned; one of them cannot be reached while it matters.

const hour = 3_600_000;

describe('an amendment under faults', () => {
  let towns: TwoTowns;
  const skill = 'data-entry' as SkillCode;
  const at: TwoTowns['at'] = (type) => towns.at(type);
  const key = (): { idempotencyKey: string } => ({ idempotencyKey: freshKey() });

  beforeAll(async () => {
    towns = await startTwoTowns(['203246', '202151']);
    const worker = { displayName: '試験 一郎', skills: [{ code: skill, level: 2 }], weeklyMinutes: 4_800 };
    demand(await at(Workforce).registerWorker(towns.other, { ...worker, ...key() }));
  }, 120_000);
  afterEach(() => towns.turnClock(0));
  afterAll(() => towns.close());

  /** 600 of 1,200 minutes that cost 24,000 yen, in force; the work lies 20 days ahead. */
  const inForce = async (): Promise<{ claimId: string; surplusOrderId: string }> => {
    const today = at(Clock).today();
    const order = { clientName: '株式会社テスト商事', title: '台帳', recommissionConsent: 'ALLOWED' } as const;
    const { id: orderId } = demand(await at(Orders).createOrder(towns.one, { ...order, ...key() }));
    const days = { earliest: addDays(today, 20), due: addDays(today, 40) };
    const lot = { orderId, title: '入力', skill, minutes: 1_200, ...days, dataClass: 'INTERNAL' as const };
    const { id: lotId } = demand(await at(Orders).addLot(towns.one, { ...lot, ...key() }));
    const terms = { minutes: 1_200, claimBy: addDays(today, 3) as IsoDate, priceYen: 24_000, minSliceMinutes: 60 };
    const { id: surplusOrderId } = demand(
      await at(Trading).publish(towns.one, { lotId, ...terms, addressees: [towns.other.code], ...key() }),
    );
    const { id: claimId } = demand(await at(Trading).claim(towns.other, { surplusOrderId, minutes: 600, ...key() }));
    demand(await at(Trading).award(towns.one, { claimId, minutes: 600, ...key() }));
    demand(await at(Trading).confirm(towns.other, { claimId, ...key() }));
    await at(Post).hurry(towns.one); // The word that it is in force.
    return { claimId, surplusOrderId };
  };
  /** Version, minutes and whether something lies open, at the publisher and at the claimant. */
  const versions = async (claimId: string): Promise<unknown[]> =>
    Promise.all(
      [towns.one, towns.other].map(async (town) => {
        const claim = await at(Trading).claimById(town, claimId);
        return [claim?.terms?.amendment?.version ?? 1, claim?.terms?.minutes, (claim?.amendment ?? null) !== null];
      }),
    );
  const deliver = async (): Promise<void> => {
    towns.turnClock(1 * hour);
    for (const town of [towns.other, towns.one, towns.other]) await at(Post).hurry(town);
  };
  const without = (code: TwoTowns['one']['code'], body: () => Promise<unknown>): Promise<string[]> =>
    towns.away(
      code,
      () => 'nothing',
      async () => void (await body()),
    );

  it('is in force at the claimant before the publisher hears of it; the publisher waits, and follows', async () => {
    const { claimId, surplusOrderId } = await inForce();
    demand(await at(Amending).propose(towns.one, { claimId, minutes: 900, ...key() }));
    await without(towns.one.code, async () => demand(await at(Amending).accept(towns.other, { claimId, ...key() })));
    expect(await versions(claimId)).toEqual([
      [1, 600, true],
      [2, 900, false],
    ]);
    expect((await at(Trading).surplusOrder(towns.one, surplusOrderId))?.awardedMinutes).toBe(900);
    // It may neither take back for good nor propose anew what may be in force already.
    await without(towns.other.code, async () => {
      demand(await at(Amending).withdraw(towns.one, { claimId, ...key() }));
      expect(await at(Amending).propose(towns.one, { claimId, minutes: 300, ...key() })).toMatchObject({
        refusals: [{ code: 'AMENDMENT_OPEN' }],
      });
    });
    await deliver();
    expect(await versions(claimId)).toEqual([
      [2, 900, false],
      [2, 900, false],
    ]);
  });

  it('that was taken back before the claimant agreed is none at either end', async () => {
    const { claimId, surplusOrderId } = await inForce();
    await without(towns.other.code, async () => {
      demand(await at(Amending).propose(towns.one, { claimId, minutes: 900, ...key() }));
      demand(await at(Amending).withdraw(towns.one, { claimId, ...key() }));
    });
    expect((await versions(claimId))[0]).toEqual([1, 600, true]);
    await deliver();
    await deliver();
    expect(await versions(claimId)).toEqual([
      [1, 600, false],
      [1, 600, false],
    ]);
    expect((await at(Trading).surplusOrder(towns.one, surplusOrderId))?.awardedMinutes).toBe(600);
  });

  it("that the publisher signed too late lapses by the claimant's word; its minutes are on offer again", async () => {
    const { claimId, surplusOrderId } = await inForce();
    demand(await at(Amending).propose(towns.other, { claimId, minutes: 900, ...key() }));
    await without(towns.other.code, async () => demand(await at(Amending).accept(towns.one, { claimId, ...key() })));
    expect((await at(Trading).surplusOrder(towns.one, surplusOrderId))?.awardedMinutes).toBe(900);
    towns.turnClock(97 * hour);
    await at(IncomingTrade).passDeadlines(towns.other);
    for (const town of [towns.one, towns.other, towns.one]) await at(Post).hurry(town);
    expect(await versions(claimId)).toEqual([
      [1, 600, false],
      [1, 600, false],
    ]);
    expect((await at(Trading).surplusOrder(towns.one, surplusOrderId))?.awardedMinutes).toBe(600);
  });

  it('nobody answers lapses after its time', async () => {
    const { claimId } = await inForce();
    demand(await at(Amending).propose(towns.one, { claimId, minutes: 300, ...key() }));
    towns.turnClock(73 * hour);
    expect(await at(Amending).accept(towns.other, { claimId, ...key() })).toMatchObject({
      refusals: [{ code: 'AMENDMENT_TOO_LATE' }],
    });
    await at(IncomingTrade).passDeadlines(towns.other);
    await at(Post).hurry(towns.one);
    expect(await versions(claimId)).toEqual([
      [1, 600, false],
      [1, 600, false],
    ]);
  });

  it('that was in force when the publisher cancelled is what both reckon the cancellation by', async () => {
    const { claimId, surplusOrderId } = await inForce();
    demand(await at(Amending).propose(towns.one, { claimId, minutes: 300, ...key() }));
    await without(towns.one.code, async () => demand(await at(Amending).accept(towns.other, { claimId, ...key() })));
    demand(await at(Negotiation).cancelSurplusOrder(towns.one, { surplusOrderId, reason: '発注の取消', ...key() }));
    await deliver();
    for (const town of [towns.one, towns.other])
      expect(await at(Trading).claimById(town, claimId)).toMatchObject({
        ...{ status: 'TERMINATED', minutes: 300, terms: { priceYen: 6_000 } },
        owedYen: 1_200, // 20 days before the work begins: a fifth.
      });
  });
});
