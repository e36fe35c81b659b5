import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestFederation, type Person, type Tree } from '../support/federation.js';
import { monthAhead, publish, threeWorkers } from '../support/towns.js';

// Goal: the parties of a trade talk about its terms, take it back and cancel it, and both ends tell the same.
// Method: two real towns; each case makes its own surplus order and claim, and asks both towns.

const [tateshina, shiojiri] = ['203246', '202151'];

describe('negotiation', () => {
  let federation: Awaited<ReturnType<typeof startTestFederation>>;
  let here: Person;
  let there: Person;
  const { first, last, window } = monthAhead();
  beforeAll(async () => {
    federation = await startTestFederation();
    [here, there] = [await federation.as(tateshina, 'DIRECTOR'), await federation.as(shiojiri, 'DIRECTOR')];
    await threeWorkers(there, shiojiri, 3_000);
  }, 120_000);
  afterAll(() => federation.close());

  /** 2,400 minutes for 100,000 yen, claimed whole. */
  const claimed = async (minutes = 2_400): Promise<{ surplusOrderId: string; claimId: string }> => {
    const surplusOrder = await publish(here, tateshina, 2_400, { minSliceMinutes: 600 });
    const surplusOrderId = String(surplusOrder['id']);
    const { claim } = await there.does('ClaimSurplusOrder', { surplusOrderId, municipality: shiojiri, minutes });
    return { surplusOrderId, claimId: String(claim?.['id']) };
  };
  const bothSee = async (claimId: string, expected: object): Promise<void> => {
    const text = `query($id: ID!) { claim(id: $id) { status minutes priceYen reason owedYen receiptPending offer { number minutes priceYen earliest due municipality { code } } } }`;
    for (const person of [here, there])
      expect((await person.ask(text, { id: claimId })).data?.['claim']).toMatchObject(expected);
  };
  const free = async (): Promise<number> => {
    const { data } = await there.run('TownCapacity', { municipality: shiojiri, skill: 'data-entry', window });
    return Number(data?.['townCapacity']?.['freeMinutes']);
  };
  const statusOf = (answer: Tree, what: 'claim' | 'surplusOrder'): string => String(answer[what]?.['status']);

  it('goes back and forth until an award on the agreed terms is in force', async () => {
    const before = await free();
    const { claimId } = await claimed();
    const countered = await here.does('CounterClaim', { claimId, minutes: 1_200 });
    expect(countered['claim']).toMatchObject({
      ...{ status: 'COUNTERED' },
      offer: { number: 2, minutes: 1_200, priceYen: 50_000, municipality: { code: tateshina } },
    });
    expect(await here.isRefused('AwardClaim', { claimId, minutes: 1_200 })).toMatchObject({
      code: 'CLAIM_NOT_AWARDABLE',
    });
    await there.does('CounterClaim', { claimId, priceYen: 56_000 });
    await bothSee(claimId, { status: 'COUNTERED', offer: { number: 3, municipality: { code: shiojiri } } });
    expect(before - (await free())).toBe(1_200); // The hold is for what this town offers now.
    await here.does('CounterClaim', { claimId, priceYen: 53_000 });
    expect(statusOf(await there.does('AcceptCounter', { claimId }), 'claim')).toBe('SUBMITTED');
    await here.does('AwardClaim', { claimId, minutes: 600 });
    await there.does('ConfirmAward', { claimId });
    await bothSee(claimId, { status: 'CONFIRMED', minutes: 600, priceYen: 26_500 });
    expect(before - (await free())).toBe(600);
    expect(await there.isRefused('WithdrawClaim', { claimId })).toMatchObject({ code: 'CLAIM_NOT_WITHDRAWABLE' });
    expect(await here.isRefused('DeclineClaim', { claimId, reason: 'x' })).toMatchObject({
      code: 'CLAIM_NOT_DECLINABLE',
    });
  });

  it('takes no counter-offer out of turn, unchanged, or outside what was published', async () => {
    const { claimId } = await claimed();
    const refused = async (person: Person, input: object): Promise<object> =>
      person.isRefused('CounterClaim', { claimId, ...input });
    expect(await refused(there, { minutes: 600 })).toMatchObject({ code: 'CLAIM_NOT_NEGOTIABLE', field: 'claimId' });
    expect(await refused(here, {})).toMatchObject({ code: 'COUNTER_UNCHANGED', field: 'claimId' });
    expect(await refused(here, { minutes: 599 })).toMatchObject({ code: 'BELOW_MIN_SLICE', field: 'minutes' });
    expect(await refused(here, { priceYen: 99_999 })).toMatchObject({
      ...{ code: 'COUNTER_PRICE_OUT_OF_RANGE', field: 'priceYen' },
    });
    expect(await refused(here, { earliest: '2026-01-01' })).toMatchObject({
      ...{ code: 'COUNTER_OUTSIDE_WINDOW', field: 'earliest' },
    });
    expect(await refused(here, { earliest: last, due: first })).toMatchObject({ code: 'DUE_BEFORE_EARLIEST' });
    expect(await there.isRefused('AcceptCounter', { claimId })).toMatchObject({ code: 'CLAIM_NOT_NEGOTIABLE' });
    await bothSee(claimId, { status: 'SUBMITTED', offer: { number: 1, minutes: 2_400 } });
  });

  it('accepts no terms that the town has no time for, and changes nothing then', async () => {
    const { claimId } = await claimed(600);
    await here.does('CounterClaim', { claimId, minutes: 2_400 });
    const { claim } = await there.does('ClaimSurplusOrder', {
      surplusOrderId: String((await publish(here, tateshina, 200_000))['id']),
      ...{ municipality: shiojiri, minutes: (await free()) - 60 },
    });
    expect(await there.isRefused('AcceptCounter', { claimId })).toMatchObject({ code: 'CAPACITY_EXCEEDED' });
    await bothSee(claimId, { status: 'COUNTERED', offer: { number: 2 } });
    expect(await free()).toBe(60);
    await there.does('WithdrawClaim', { claimId: String(claim?.['id']) });
  });

  it('declines a claim for a reason that the claimant reads, and frees its hold', async () => {
    const before = await free();
    const { claimId } = await claimed();
    expect(await here.isRefused('DeclineClaim', { claimId, reason: ' ' })).toMatchObject({
      ...{ code: 'TEXT_EMPTY', field: 'reason' },
    });
    await here.does('DeclineClaim', { claimId, reason: '時期が合わないため' });
    await bothSee(claimId, { status: 'DECLINED', reason: '時期が合わないため' });
    expect(await free()).toBe(before);
  });

  it.each(['SUBMITTED', 'AWARDED'])(
    'lets a claimant withdraw what is %s; its minutes are on offer again',
    async (at) => {
      const before = await free();
      const { surplusOrderId, claimId } = await claimed();
      if (at === 'AWARDED') await here.does('AwardClaim', { claimId, minutes: 1_200 });
      expect(statusOf(await there.does('WithdrawClaim', { claimId }), 'claim')).toBe('WITHDRAWN');
      await bothSee(claimId, { status: 'WITHDRAWN' });
      expect(await free()).toBe(before);
      expect(await here.isRefused('AwardClaim', { claimId, minutes: 600 })).toMatchObject({
        code: 'CLAIM_NOT_AWARDABLE',
      });
      expect(await here.isRefused('CancelSurplusOrder', { surplusOrderId, reason: 'x' })).toMatchObject({
        ...{ code: 'SURPLUS_ORDER_NOT_CANCELLABLE', field: 'surplusOrderId' },
      });
    },
  );

  it('withdraws a surplus order before an award, and declines the claims on it', async () => {
    const { surplusOrderId, claimId } = await claimed();
    expect(statusOf(await here.does('WithdrawSurplusOrder', { surplusOrderId }), 'surplusOrder')).toBe('WITHDRAWN');
    await bothSee(claimId, { status: 'DECLINED', reason: 'SURPLUS_ORDER_CLOSED' });
    expect(
      await there.isRefused('ClaimSurplusOrder', { surplusOrderId, municipality: shiojiri, minutes: 600 }),
    ).toMatchObject({ code: 'SURPLUS_ORDER_CLOSED' });
    expect(await here.isRefused('WithdrawSurplusOrder', { surplusOrderId })).toMatchObject({
      code: 'SURPLUS_ORDER_NOT_WITHDRAWABLE',
    });
    expect(await here.isRefused('WithdrawSurplusOrder', { surplusOrderId: `${tateshina}-surplus-no` })).toMatchObject({
      code: 'SURPLUS_ORDER_UNKNOWN',
    });
  });

  it('cancels after an award: in force or not, it ends at both towns, and the lot is whole again', async () => {
    const before = await free();
    const { surplusOrderId, claimId } = await claimed(600);
    const { claim } = await there.does('ClaimSurplusOrder', { surplusOrderId, municipality: shiojiri, minutes: 600 });
    const unconfirmed = String(claim?.['id']);
    for (const id of [claimId, unconfirmed]) await here.does('AwardClaim', { claimId: id, minutes: 600 });
    await there.does('ConfirmAward', { claimId });
    expect(await here.isRefused('WithdrawSurplusOrder', { surplusOrderId })).toMatchObject({
      ...{ code: 'SURPLUS_ORDER_NOT_WITHDRAWABLE', field: 'surplusOrderId' },
    });
    await here.does('CancelSurplusOrder', { surplusOrderId, reason: '発注が取り消されたため' });
    // The work begins in half a year: nothing is owed yet.
    for (const id of [claimId, unconfirmed])
      await bothSee(id, { status: 'TERMINATED', reason: '発注が取り消されたため', owedYen: 0 });
    expect(await free()).toBe(before);
    const text = `query($town: MunicipalityCode!) { orders(municipality: $town, first: 200) { nodes { lots { minutes openMinutes sentMinutes } } } }`;
    const { data } = await here.ask(text, { town: tateshina });
    const orders = data?.['orders']?.['nodes'] as unknown as { lots: { minutes: number; openMinutes: number }[] }[];
    expect(orders.flatMap(({ lots }) => lots)).toContainEqual({ minutes: 2_400, openMinutes: 2_400, sentMinutes: 0 });
    const { data: seen } = await there.run('SurplusOrders', { filter: { status: ['CANCELLED'] } });
    expect(seen?.['surplusOrders']?.['totalCount']).toBe(1);
  });
});
