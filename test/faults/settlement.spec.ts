import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, daysBetween } from '#domain/calendar/date';
import { lastDayOf, monthOfDate, monthsFrom } from '#domain/calendar/month';
import type { Decision } from '#domain/refusals/decision';
import { settlementOf, type SettlementKey } from '#domain/settlement/statement';
import type { SkillCode } from '#domain/skills/catalogue';
import { Clock } from '#service/clock';
import { Orders } from '../../apps/municipality/src/orders/orders.service.js';
import { Performances } from '../../apps/municipality/src/performance/performance.service.js';
import { Post } from '../../apps/municipality/src/post/post.service.js';
import { SettlementJobs } from '../../apps/municipality/src/settlement/settlement.jobs.js';
import { Settlements } from '../../apps/municipality/src/settlement/settlement.service.js';
import { SettlementStore } from '../../apps/municipality/src/settlement/settlement.store.js';
import type { Town } from '../../apps/municipality/src/towns/towns.service.js';
import { Trading } from '../../apps/municipality/src/trading/trading.service.js';
import { Workforce } from '../../apps/municipality/src/workforce/workforce.service.js';
import { demand } from '../support/decisions.js';
import { freshKey } from '../support/federation.js';
import { startTwoTowns, type TwoTowns } from '../support/two-towns.js';

// Goal: a statement is closed only when both towns have reckoned it from all that was said; a word under way delays it and costs nothing.
// Method: two towns in one process with a clock that can be turned, the real database and the real peer door, which is shut for a while.

const dayMs = 86_400_000;

describe('settlement with words under way', () => {
  let towns: TwoTowns;
  let publisher: Town;
  let stater: Town; // It has the lower code, and works.
  let key: SettlementKey;
  let lastDay = 0; // Milliseconds ahead: the last day of the month, so that the next day it is over and no word has expired.
  const at: TwoTowns['at'] = (type) => towns.at(type);
  const codes = (decision: Decision<unknown>): string[] =>
    decision.ok ? [] : decision.refusals.map(({ code }) => code);
  const once = <T extends object>(input: T): T & { idempotencyKey: string } => ({
    ...input,
    idempotencyKey: freshKey(),
  });
  const deliverPosts = async (): Promise<void> => {
    for (const town of [publisher, stater, publisher]) await at(Post).sendDue(town);
  };
  const statusAt = async (town: Town): Promise<string | undefined> =>
    (await new SettlementStore(town.database).find(key.id))?.settlement.status;

  beforeAll(async () => {
    towns = await startTwoTowns(['203246', '202151']);
    [publisher, stater] = [towns.one, towns.other];
    const skill = 'data-entry' as SkillCode;
    const first = at(Clock).today();
    lastDay = daysBetween(first, lastDayOf(monthOfDate(first))) * dayMs;
    towns.turnClock(lastDay);
    const today = at(Clock).today();
    key = settlementOf(publisher.code, stater.code, monthOfDate(today));
    const worker = { displayName: '試験 一郎', skills: [{ code: skill, level: 2 }], weeklyMinutes: 3_000 };
    demand(await at(Workforce).registerWorker(stater, once(worker)));
    const order = { clientName: '株式会社テスト商事', title: '台帳', recommissionConsent: 'ALLOWED' as const };
    const { id: orderId } = demand(await at(Orders).createOrder(publisher, once(order)));
    const work = { title: '入力', skill, minutes: 600, dataClass: 'INTERNAL' as const };
    const days = { earliest: today, due: addDays(today, 60) };
    const { id: lotId } = demand(await at(Orders).addLot(publisher, once({ orderId, ...work, ...days })));
    const terms = { minutes: 600, claimBy: addDays(today, 7), priceYen: 12_000, minSliceMinutes: 60 };
    const { id: surplusOrderId } = demand(
      await at(Trading).publish(publisher, once({ lotId, ...terms, addressees: [stater.code] })),
    );
    const { id: claimId } = demand(await at(Trading).claim(stater, once({ surplusOrderId, minutes: 600 })));
    demand(await at(Trading).award(publisher, once({ claimId, minutes: 600 })));
    demand(await at(Trading).confirm(stater, once({ claimId })));
    await deliverPosts();
    demand(await at(Performances).start(stater, once({ claimId })));
    demand(await at(Performances).deliver(stater, once({ claimId, minutes: 200 })));
    demand(await at(Performances).accept(publisher, once({ claimId, number: 1, minutes: 200 })));
    demand(await at(Performances).deliver(stater, once({ claimId, minutes: 400 })));
    await deliverPosts();
    // The second acceptance stays on its way.
    await towns.away(
      stater.code,
      () => 'nothing',
      async () => {
        demand(await at(Performances).accept(publisher, once({ claimId, number: 2, minutes: 400 })));
      },
    );
  }, 120_000);
  afterAll(() => towns.close());

  it('cuts a month off when it is over, once, at either town', async () => {
    await at(SettlementJobs).cutOff();
    expect([await statusAt(publisher), await statusAt(stater)]).toEqual([undefined, undefined]);
    towns.turnClock(lastDay + dayMs);
    for (let hour = 0; hour < 2; hour++) {
      await at(SettlementJobs).cutOff();
      expect([await statusAt(publisher), await statusAt(stater)]).toEqual(['CUT_OFF', 'CUT_OFF']);
    }
  });

  it('lets no later month be stated before', async () => {
    const month = monthsFrom(key.period, 2).at(-1) ?? key.period;
    expect(codes(await at(Settlements).state(stater, once({ peer: publisher.code, month })))).toContain(
      'EARLIER_PERIOD_OPEN',
    );
  });

  it('confirms nothing that it reckons otherwise, and closes once the word has come', async () => {
    demand(await at(Settlements).state(stater, once({ peer: publisher.code, month: key.period })));
    await deliverPosts();
    const about = { settlementId: key.id };
    expect(codes(await at(Settlements).confirm(publisher, once(about)))).toEqual(['STATEMENT_DIFFERS']);
    expect((await at(Settlements).byId(stater, key.id))?.statement.payment.yen).toBe(4_400);
    towns.turnClock(lastDay + dayMs + 3_600_000); // The word is due again, and arrives.
    await deliverPosts();
    demand(await at(Settlements).dispute(publisher, once({ ...about, reason: '二回目の検収が入っていません' })));
    await deliverPosts();
    demand(await at(Settlements).adjust(stater, once({ ...about, adjustments: [] })));
    await deliverPosts();
    demand(await at(Settlements).confirm(publisher, once(about)));
    await deliverPosts();
    const [ours, theirs] = [await at(Settlements).byId(publisher, key.id), await at(Settlements).byId(stater, key.id)];
    expect(ours).toMatchObject({ status: 'CONFIRMED', statement: { version: 2, payment: { yen: 13_200 } } });
    expect(theirs).toEqual(ours);
  });

  it('believes no statement that its town has not signed, whatever it says', async () => {
    const statement = { settlementId: settlementOf(publisher.code, stater.code, '2026-05' as never).id, lines: 'none' };
    for (const payload of [
      { statement, statementHash: 'x', signature: 'y' },
      { statement: null, statementHash: 'x', signature: 'y' },
      { settlementId: key.id, statementHash: 'x', reason: 'z' },
    ])
      await at(Settlements).hears(publisher, { type: 'settlement.stated', from: stater.code, payload } as never);
    expect(await at(Settlements).byId(publisher, statement.settlementId)).toMatchObject({ status: 'CUT_OFF' });
    expect(await statusAt(publisher)).toBe('CONFIRMED');
  });
});
