import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, dateInTokyo, type IsoDate } from '#domain/calendar/date';
import { weekOf } from '#domain/calendar/week';
import type { Federation } from '#domain/federation/federation';
import type { Decision } from '#domain/refusals/decision';
import type { SkillCode } from '#domain/skills/catalogue';
import { inTransaction } from '#mongo/transaction';
import { Clock } from '#service/clock';
import { Capacity } from '../../apps/municipality/src/capacity/capacity.service.js';
import { Orders } from '../../apps/municipality/src/orders/orders.service.js';
import { Post } from '../../apps/municipality/src/post/post.service.js';
import { Towns } from '../../apps/municipality/src/towns/towns.service.js';
import { Drafts } from '../../apps/municipality/src/trading/drafts.service.js';
import { Gate } from '../../apps/municipality/src/trading/gate.service.js';
import { Negotiation } from '../../apps/municipality/src/trading/negotiation.service.js';
import { Trading } from '../../apps/municipality/src/trading/trading.service.js';
import { Workforce } from '../../apps/municipality/src/workforce/workforce.service.js';
import { demand } from '../support/decisions.js';
import { freshKey } from '../support/federation.js';
import { startTwoTowns, type TwoTowns } from '../support/two-towns.js';

// Goal: work goes to another town only where law and agreements allow it on the day: asked before publishing and claiming, when a claim
// arrives, when it is awarded and when the award is confirmed; and the dry run tells all obstacles that the real thing would meet.
// Method: two real towns. The federation document is changed under them, as a newer file of it would.

type Changed = Partial<Pick<Federation, 'agreements' | 'members'>>;

describe('the gate', () => {
  let towns: TwoTowns;
  let document: Federation;
  let before: Changed;
  const skill = 'data-entry' as SkillCode;
  const at: TwoTowns['at'] = (type) => towns.at(type);
  const codesOf = (refusals: readonly { code: string }[]): string[] => refusals.map(({ code }) => code);
  const refused = (decision: Decision<unknown>): string[] => (decision.ok ? [] : codesOf(decision.refusals));
  const today = (): IsoDate => dateInTokyo(at(Clock).now());
  const change = (to: Changed): void => void Object.assign(document, to);
  const limitedTo = (...skills: string[]): Changed => ({
    agreements: (before.agreements ?? []).map((each) => ({ ...each, skills: skills as SkillCode[] })),
  });
  const ended = (): Changed => ({
    agreements: (before.agreements ?? []).map((each) => ({ ...each, to: addDays(today(), -1) })),
  });
  const onTrial = (code: string): Changed => ({
    members: (before.members ?? []).map((each) => (each.code === code ? { ...each, level: 'TRIAL' } : each)),
  });

  beforeAll(async () => {
    process.env['YUI_PRICE_FLOOR_203246'] = '1200';
    process.env['YUI_PRICE_FLOOR_202151'] = '1300';
    towns = await startTwoTowns(['203246', '202151']);
    document = at(Towns).federation;
    before = { agreements: document.agreements, members: document.members };
    const worker = { displayName: '試験 一郎', skills: [{ code: skill, level: 2 }], weeklyMinutes: 1_200 };
    demand(await at(Workforce).registerWorker(towns.other, { ...worker, idempotencyKey: freshKey() }));
  }, 120_000);
  afterEach(() => change(before));
  afterAll(async () => {
    for (const code of ['203246', '202151']) process.env[`YUI_PRICE_FLOOR_${code}`] = '';
    await towns.close();
  });

  /** 600 minutes for 13,000 yen, in the week that lies 60 days ahead. */
  const toPublish = async (details: object = {}) => {
    const work = addDays(today(), 60);
    const { id: orderId } = demand(
      await at(Orders).createOrder(towns.one, {
        ...{ clientName: '株式会社テスト商事', title: '台帳', recommissionConsent: 'ALLOWED' },
        ...{ idempotencyKey: freshKey(), ...details },
      }),
    );
    const lot = {
      orderId,
      title: '入力',
      skill,
      minutes: 600,
      earliest: work,
      due: work,
      dataClass: 'INTERNAL' as const,
    };
    const { id: lotId } = demand(await at(Orders).addLot(towns.one, { ...lot, idempotencyKey: freshKey() }));
    const asked = { lotId, minutes: 600, claimBy: addDays(today(), 7), priceYen: 13_000, minSliceMinutes: 60 };
    return { ...asked, addressees: [towns.other.code] };
  };
  const published = async (details: object = {}): Promise<string> => {
    const input = { ...(await toPublish()), ...details, idempotencyKey: freshKey() };
    const { id } = demand(await at(Trading).publish(towns.one, input));
    return id;
  };
  const claim = (surplusOrderId: string, minutes = 600): ReturnType<Trading['claim']> =>
    at(Trading).claim(towns.other, { surplusOrderId, minutes, idempotencyKey: freshKey() });
  const awarded = async (): Promise<string> => {
    const { id: claimId } = demand(await claim(await published()));
    demand(await at(Trading).award(towns.one, { claimId, minutes: 600, idempotencyKey: freshKey() }));
    return claimId;
  };
  const statusOf = async (claimId: string): Promise<unknown[]> =>
    Promise.all([towns.one, towns.other].map(async (town) => (await at(Trading).claimById(town, claimId))?.status));

  it('publishes on an agreement that names the kind of work, and tells what is in the way of the rest', async () => {
    change(limitedTo('design', 'data-entry'));
    const input = await toPublish();
    expect(await at(Gate).checkPublish(towns.one, input)).toEqual({ obstacles: [], addressees: [towns.other.code] });
    for (const [changed, code] of [
      [limitedTo('design'), 'BASIS_NOT_FOR_WORK'],
      [ended(), 'BASIS_MISSING'],
      [onTrial(towns.other.code), 'ADDRESSEE_NOT_TRADING'],
      [onTrial(towns.one.code), 'TOWN_NOT_TRADING'],
    ] as const) {
      change({ ...before, ...changed });
      expect(codesOf((await at(Gate).checkPublish(towns.one, input)).obstacles)).toEqual([code]);
      expect(refused(await at(Trading).publish(towns.one, { ...input, idempotencyKey: freshKey() }))).toEqual([code]);
    }
  });

  it('tells every obstacle of publishing at once, in the dry run as in the mutation, and writes nothing', async () => {
    change(ended());
    const input = {
      ...(await toPublish({ recommissionConsent: 'NONE' })),
      ...{ minutes: 601, priceYen: 12_019, claimBy: addDays(today(), -1) },
    };
    const expected = [
      'CONSENT_MISSING',
      'LOT_MINUTES_EXCEEDED',
      'PRICE_BELOW_FLOOR',
      'CLAIM_BY_PASSED',
      'BASIS_MISSING',
    ];
    expect(codesOf((await at(Gate).checkPublish(towns.one, input)).obstacles)).toEqual(expected);
    expect(refused(await at(Trading).publish(towns.one, { ...input, idempotencyKey: freshKey() }))).toEqual(expected);
    expect((await at(Orders).lot(towns.one, input.lotId))?.lot.openMinutes).toBe(600);
  });

  it('keeps a draft at home, whole or not, and publishes it under its id once nothing is in the way', async () => {
    const { lotId, ...content } = await toPublish();
    const key = (): { idempotencyKey: string } => ({ idempotencyKey: freshKey() });
    const written = (): Promise<number> => towns.one.database.collection('outgoing_messages').countDocuments();
    const heard = await written();
    const { draftId } = demand(await at(Trading).draft(towns.one, { lotId, ...key() }, 'a move of a plan'));
    const check = async (): Promise<string[]> => {
      const draft = await at(Drafts).find(towns.one, draftId);
      return draft === undefined ? ['gone'] : codesOf((await at(Drafts).check(towns.one, draft)).obstacles);
    };
    const publish = (): ReturnType<Trading['publishDraft']> =>
      at(Trading).publishDraft(towns.one, { draftId, ...key() });
    expect(await check()).toEqual(Array.from({ length: 4 }, () => 'DRAFT_INCOMPLETE'));
    demand(await at(Drafts).change(towns.one, { draftId, ...content, minutes: 601, ...key() }));
    expect(await check()).toEqual(['LOT_MINUTES_EXCEEDED']);
    expect(refused(await publish())).toEqual(['LOT_MINUTES_EXCEEDED']);
    demand(await at(Drafts).change(towns.one, { draftId, ...content, ...key() }));
    expect(await check()).toEqual([]);

    expect(await written()).toBe(heard);
    expect((await at(Orders).lot(towns.one, lotId))?.lot.openMinutes).toBe(600);
    for (const town of [towns.one, towns.other]) expect(await at(Trading).surplusOrder(town, draftId)).toBeUndefined();
    expect(await at(Drafts).newest(towns.other)).toEqual([]);
    expect(codesOf(await at(Gate).checkClaim(towns.other, { surplusOrderId: draftId, minutes: 60 }))).toEqual([
      'SURPLUS_ORDER_UNKNOWN',
    ]);

    expect(demand(await publish())).toEqual({ id: draftId });
    for (const town of [towns.one, towns.other])
      expect(await at(Trading).surplusOrder(town, draftId)).toMatchObject({ status: 'POSTED', minutes: 600 });
    expect(await written()).toBeGreaterThan(heard);
    expect(await check()).toEqual(['gone']);
    expect(refused(await publish())).toEqual(['DRAFT_UNKNOWN']);
  });

  it('splits a draft off the surplus order that stands over its minutes, unless somebody has claimed of it', async () => {
    const { lotId, ...content } = await toPublish();
    const standing = await published({ lotId });
    const days = { earliest: addDays(today(), 60), due: addDays(today(), 60) };
    const id = `${towns.one.code}-surplus-part`;
    const proposed = { id, lotId, ...content, days, minutes: 240, priceYen: 5_200, minSliceMinutes: 60 };
    const draft = (): Promise<boolean> =>
      inTransaction(towns.one.database, () =>
        at(Trading).draftAs(towns.one, { ...proposed, splitFrom: standing, origin: 'a move of a plan' }),
      );
    expect([await draft(), await draft()]).toEqual([true, false]);
    const check = async (): Promise<string[]> => {
      const found = await at(Drafts).find(towns.one, id);
      if (found === undefined) throw new Error('the draft has gone');
      return codesOf((await at(Drafts).check(towns.one, found)).obstacles);
    };
    const publish = (): ReturnType<Trading['publishDraft']> =>
      at(Trading).publishDraft(towns.one, { draftId: id, idempotencyKey: freshKey() });
    expect(await check()).toEqual([]);

    const { id: claimId } = demand(await claim(standing, 60));
    expect(await check()).toEqual(['SURPLUS_ORDER_NOT_SPLITTABLE', 'LOT_MINUTES_EXCEEDED']);
    expect(refused(await publish())).toEqual(['SURPLUS_ORDER_NOT_SPLITTABLE', 'LOT_MINUTES_EXCEEDED']);
    demand(await at(Negotiation).withdraw(towns.other, { claimId, idempotencyKey: freshKey() }));

    expect(demand(await publish())).toEqual({ id });
    for (const town of [towns.one, towns.other]) {
      expect(await at(Trading).surplusOrder(town, id)).toMatchObject({ status: 'POSTED', minutes: 240, ...days });
      const rest = { status: 'POSTED', minutes: 360, priceYen: 7_800 };
      expect(await at(Trading).surplusOrder(town, standing)).toMatchObject(rest);
    }
    expect((await at(Orders).lot(towns.one, lotId))?.lot.openMinutes).toBe(0);

    // What remains goes in full, and the order with it: nothing of the lot is lost or published twice.
    const last = { ...proposed, id: `${id}s`, minutes: 360, priceYen: 7_800, splitFrom: standing, origin: null };
    await inTransaction(towns.one.database, () => at(Trading).draftAs(towns.one, last));
    demand(await at(Trading).publishDraft(towns.one, { draftId: last.id, idempotencyKey: freshKey() }));
    expect((await at(Trading).surplusOrder(towns.other, standing))?.status).toBe('WITHDRAWN');
    expect((await at(Orders).lot(towns.one, lotId))?.lot.openMinutes).toBe(0);
  });

  it('throws a draft away, and knows it no longer', async () => {
    const { lotId } = await toPublish();
    const { draftId } = demand(await at(Trading).draft(towns.one, { lotId, idempotencyKey: freshKey() }));
    const about = (): { draftId: string; idempotencyKey: string } => ({ draftId, idempotencyKey: freshKey() });
    demand(await at(Drafts).discard(towns.one, about()));
    expect(await at(Drafts).newest(towns.one)).toEqual([]);
    for (const again of [at(Drafts).discard(towns.one, about()), at(Drafts).change(towns.one, about())])
      expect(refused(await again)).toEqual(['DRAFT_UNKNOWN']);
    const nowhere = at(Trading).draft(towns.one, { lotId: 'x', idempotencyKey: freshKey() });
    expect(refused(await nowhere)).toEqual(['LOT_UNKNOWN']);
  });

  it('tells every obstacle of a claim at once, free capacity and the own price floor included', async () => {
    const surplusOrderId = await published({ priceYen: 12_000 });
    const check = (minutes: number): ReturnType<Gate['checkClaim']> =>
      at(Gate).checkClaim(towns.other, { surplusOrderId, minutes });
    expect(codesOf(await check(600))).toEqual(['PRICE_BELOW_FLOOR']);
    change(ended());
    expect(codesOf(await check(3_000))).toEqual([
      ...['REMAINING_MINUTES_EXCEEDED', 'BASIS_MISSING', 'PRICE_BELOW_FLOOR', 'CAPACITY_EXCEEDED'],
    ]);
    expect(refused(await claim(surplusOrderId))).toEqual(['BASIS_MISSING', 'PRICE_BELOW_FLOOR']);
    expect(codesOf(await at(Gate).checkClaim(towns.one, { surplusOrderId, minutes: 600 }))).toEqual([
      'OWN_SURPLUS_ORDER',
    ]);
    expect(codesOf(await at(Gate).checkClaim(towns.other, { surplusOrderId: 'x', minutes: 600 }))).toEqual([
      'SURPLUS_ORDER_UNKNOWN',
    ]);
  });

  it('holds nothing for a dry run, and finds no obstacle where the claim then goes through', async () => {
    const surplusOrderId = await published();
    const free = async (): Promise<number> => {
      const week = weekOf(addDays(today(), 60));
      return (await at(Capacity).figures(towns.other, { skill }, { from: week, to: week })).freeMinutes;
    };
    const had = await free();
    expect(await at(Gate).checkClaim(towns.other, { surplusOrderId, minutes: 600 })).toEqual([]);
    expect(await free()).toBe(had);
    const { id: claimId } = demand(await claim(surplusOrderId));
    expect(await free()).toBe(had - 600);
    demand(await at(Trading).award(towns.one, { claimId, minutes: 600, idempotencyKey: freshKey() }));
    expect(await statusOf(claimId)).toEqual(['AWARDED', 'AWARDED']);
    const { other } = towns;
    await inTransaction(other.database, () => at(Capacity).release(other, claimId)); // Room for the next test.
  });

  it('declines a claim that arrives when its agreement has ended', async () => {
    const surplusOrderId = await published();
    let claimId = '';
    await towns.away(
      towns.one.code,
      () => 'nothing',
      async () => {
        claimId = demand(await claim(surplusOrderId)).id;
      },
    );
    expect(await statusOf(claimId)).toEqual([undefined, 'SUBMITTED']);
    change(ended());
    towns.turnClock(5 * 60_000);
    await at(Post).hurry(towns.other);
    await at(Post).hurry(towns.one);
    towns.turnClock(0);
    expect(await statusOf(claimId)).toEqual(['DECLINED', 'DECLINED']);
    expect(await at(Trading).claimById(towns.other, claimId)).toMatchObject({ reason: 'BASIS_MISSING' });
  });

  it('neither awards nor confirms what law no longer allows; what is in force stays so', async () => {
    const { id: open } = demand(await claim(await published()));
    change(limitedTo('design'));
    const award = { claimId: open, minutes: 600, idempotencyKey: freshKey() };
    expect(refused(await at(Trading).award(towns.one, award))).toEqual(['BASIS_NOT_FOR_WORK']);
    change(before);
    const claimId = await awarded();
    change(onTrial(towns.one.code));
    const confirm = { claimId, idempotencyKey: freshKey() };
    expect(refused(await at(Trading).confirm(towns.other, confirm))).toEqual(['TOWN_NOT_TRADING']);
    expect(await statusOf(claimId)).toEqual(['AWARDED', 'AWARDED']);
    change(before);
    demand(await at(Trading).confirm(towns.other, confirm));
    expect(await statusOf(claimId)).toEqual(['CONFIRMED', 'CONFIRMED']);
  });
});
