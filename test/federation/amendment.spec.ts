import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, startTestFederation, type Person } from '../support/federation.js';
import { daysFromNow, monthAhead, newLot, threeWorkers } from '../support/towns.js';

// Goal: an award in force is changed by a version that both towns have signed; capacity, lot and surplus order follow it, and both ends tell
// the same. Method: two real towns; each case makes its own award of 1,200 of 2,400 minutes, and asks both.

const [tateshina, shiojiri] = ['203246', '202151'];

describe('an amendment', () => {
  let federation: Awaited<ReturnType<typeof startTestFederation>>;
  let here: Person;
  let there: Person;
  const { first, last, window } = monthAhead();
  beforeAll(async () => {
    federation = await startTestFederation();
    [here, there] = [await federation.as(tateshina, 'DIRECTOR'), await federation.as(shiojiri, 'DIRECTOR')];
    await threeWorkers(there, shiojiri, 600);
  }, 120_000);
  afterAll(() => federation.close());

  /** 1,200 of 2,400 minutes that cost 100,000 yen, in force. */
  const inForce = async (): Promise<{ lotId: string; surplusOrderId: string; claimId: string }> => {
    const lotId = await newLot(here, tateshina, 2_400);
    const asked = { lotId, minutes: 2_400, claimBy: daysFromNow(14), priceYen: 100_000, minSliceMinutes: 600 };
    const { surplusOrder } = await here.does('PublishSurplusOrder', { ...asked, addressees: [shiojiri] });
    const surplusOrderId = String(surplusOrder?.['id']);
    const { claim } = await there.does('ClaimSurplusOrder', { surplusOrderId, municipality: shiojiri, minutes: 1_200 });
    const claimId = String(claim?.['id']);
    await here.does('AwardClaim', { claimId, minutes: 1_200 });
    await there.does('ConfirmAward', { claimId });
    await bothSee(claimId, { status: 'CONFIRMED', receiptPending: false });
    return { lotId, surplusOrderId, claimId };
  };
  const text = `query($id: ID!) { claim(id: $id) {
    status version receiptPending minutes priceYen termsHash lot { minutes earliest due }
    amendment { termsHash version minutes priceYen signedByPublisher withdrawn municipality { code } } surplusOrder { remainingMinutes }
  } }`;
  const seenBy = async (person: Person, id: string): Promise<Record<string, unknown>> =>
    ((await person.ask(text, { id })).data?.['claim'] ?? {}) as unknown as Record<string, unknown>;
  /** Both ends, once every answer has come. */
  const bothSee = (claimId: string, expected: object): Promise<void> =>
    eventually(async () => {
      const [one, other] = [await seenBy(here, claimId), await seenBy(there, claimId)];
      expect([one, other]).toMatchObject([expected, expected]);
      expect(one['termsHash']).toBe(other['termsHash']);
    });
  const free = async (): Promise<number> => {
    const { data } = await there.run('TownCapacity', { municipality: shiojiri, skill: 'data-entry', window });
    return Number(data?.['townCapacity']?.['freeMinutes']);
  };
  const sentMinutes = async (lotId: string): Promise<unknown> => {
    const asked = `query($town: MunicipalityCode!) { orders(municipality: $town, first: 200) { nodes { lots { id sentMinutes } } } }`;
    const { data } = await here.ask(asked, { town: tateshina });
    const orders = data?.['orders']?.['nodes'] as unknown as { lots: { id: string; sentMinutes: number }[] }[];
    return orders.flatMap(({ lots }) => lots).find(({ id }) => id === lotId)?.sentMinutes;
  };

  it('by the publisher, fewer minutes: the claimant agrees, and all follows at both ends', async () => {
    const { lotId, claimId } = await inForce();
    const before = await free();
    const { claim } = await here.does('ProposeAmendment', { claimId, minutes: 600 });
    expect(claim).toMatchObject({ version: 1, amendment: { version: 2, minutes: 600, priceYen: 25_000 } });
    await bothSee(claimId, {
      ...{ version: 1, minutes: 1_200, amendment: { minutes: 600, signedByPublisher: true } },
      ...{ surplusOrder: { remainingMinutes: 1_200 } },
    });
    expect(await here.isRefused('ProposeAmendment', { claimId, minutes: 700 })).toMatchObject({
      code: 'AMENDMENT_OPEN',
    });
    const termsHash = claim?.['amendment']?.['termsHash'];
    expect(await there.isRefused('AcceptAmendment', { claimId, termsHash: 'another' })).toMatchObject({
      ...{ code: 'AMENDMENT_NOT_OPEN', field: 'termsHash' },
    });
    const accepted = await there.does('AcceptAmendment', { claimId, termsHash });
    expect(accepted['claim']).toMatchObject({ version: 2, minutes: 600, priceYen: 25_000, amendment: null });
    await bothSee(claimId, {
      ...{ status: 'CONFIRMED', version: 2, minutes: 600, priceYen: 25_000, amendment: null },
      ...{ surplusOrder: { remainingMinutes: 1_800 } },
    });
    expect([(await free()) - before, await sentMinutes(lotId)]).toEqual([600, 600]);
    expect(await seenBy(there, claimId)).toMatchObject({ lot: { minutes: 600 } });
  });

  it('by the claimant, more minutes on other days: the publisher signs, and the claimant puts it into force', async () => {
    const { lotId, claimId } = await inForce();
    const before = await free();
    const days = { earliest: first, due: `${last.slice(0, 8)}20` };
    await there.does('ProposeAmendment', { claimId, minutes: 1_800, priceYen: 80_000, ...days });
    await here.does('AcceptAmendment', { claimId });
    await bothSee(claimId, { version: 2, minutes: 1_800, priceYen: 80_000, amendment: null });
    expect([before - (await free()), await sentMinutes(lotId)]).toEqual([600, 1_800]);
    expect(await seenBy(there, claimId)).toMatchObject({ lot: { minutes: 1_800, ...days } });
    await here.does('ProposeAmendment', { claimId, minutes: 600 });
    await there.does('AcceptAmendment', { claimId });
    await bothSee(claimId, { version: 3, minutes: 600, surplusOrder: { remainingMinutes: 1_800 } });
  });

  it('is declined, or taken back, and the terms in force stay', async () => {
    const { claimId } = await inForce();
    await here.does('ProposeAmendment', { claimId, minutes: 2_400 });
    await bothSee(claimId, { surplusOrder: { remainingMinutes: 0 } }); // The publisher keeps them while it is not answered.
    expect(await there.isRefused('DeclineAmendment', { claimId, reason: ' ' })).toMatchObject({ code: 'TEXT_EMPTY' });
    await there.does('DeclineAmendment', { claimId, reason: '人手が足りないため' });
    await bothSee(claimId, { version: 1, amendment: null, surplusOrder: { remainingMinutes: 1_200 } });
    await there.does('ProposeAmendment', { claimId, minutes: 600 });
    await there.does('WithdrawAmendment', { claimId });
    await bothSee(claimId, { version: 1, minutes: 1_200, amendment: null });
    await here.does('ProposeAmendment', { claimId, minutes: 600 });
    await here.does('WithdrawAmendment', { claimId });
    await bothSee(claimId, { version: 1, amendment: null });
    await there.does('ProposeAmendment', { claimId, minutes: 900 });
    await bothSee(claimId, { version: 1, amendment: { minutes: 900, municipality: { code: shiojiri } } });
    await here.does('DeclineAmendment', { claimId, reason: 'x' });
    expect(await here.isRefused('AcceptAmendment', { claimId })).toMatchObject({ code: 'AMENDMENT_NOT_OPEN' });
    await bothSee(claimId, { version: 1, minutes: 1_200, amendment: null });
  });

  it('is refused where it changes nothing, costs too little, leaves the window, or asks for what is not there', async () => {
    const { surplusOrderId, claimId } = await inForce();
    const refused = (person: Person, input: object): Promise<object> =>
      person.isRefused('ProposeAmendment', { claimId, ...input });
    expect(await refused(here, {})).toMatchObject({ code: 'AMENDMENT_UNCHANGED' });
    expect(await refused(here, { priceYen: 49_999 })).toMatchObject({
      code: 'AMENDMENT_PRICE_TOO_LOW',
      field: 'priceYen',
    });
    expect(await refused(there, { earliest: '2026-01-01' })).toMatchObject({ code: 'COUNTER_OUTSIDE_WINDOW' });
    expect(await refused(there, { minutes: 2_401 })).toMatchObject({
      code: 'REMAINING_MINUTES_EXCEEDED',
      field: 'minutes',
    });
    const room = await free();
    const lotId = await newLot(there, shiojiri, room - 60);
    await there.does('CommitCapacity', { lotId, minutes: room - 60 });
    expect(await refused(there, { minutes: 1_800 })).toMatchObject({ code: 'CAPACITY_EXCEEDED', field: 'minutes' });
    await here.does('ProposeAmendment', { claimId, minutes: 1_800 });
    expect(await there.isRefused('AcceptAmendment', { claimId })).toMatchObject({ code: 'CAPACITY_EXCEEDED' });
    await bothSee(claimId, { version: 1, minutes: 1_200, amendment: { minutes: 1_800 } });
    expect(await free()).toBe(60);
    await here.does('CancelSurplusOrder', { surplusOrderId, reason: 'x' });
    expect(await refused(there, { minutes: 600 })).toMatchObject({ code: 'CLAIM_NOT_AMENDABLE', field: 'claimId' });
    await bothSee(claimId, { status: 'TERMINATED', amendment: null });
  });
});
