import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshKey, startTestFederation, type Person } from '../support/federation.js';
import { daysFromNow, monthAhead, newLot, publish, threeWorkers } from '../support/towns.js';

// Goal: every operation of the contract works through the gateway with the meaning it is published with.
// Method: three real town processes without demo data; each test makes what it needs.

const [tateshina, shiojiri, saku] = ['203246', '202151', '202177'];

describe('the contract', () => {
  let federation: Awaited<ReturnType<typeof startTestFederation>>;
  let here: Person;
  let there: Person;
  beforeAll(async () => {
    federation = await startTestFederation();
    [here, there] = [await federation.as(tateshina, 'DIRECTOR'), await federation.as(shiojiri, 'DIRECTOR')];
    await threeWorkers(here, tateshina, 600);
    await threeWorkers(there, shiojiri, 3_000);
  }, 120_000);
  afterAll(() => federation.close());

  it('names the members of the federation and the skills', async () => {
    const { data } = await here.run('Municipalities');
    expect(data?.['municipalities']).toContainEqual({
      code: shiojiri,
      name: '塩尻市',
      level: 'TRADING',
      operatingBody: '塩尻市振興公社',
    });
    const skills = await here.run('Skills');
    expect(skills.data?.['skills']).toContainEqual({ code: 'data-entry', name: 'データ入力' });
  });

  it('answers who has time, row by row, with every town that answers', async () => {
    const { month } = monthAhead();
    const { data } = await here.run('AvailableCapacity', { filter: { skill: 'data-entry', from: month, to: month } });
    const rows = data?.['availableCapacity']?.['rows'] as unknown as {
      municipality: { code: string };
      freeMinutes: number;
    }[];
    expect(rows.map(({ municipality }) => municipality.code).sort()).toEqual([shiojiri, tateshina].sort());
    expect(data?.['availableCapacity']?.['unanswered']).toEqual([]);
    const narrowed = await here.run('AvailableCapacity', {
      filter: { from: month, to: month, minMinutes: 5_000, municipalities: [shiojiri, saku] },
    });
    expect(
      (narrowed.data?.['availableCapacity']?.['rows'] as unknown as { municipality: { code: string } }[]).every(
        ({ municipality }) => municipality.code === shiojiri,
      ),
    ).toBe(true);
  });

  it('leaves out figures that fewer than three workers stand behind', async () => {
    const director = await federation.as(saku, 'DIRECTOR');
    await director.does('RegisterWorker', {
      municipality: saku,
      displayName: '試験 四郎',
      skills: [{ code: 'translation', level: 1 }],
      weeklyMinutes: 600,
    });
    const { month } = monthAhead();
    const { data } = await here.run('AvailableCapacity', { filter: { skill: 'translation', from: month, to: month } });
    expect(data?.['availableCapacity']?.['rows']).toEqual([]);
  });

  it('says what a goal leaves beside wages, or which number makes no sense', async () => {
    const { data } = await here.run('SelfSufficiency', { input: { priceYenPerHour: 1_900 } });
    expect(data?.['selfSufficiency']).toMatchObject({
      ...{ hours: 28_800, wagesYen: 28_800_000, leftYen: 1_200_000, leftShare: 0.04, atMargin: null },
      atPrice: { hours: 15_789, yenPerWorker: 526_316 },
    });
    const { errors } = await here.run('SelfSufficiency', { input: { workers: 0 } });
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('takes an order through its lots, and the town sees its exact capacity', async () => {
    const { window } = monthAhead();
    const lotId = await newLot(here, tateshina, 3_000);
    const capacity = async (): Promise<Record<string, number>> => {
      const { data } = await here.run('TownCapacity', { municipality: tateshina, skill: 'data-entry', window });
      return data?.['townCapacity'] as unknown as Record<string, number>;
    };
    const before = await capacity();
    const { commitment } = await here.does('CommitCapacity', { lotId, minutes: 1_000 });
    expect(commitment?.['minutes']).toBe(1_000);
    const after = await capacity();
    expect(after).toMatchObject({
      offeredMinutes: before['offeredMinutes'],
      committedMinutes: (before['committedMinutes'] ?? 0) + 1_000,
      freeMinutes: (before['freeMinutes'] ?? 0) - 1_000,
    });
  });

  it('sells no time twice that lies partly in the past', async () => {
    const director = await federation.as('202177', 'DIRECTOR');
    await director.does('RegisterWorker', {
      municipality: '202177',
      displayName: '試験 五郎',
      skills: [{ code: 'proofreading', level: 2 }],
      weeklyMinutes: 600,
    });
    const { order } = await director.does('CreateOrder', {
      municipality: '202177',
      clientName: '株式会社テスト商事',
      title: '校正',
      recommissionConsent: 'NONE',
    });
    const inTokyo = (days: number): string =>
      new Date(Date.now() + (9 + 24 * days) * 3_600_000).toISOString().slice(0, 10);
    const { lot } = await director.does('AddLot', {
      orderId: String(order?.['id']),
      title: '校正',
      skill: 'proofreading',
      minutes: 6_000,
      earliest: inTokyo(-21),
      due: inTokyo(0),
      dataClass: 'PUBLIC',
    });
    await director.does('CommitCapacity', { lotId: String(lot?.['id']), minutes: 600 });
    expect(await director.isRefused('CommitCapacity', { lotId: String(lot?.['id']), minutes: 1 })).toMatchObject({
      code: 'CAPACITY_EXCEEDED',
    });
  });

  it('reports the work at risk when a worker gives hours back', async () => {
    const { window, first, last } = monthAhead();
    const weeks = weeksBetween(window.from, window.to).map((week) => ({ week, minutes: 0 }));
    const director = await federation.as('203505', 'DIRECTOR');
    const workers = await threeWorkers(director, '203505', 600);
    const minutes = 3 * 600 * weeks.length - 60;
    const { order } = await director.does('CreateOrder', {
      municipality: '203505',
      clientName: '株式会社テスト商事',
      title: '集計',
      recommissionConsent: 'NONE',
    });
    const { lot } = await director.does('AddLot', {
      orderId: String(order?.['id']),
      title: '集計',
      skill: 'data-entry',
      minutes,
      earliest: first,
      due: last,
      dataClass: 'PUBLIC',
    });
    await director.does('CommitCapacity', { lotId: String(lot?.['id']), minutes });
    const answer = await director.does('DeclareAvailability', { workerId: workers[0], weeks });
    expect(answer['worker']?.['id']).toBe(workers[0]);
    expect(answer['shortfalls']).toEqual([
      { lot: { id: lot?.['id'] }, minutes: minutes - 2 * 600 * weeks.length, week: window.to },
    ]);
  });

  it('trades: publish, claim, award part, confirm; both towns and the coordinator see it', async () => {
    const fiscalYear = fiscalYearOf(monthAhead().first);
    const coordinator = await federation.as(tateshina, 'COORDINATOR');
    const workload = async (town: string, figure: string): Promise<number> => {
      const { data } = await coordinator.run('SharedWorkload', { fiscalYear });
      const rows = data?.['sharedWorkload']?.['rows'] as unknown as ({ municipality: { code: string } } & Record<
        string,
        number
      >)[];
      return rows
        .filter(({ municipality }) => municipality.code === town)
        .reduce((sum, row) => sum + (row[figure] ?? 0), 0);
    };
    const [sentBefore, receivedBefore] = [
      await workload(tateshina, 'sentMinutes'),
      await workload(shiojiri, 'receivedMinutes'),
    ];

    const surplusOrder = await publish(here, tateshina, 2_400, { minSliceMinutes: 600 });
    expect(surplusOrder).toMatchObject({ status: 'POSTED', remainingMinutes: 2_400 });
    const surplusOrderId = String(surplusOrder['id']);
    const { claim } = await there.does('ClaimSurplusOrder', { surplusOrderId, municipality: shiojiri, minutes: 1_800 });
    expect(claim).toMatchObject({ status: 'SUBMITTED', minutes: 1_800 });
    const claimId = String(claim?.['id']);

    const awarded = await here.does('AwardClaim', { claimId, minutes: 1_200 });
    expect(awarded).toMatchObject({
      claim: { id: claimId, status: 'AWARDED' },
      surplusOrder: { remainingMinutes: 1_200, status: 'PARTLY_AWARDED' },
    });
    const confirmed = await there.does('ConfirmAward', { claimId });
    expect(confirmed['claim']).toEqual({ id: claimId, status: 'CONFIRMED' });

    for (const person of [here, there]) {
      const { data } = await person.run('Claim', { id: claimId });
      expect(data?.['claim']).toEqual({
        id: claimId,
        status: 'CONFIRMED',
        minutes: 1_200,
        municipality: { code: shiojiri },
        surplusOrder: { id: surplusOrderId, municipality: { code: tateshina } },
      });
    }
    const { data } = await here.run('SurplusOrders', { filter: { municipalities: [tateshina] } });
    const nodes = data?.['surplusOrders']?.['nodes'] as unknown as { id: string; claims: object[] }[];
    expect(nodes.find(({ id }) => id === surplusOrderId)?.claims).toEqual([
      { id: claimId, status: 'CONFIRMED', municipality: { code: shiojiri }, minutes: 1_200 },
    ]);
    expect((await workload(tateshina, 'sentMinutes')) - sentBefore).toBe(1_200);
    expect((await workload(shiojiri, 'receivedMinutes')) - receivedBefore).toBe(1_200);
  });

  it('tells what is in the way of publishing and claiming before anybody does, with the rule and who can put it right', async () => {
    const asked = {
      minutes: 600,
      claimBy: daysFromNow(7),
      priceYen: 10_000,
      minSliceMinutes: 60,
      addressees: [shiojiri],
    };
    const check = async (person: Person, operation: string, input: object, language: 'ja' | 'en' = 'ja') =>
      Object.values((await person.run(operation, { input }, { language })).data ?? {})[0];
    const closed = { ...asked, lotId: await newLot(here, tateshina, 600, { consent: 'NONE' }) };
    const refused = await check(here, 'CheckPublishSurplusOrder', closed, 'en');
    expect(refused).toMatchObject({
      obstacles: [
        { code: 'CONSENT_MISSING', field: 'lotId', fixedBy: 'CLIENT', rule: expect.stringMatching(/^Passing/) },
      ],
      addressees: [],
    });
    const open = { ...asked, lotId: await newLot(here, tateshina, 600) };
    expect(await check(here, 'CheckPublishSurplusOrder', open)).toEqual({
      obstacles: [],
      addressees: [{ code: shiojiri }],
    });
    const surplusOrderId = (await publish(here, tateshina, 600))['id'];
    const claim = { surplusOrderId, municipality: shiojiri, minutes: 600 };
    expect(await check(there, 'CheckClaimSurplusOrder', claim)).toEqual({ obstacles: [] });
    expect(await check(there, 'CheckClaimSurplusOrder', { ...claim, minutes: 601 })).toMatchObject({
      obstacles: [{ code: 'REMAINING_MINUTES_EXCEEDED', fixedBy: 'ASKER', rule: expect.stringMatching(/I-1/) }],
    });
    const elsewhere = await there.run('CheckClaimSurplusOrder', { input: { ...claim, municipality: tateshina } });
    expect(elsewhere.errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });

  it("drafts a surplus order for the town's own staff alone, and publishes it when it is whole", async () => {
    const lotId = await newLot(here, tateshina, 600);
    const content = { minutes: 600, claimBy: daysFromNow(7), priceYen: 10_000, minSliceMinutes: 60 };
    const { draft } = await here.does('DraftSurplusOrder', { lotId, minutes: 600 });
    const open = {
      addressees: [],
      obstacles: expect.arrayContaining([{ code: 'DRAFT_INCOMPLETE', field: 'claimBy' }]),
    };
    expect(draft).toMatchObject({ minutes: 600, check: open });
    const draftId = String(draft?.['id']);
    const ofTown = { municipality: tateshina };
    const drafts = (await here.run('SurplusOrderDrafts', ofTown)).data?.['surplusOrderDrafts'];
    expect(drafts).toMatchObject([{ id: draftId, lot: { id: lotId }, claimBy: null, addressees: null, origin: null }]);

    const coordinator = await federation.as(saku, 'COORDINATOR');
    for (const person of [there, coordinator]) {
      expect((await person.run('SurplusOrderDrafts', ofTown)).errors[0]?.extensions).toMatchObject({
        code: 'FORBIDDEN',
      });
      expect((await person.run('SurplusOrderDraft', { id: draftId })).data?.['surplusOrderDraft'] ?? null).toBeNull();
      expect(JSON.stringify((await person.run('SurplusOrders', { first: 200 })).data)).not.toContain(draftId);
    }

    const changed = await here.does('ChangeSurplusOrderDraft', { draftId, ...content, addressees: [shiojiri] });
    expect(changed['draft']).toMatchObject({ check: { obstacles: [], addressees: [{ code: shiojiri }] } });
    const { surplusOrder } = await here.does('PublishSurplusOrderDraft', { draftId });
    expect(surplusOrder).toMatchObject({ id: draftId, status: 'POSTED', remainingMinutes: 600 });
    expect((await here.run('SurplusOrderDraft', { id: draftId })).data?.['surplusOrderDraft']).toBeNull();

    const other = await here.does('DraftSurplusOrder', { lotId });
    const discarded = { draftId: String(other['draft']?.['id']) };
    expect(await here.does('DiscardSurplusOrderDraft', discarded)).toMatchObject(discarded);
    expect(await here.isRefused('PublishSurplusOrderDraft', discarded)).toMatchObject({ code: 'DRAFT_UNKNOWN' });
  });

  it('shows a claim to its two parties and not to a third town', async () => {
    const surplusOrder = await publish(here, tateshina, 600);
    const surplusOrderId = String(surplusOrder['id']);
    const { claim } = await there.does('ClaimSurplusOrder', { surplusOrderId, municipality: shiojiri, minutes: 600 });
    const stranger = await federation.as(saku, 'DIRECTOR');
    expect((await stranger.run('Claim', { id: String(claim?.['id']) })).data?.['claim']).toBeNull();
    const { data } = await stranger.run('SurplusOrders', { first: 200 });
    const seen = (data?.['surplusOrders']?.['nodes'] as unknown as { id: string; claims: object[] }[]).find(
      ({ id }) => id === surplusOrderId,
    );
    expect(seen?.claims).toEqual([]); // It is addressed as well, so it sees the work; who else has claimed it is not its business.
  });

  it('publishes only to the addressees it names', async () => {
    const lotId = await newLot(here, tateshina, 600);
    const { surplusOrder } = await here.does('PublishSurplusOrder', {
      lotId,
      minutes: 600,
      claimBy: daysFromNow(7),
      priceYen: 10_000,
      minSliceMinutes: 60,
      addressees: [shiojiri],
    });
    const ids = async (person: Person): Promise<string[]> => {
      const { data } = await person.run('SurplusOrders', { first: 200 });
      return (data?.['surplusOrders']?.['nodes'] as unknown as { id: string }[]).map(({ id }) => id);
    };
    expect(await ids(there)).toContain(surplusOrder?.['id']);
    const stranger = await federation.as(saku, 'DIRECTOR');
    expect(await ids(stranger)).not.toContain(surplusOrder?.['id']);
    expect(
      await stranger.isRefused('ClaimSurplusOrder', {
        surplusOrderId: surplusOrder?.['id'],
        municipality: saku,
        minutes: 60,
      }),
    ).toMatchObject({ code: 'SURPLUS_ORDER_UNKNOWN' });
  });

  it('pages through the surplus orders of all towns without losing or repeating one', async () => {
    for (let n = 0; n < 3; n++) {
      await publish(here, tateshina, 60, { claimBy: daysFromNow(5 + n) });
      await publish(there, shiojiri, 60, { claimBy: daysFromNow(5 + n) });
    }
    const everything = await here.run('SurplusOrders', { first: 200 });
    const expected = (everything.data?.['surplusOrders']?.['nodes'] as unknown as { id: string }[]).map(({ id }) => id);
    expect(everything.data?.['surplusOrders']?.['totalCount']).toBe(expected.length);
    const found: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await here.run('SurplusOrders', { first: 2, after });
      const page = data?.['surplusOrders'] as unknown as {
        nodes: { id: string }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      found.push(...page.nodes.map(({ id }) => id));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(found).toEqual(expected);
  });

  it('answers a repeated key with the same answer, and refuses it for something else', async () => {
    const idempotencyKey = freshKey();
    const input = {
      municipality: tateshina,
      clientName: '株式会社テスト商事',
      title: '一度だけ',
      recommissionConsent: 'NONE',
      idempotencyKey,
    };
    const [first, second] = await Promise.all([here.does('CreateOrder', input), here.does('CreateOrder', input)]);
    expect(second['order']?.['id']).toBe(first['order']?.['id']);
    expect(await here.isRefused('CreateOrder', { ...input, title: '別のこと' })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
      field: 'idempotencyKey',
    });
  });

  it('never sells an hour twice, however many claim at once', async () => {
    const director = await federation.as('203041', 'DIRECTOR');
    await threeWorkers(director, '203041', 200);
    const { window } = monthAhead();
    const { data } = await director.run('TownCapacity', { municipality: '203041', skill: 'data-entry', window });
    const free = Number(data?.['townCapacity']?.['freeMinutes']);
    const surplusOrder = await publish(here, tateshina, 10_000, { minSliceMinutes: 60 });
    const each = Math.floor(free / 5);
    const attempts = await Promise.all(
      Array.from({ length: 12 }, () =>
        director.run('ClaimSurplusOrder', {
          input: {
            surplusOrderId: surplusOrder['id'],
            municipality: '203041',
            minutes: each,
            idempotencyKey: freshKey(),
          },
        }),
      ),
    );
    const answers = attempts.map(
      (attempt) => attempt.data?.['claimSurplusOrder'] as unknown as { __typename: string; code?: string },
    );
    expect(answers.filter(({ __typename }) => __typename === 'ClaimSurplusOrderPayload')).toHaveLength(5);
    expect(answers.filter(({ code }) => code === 'CAPACITY_EXCEEDED')).toHaveLength(7);
  });
});

function weeksBetween(from: string, to: string): string[] {
  const weeks: string[] = [];
  for (let [year = 0, week = 0] = from.split('-W').map(Number); ;) {
    const text = `${year}-W${String(week).padStart(2, '0')}`;
    weeks.push(text);
    if (text === to || weeks.length > 10) return weeks;
    [year, week] = week >= 52 && !hasWeek53(year) ? [year + 1, 1] : week >= 53 ? [year + 1, 1] : [year, week + 1];
  }
}

function hasWeek53(year: number): boolean {
  const [first, last] = [new Date(Date.UTC(year, 0, 1)).getUTCDay(), new Date(Date.UTC(year, 11, 31)).getUTCDay()];
  return first === 4 || last === 4;
}

function fiscalYearOf(date: string): number {
  return Number(date.slice(0, 4)) - (Number(date.slice(5, 7)) < 4 ? 1 : 0);
}
