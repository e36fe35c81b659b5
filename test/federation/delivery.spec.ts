import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitUntil } from '../../tools/src/start/wait-until.js';
import { freshKey, startTestFederation, type Person, type Tree } from '../support/federation.js';
import { daysFromNow, newLot, publish, threeWorkers } from '../support/towns.js';

// Goal: work that another town does is delivered, inspected with a reason and a cause, done again where it must be, and priced by the
// award; both ends tell the same, and nobody else is told.
// Method: two real towns; each case makes its own surplus order and award in force, and asks both towns.

const [tateshina, shiojiri, saku] = ['203246', '202151', '202177'] as const;

describe('delivery and inspection', () => {
  let federation: Awaited<ReturnType<typeof startTestFederation>>;
  let here: Person;
  let there: Person;
  beforeAll(async () => {
    federation = await startTestFederation();
    [here, there] = [await federation.as(tateshina, 'DIRECTOR'), await federation.as(shiojiri, 'DIRECTOR')];
    await threeWorkers(there, shiojiri, 3_000);
  }, 120_000);
  afterAll(() => federation.close());

  /** 1,200 minutes for 40,001 yen, awarded to the neighbour and in force; work may begin today. */
  const inForce = async (minutes = 1_200): Promise<{ surplusOrderId: string; claimId: string }> => {
    const lotId = await newLot(here, tateshina, 1_200, { earliest: daysFromNow(-1), due: daysFromNow(60) });
    const { surplusOrder } = await here.does('PublishSurplusOrder', {
      ...{ lotId, minutes: 1_200, claimBy: daysFromNow(14), priceYen: 40_001, minSliceMinutes: 60, addressees: null },
      idempotencyKey: freshKey(),
    });
    const surplusOrderId = String(surplusOrder?.['id']);
    return { surplusOrderId, claimId: await award(surplusOrderId, minutes) };
  };
  const award = async (surplusOrderId: string, minutes: number): Promise<string> => {
    const { claim } = await there.does('ClaimSurplusOrder', { surplusOrderId, municipality: shiojiri, minutes });
    const claimId = String(claim?.['id']);
    await here.does('AwardClaim', { claimId, minutes });
    await there.does('ConfirmAward', { claimId });
    await waitUntil(
      "the publisher's word that it is in force",
      async () =>
        String(
          (await there.ask(`query($id: ID!) { claim(id: $id) { receiptPending } }`, { id: claimId })).data?.['claim']?.[
            'receiptPending'
          ],
        ) === 'false',
    );
    return claimId;
  };
  const text = `query($id: ID!) { claim(id: $id) { status priceYen surplusOrder { status } performance {
    startedOn acceptedMinutes reworkPayableMinutes returnedFor
    deliveries { number status minutes reworkMinutes note deliveredOn inspectedOn acceptedMinutes workYen reworkYen reason cause } } } }`;
  const seenBy = async (person: Person, claimId: string): Promise<Tree | undefined> =>
    (await person.ask(text, { id: claimId })).data?.['claim'];
  const bothSee = async (claimId: string, expected: object): Promise<void> => {
    const ours = await seenBy(here, claimId);
    expect(ours).toMatchObject(expected);
    const { surplusOrder: _, ...work } = ours ?? {};
    expect(await seenBy(there, claimId)).toMatchObject(work);
    // How the surplus order stands is told after the answer.
    await waitUntil('both tell the same', async () => isDeepStrictEqual(await seenBy(there, claimId), ours), 10_000);
  };

  it('goes from start to the last acceptance, with unpaid and paid rework on the way', async () => {
    const { claimId } = await inForce();
    const wait = async (operation: string, input: object, person = there): Promise<void> => {
      await person.does(operation, { claimId, ...input });
    };
    await wait('StartWork', {});
    await bothSee(claimId, { status: 'PERFORMING', surplusOrder: { status: 'PERFORMING' } });
    await wait('DeliverWork', { minutes: 700, note: '前半分' });
    await bothSee(claimId, {
      status: 'DELIVERED',
      performance: { deliveries: [{ status: 'DELIVERED', note: '前半分' }] },
    });
    await wait('RejectDelivery', { number: 1, reason: '列がずれています', cause: 'CLAIMANT' }, here);
    await bothSee(claimId, { status: 'PERFORMING', performance: { reworkPayableMinutes: 0 } });
    expect(await there.isRefused('DeliverWork', { claimId, minutes: 700, reworkMinutes: 1 })).toMatchObject({
      ...{ code: 'REWORK_MINUTES_EXCEEDED', field: 'reworkMinutes' },
    });
    await wait('DeliverWork', { minutes: 700 });
    await wait('AcceptDelivery', { number: 2, minutes: 700 }, here);
    await wait('DeliverWork', { minutes: 500 });
    await wait('RejectDelivery', { number: 3, reason: '仕様書の様式が古いままでした', cause: 'SPECIFICATION' }, here);
    await bothSee(claimId, { status: 'PERFORMING', performance: { reworkPayableMinutes: 500 } });
    await wait('DeliverWork', { minutes: 500, reworkMinutes: 240 });
    await wait('AcceptDelivery', { number: 4, minutes: 500 }, here);
    await bothSee(claimId, {
      ...{ status: 'INSPECTED', surplusOrder: { status: 'COMPLETED' } },
      performance: {
        ...{ acceptedMinutes: 1_200, reworkPayableMinutes: 260 },
        deliveries: [
          { status: 'REJECTED', cause: 'CLAIMANT', workYen: null },
          { status: 'ACCEPTED', acceptedMinutes: 700, workYen: 23_333, reworkYen: 0 },
          { status: 'REJECTED', cause: 'SPECIFICATION', reason: '仕様書の様式が古いままでした' },
          { status: 'ACCEPTED', acceptedMinutes: 500, workYen: 16_668, reworkYen: 8_000 },
        ],
      },
    });
  });

  it('cannot be amended away: what is handed in stays awarded, and what is not may go', async () => {
    const { claimId } = await inForce();
    await there.does('StartWork', { claimId });
    await there.does('DeliverWork', { claimId, minutes: 700 });
    for (const person of [here, there])
      expect(await person.isRefused('ProposeAmendment', { claimId, minutes: 699 })).toMatchObject({
        ...{ code: 'AMENDMENT_BELOW_DONE', field: 'minutes' },
      });
    await here.does('AcceptDelivery', { claimId, number: 1, minutes: 700 });
    expect(await here.isRefused('ProposeAmendment', { claimId, minutes: 600 })).toMatchObject({
      code: 'AMENDMENT_BELOW_DONE',
    });
    await here.does('ProposeAmendment', { claimId, minutes: 900 });
    await there.does('AcceptAmendment', { claimId });
    expect(await there.isRefused('DeliverWork', { claimId, minutes: 201 })).toMatchObject({
      ...{ code: 'DELIVERED_MINUTES_EXCEEDED', field: 'minutes' },
    });
    await there.does('DeliverWork', { claimId, minutes: 200 });
    await here.does('AcceptDelivery', { claimId, number: 2, minutes: 200 });
    await bothSee(claimId, { status: 'INSPECTED', performance: { acceptedMinutes: 900 } });
  });

  it('comes to its end where the award is amended down to what has been accepted', async () => {
    const { claimId } = await inForce();
    await there.does('StartWork', { claimId });
    await there.does('DeliverWork', { claimId, minutes: 700 });
    await here.does('AcceptDelivery', { claimId, number: 1, minutes: 700 });
    await bothSee(claimId, { status: 'PERFORMING' });
    await there.does('ProposeAmendment', { claimId, minutes: 700 });
    await here.does('AcceptAmendment', { claimId });
    await waitUntil(
      'both know of the amendment',
      async () => (await seenBy(here, claimId))?.['status'] === ('INSPECTED' as unknown),
    );
    await bothSee(claimId, { status: 'INSPECTED', performance: { acceptedMinutes: 700 } });
    expect(await there.isRefused('DeliverWork', { claimId, minutes: 1 })).toMatchObject({
      code: 'WORK_NOT_DELIVERABLE',
    });
  });

  it('refuses what the state of the work does not allow', async () => {
    const { claimId } = await inForce();
    expect(await there.isRefused('DeliverWork', { claimId, minutes: 1 })).toMatchObject({
      code: 'WORK_NOT_DELIVERABLE',
    });
    await there.does('StartWork', { claimId });
    expect(await there.isRefused('StartWork', { claimId })).toMatchObject({ code: 'WORK_NOT_STARTABLE' });
    expect(await there.isRefused('DeliverWork', { claimId, minutes: 1_201 })).toMatchObject({
      ...{ code: 'DELIVERED_MINUTES_EXCEEDED', field: 'minutes' },
    });
    expect(await here.isRefused('AcceptDelivery', { claimId, number: 1, minutes: 1 })).toMatchObject({
      code: 'DELIVERY_NOT_INSPECTABLE',
    });
    await there.does('DeliverWork', { claimId, minutes: 600 });
    expect(await here.isRefused('AcceptDelivery', { claimId, number: 1, minutes: 601 })).toMatchObject({
      ...{ code: 'ACCEPTED_MINUTES_EXCEEDED', field: 'minutes' },
    });
    expect(await there.isRefused('StartWork', { claimId: `${shiojiri}-claim-${tateshina}-no` })).toMatchObject({
      code: 'CLAIM_UNKNOWN',
    });
    await bothSee(claimId, { status: 'DELIVERED', performance: { acceptedMinutes: 0 } });
  });

  it('begins neither before the award is in force nor before its first day', async () => {
    const surplusOrder = await publish(here, tateshina, 600); // In half a year.
    const claimId = await award(String(surplusOrder['id']), 600);
    expect(await there.isRefused('StartWork', { claimId })).toMatchObject({
      code: 'START_TOO_EARLY',
      field: 'claimId',
    });
    const { claim } = await there.does('ClaimSurplusOrder', {
      surplusOrderId: String((await publish(here, tateshina, 600))['id']),
      ...{ municipality: shiojiri, minutes: 600 },
    });
    expect(await there.isRefused('StartWork', { claimId: String(claim?.['id']) })).toMatchObject({
      code: 'AWARD_NOT_IN_FORCE',
    });
  });

  it('cannot be cancelled from under a claimant that has begun', async () => {
    const { surplusOrderId, claimId } = await inForce(600);
    await there.does('StartWork', { claimId });
    expect(await here.isRefused('CancelSurplusOrder', { surplusOrderId, reason: 'x' })).toMatchObject({
      ...{ code: 'SURPLUS_ORDER_PERFORMING', field: 'surplusOrderId' },
    });
    await bothSee(claimId, { status: 'PERFORMING', surplusOrder: { status: 'PARTLY_AWARDED' } });
    await award(surplusOrderId, 600);
    await there.does('DeliverWork', { claimId, minutes: 600 });
    await bothSee(claimId, { status: 'DELIVERED', surplusOrder: { status: 'PERFORMING' } });
  });

  it('is told to the two towns alone', async () => {
    const { claimId } = await inForce();
    await there.does('StartWork', { claimId });
    const coordinator = await federation.as(saku, 'COORDINATOR');
    expect(await seenBy(coordinator, claimId)).toMatchObject({ status: 'PERFORMING', performance: null });
    expect(await seenBy(await federation.as(saku, 'DIRECTOR'), claimId)).toBeNull();
  });
});
