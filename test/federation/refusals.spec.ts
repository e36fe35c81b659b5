import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshKey, startTestFederation, type Person } from '../support/federation.js';
import { daysFromNow, monthAhead, newLot, publish, threeWorkers } from '../support/towns.js';

// Goal: wrong input is refused with a code of its own and the field it is about, and nothing is written.
// Method: one federation; each row provokes one refusal. What a scalar cannot read is BAD_USER_INPUT instead.

const [tateshina, shiojiri] = ['203246', '202151'];
const nagano = '202011'; // A real code, of no member.

describe('refusals', () => {
  let federation: Awaited<ReturnType<typeof startTestFederation>>;
  let here: Person;
  let there: Person;
  const { first, last } = monthAhead();
  beforeAll(async () => {
    federation = await startTestFederation();
    [here, there] = [await federation.as(tateshina, 'OFFICER'), await federation.as(shiojiri, 'DIRECTOR')];
    await threeWorkers(here, tateshina, 600);
    await threeWorkers(there, shiojiri, 600);
  }, 120_000);
  afterAll(() => federation.close());

  const worker = {
    municipality: tateshina,
    displayName: '試験 太郎',
    skills: [{ code: 'data-entry', level: 2 }],
    weeklyMinutes: 600,
  };
  const order = {
    municipality: tateshina,
    clientName: '株式会社テスト商事',
    title: '台帳',
    recommissionConsent: 'ALLOWED',
  };

  it.each([
    ['RegisterWorker', { ...worker, municipality: nagano }, 'MUNICIPALITY_UNKNOWN', 'municipality'],
    ['RegisterWorker', { ...worker, displayName: ' ' }, 'TEXT_EMPTY', 'displayName'],
    ['RegisterWorker', { ...worker, displayName: 'あ'.repeat(61) }, 'TEXT_TOO_LONG', 'displayName'],
    ['RegisterWorker', { ...worker, displayName: '太\u0000郎' }, 'TEXT_MALFORMED', 'displayName'],
    ['RegisterWorker', { ...worker, skills: [] }, 'SKILLS_EMPTY', 'skills'],
    ['RegisterWorker', { ...worker, skills: [{ code: 'knitting', level: 1 }] }, 'SKILL_UNKNOWN', 'skills.0.code'],
    [
      'RegisterWorker',
      { ...worker, skills: [{ code: 'design', level: 4 }] },
      'SKILL_LEVEL_OUT_OF_RANGE',
      'skills.0.level',
    ],
    [
      'RegisterWorker',
      {
        ...worker,
        skills: [
          { code: 'design', level: 1 },
          { code: 'design', level: 2 },
        ],
      },
      'SKILL_TWICE',
      'skills.1.code',
    ],
    ['RegisterWorker', { ...worker, weeklyMinutes: -1 }, 'WEEK_MINUTES_OUT_OF_RANGE', 'weeklyMinutes'],
    ['RegisterWorker', { ...worker, idempotencyKey: ' ' }, 'IDEMPOTENCY_KEY_MISSING', 'idempotencyKey'],
    [
      'DeclareAvailability',
      { workerId: `${tateshina}-worker-nobody`, weeks: [{ week: '2027-W05', minutes: 10 }] },
      'WORKER_UNKNOWN',
      'workerId',
    ],
    [
      'DeclareAvailability',
      { workerId: 'nonsense', weeks: [{ week: '2027-W05', minutes: 10 }] },
      'WORKER_UNKNOWN',
      'workerId',
    ],
    ['CreateOrder', { ...order, title: '' }, 'TEXT_EMPTY', 'title'],
    ['CreateOrder', { ...order, contractYen: 0 }, 'PRICE_NOT_POSITIVE', 'contractYen'],
    ['CreateOrder', { ...order, municipality: nagano }, 'MUNICIPALITY_UNKNOWN', 'municipality'],
    ['CommitCapacity', { lotId: `${tateshina}-lot-nothing`, minutes: 60 }, 'LOT_UNKNOWN', 'lotId'],
    [
      'PublishSurplusOrder',
      { lotId: 'lot', minutes: 60, claimBy: daysFromNow(1), priceYen: 1, minSliceMinutes: 1 },
      'LOT_UNKNOWN',
      'lotId',
    ],
    [
      'ClaimSurplusOrder',
      { surplusOrderId: 'x', municipality: tateshina, minutes: 60 },
      'SURPLUS_ORDER_UNKNOWN',
      'surplusOrderId',
    ],
    ['AwardClaim', { claimId: `${shiojiri}-claim-${tateshina}-none`, minutes: 60 }, 'CLAIM_UNKNOWN', 'claimId'],
    ['ConfirmAward', { claimId: `${tateshina}-claim-${shiojiri}-none` }, 'CLAIM_UNKNOWN', 'claimId'],
  ])('%s %j → %s', async (operation, input, code, field) => {
    expect(await here.isRefused(operation, input)).toMatchObject({ code, field });
  });

  it('weeks of an availability: none, twice, too many minutes', async () => {
    const { worker: made } = await here.does('RegisterWorker', worker);
    const workerId = made?.['id'];
    const declare = (weeks: object[]): ReturnType<Person['isRefused']> =>
      here.isRefused('DeclareAvailability', { workerId, weeks });
    expect(await declare([])).toMatchObject({ code: 'WEEKS_EMPTY', field: 'weeks' });
    expect(
      await declare([
        { week: '2027-W05', minutes: 1 },
        { week: '2027-W05', minutes: 2 },
      ]),
    ).toMatchObject({ code: 'WEEK_TWICE', field: 'weeks.1.week' });
    expect(await declare([{ week: '2027-W05', minutes: 5_041 }])).toMatchObject({
      code: 'WEEK_MINUTES_OUT_OF_RANGE',
      field: 'weeks.0.minutes',
    });
  });

  it('lots: unknown order and skill, minutes, dates, more than the order', async () => {
    const { order: made } = await here.does('CreateOrder', { ...order, minutes: 1_000 });
    const lot = {
      orderId: made?.['id'],
      title: '入力',
      skill: 'data-entry',
      minutes: 600,
      earliest: first,
      due: last,
      dataClass: 'PUBLIC',
    };
    const refused = (input: object): ReturnType<Person['isRefused']> => here.isRefused('AddLot', { ...lot, ...input });
    expect(await refused({ orderId: `${tateshina}-order-none` })).toMatchObject({
      code: 'ORDER_UNKNOWN',
      field: 'orderId',
    });
    expect(await refused({ skill: 'knitting' })).toMatchObject({ code: 'SKILL_UNKNOWN', field: 'skill' });
    expect(await refused({ minutes: 0 })).toMatchObject({ code: 'MINUTES_NOT_POSITIVE', field: 'minutes' });
    expect(await refused({ minutes: -60 })).toMatchObject({ code: 'MINUTES_NOT_POSITIVE', field: 'minutes' });
    expect(await refused({ earliest: last, due: first })).toMatchObject({ code: 'DUE_BEFORE_EARLIEST', field: 'due' });
    expect(await refused({ minutes: 1_001 })).toMatchObject({ code: 'ORDER_MINUTES_EXCEEDED', field: 'minutes' });
    await here.does('AddLot', lot);
    expect(await refused({ minutes: 401 })).toMatchObject({
      code: 'ORDER_MINUTES_EXCEEDED',
      message: 'この案件に残っているのは6時間40分です(入力は6時間41分)。',
    });
  });

  it('commitments: minutes, more than the lot holds, more than the town has', async () => {
    const lotId = await newLot(here, tateshina, 100_000);
    const refused = (minutes: number, language: 'ja' | 'en' = 'ja'): ReturnType<Person['isRefused']> =>
      here.isRefused('CommitCapacity', { lotId, minutes }, { language });
    expect(await refused(0)).toMatchObject({ code: 'MINUTES_NOT_POSITIVE' });
    expect(await refused(100_001)).toMatchObject({ code: 'LOT_MINUTES_EXCEEDED' });
    expect(await refused(100_000)).toMatchObject({ code: 'CAPACITY_EXCEEDED', field: 'minutes' });
    expect((await refused(100_000, 'en')).message).toMatch(
      /^Only .* are free in this period .* Bottleneck: Data entry/,
    );
  });

  it('publishing: consent, addressees, data class, minutes, slices, price and deadline', async () => {
    const lotId = await newLot(here, tateshina, 600);
    const surplus = {
      lotId,
      minutes: 600,
      claimBy: daysFromNow(7),
      priceYen: 10_000,
      minSliceMinutes: 60,
      addressees: null,
    };
    const refused = (input: object): ReturnType<Person['isRefused']> =>
      here.isRefused('PublishSurplusOrder', { ...surplus, ...input });
    expect(await refused({ lotId: await newLot(here, tateshina, 600, { consent: 'NONE' }) })).toMatchObject({
      code: 'CONSENT_MISSING',
      field: 'lotId',
    });
    expect(await refused({ lotId: await newLot(here, tateshina, 600, { consent: 'APPROVAL_NEEDED' }) })).toMatchObject({
      code: 'CONSENT_APPROVAL_NEEDED',
    });
    expect(await refused({ minutes: 0 })).toMatchObject({ code: 'MINUTES_NOT_POSITIVE' });
    expect(await refused({ minutes: 601 })).toMatchObject({ code: 'LOT_MINUTES_EXCEEDED' });
    expect(await refused({ minSliceMinutes: 601 })).toMatchObject({ code: 'MIN_SLICE_OUT_OF_RANGE' });
    expect(await refused({ minSliceMinutes: 0 })).toMatchObject({ code: 'MIN_SLICE_OUT_OF_RANGE' });
    expect(await refused({ priceYen: 0 })).toMatchObject({ code: 'PRICE_NOT_POSITIVE', field: 'priceYen' });
    expect(await refused({ claimBy: daysFromNow(-2) })).toMatchObject({ code: 'CLAIM_BY_PASSED', field: 'claimBy' });
    expect(await refused({ claimBy: daysFromNow(700) })).toMatchObject({ code: 'CLAIM_BY_AFTER_DUE' });
    expect(await refused({ addressees: [] })).toMatchObject({ code: 'ADDRESSEES_EMPTY' });
    expect(await refused({ addressees: [tateshina] })).toMatchObject({
      code: 'ADDRESSEE_IS_SELF',
      field: 'addressees',
    });
    expect(await refused({ addressees: [nagano] })).toMatchObject({ code: 'ADDRESSEE_UNKNOWN' });
    const personal = await newLot(here, tateshina, 600, { dataClass: 'PERSONAL' });
    expect(await refused({ lotId: personal, addressees: ['202177'] })).toMatchObject({ code: 'DATA_CLASS_TOO_HIGH' });
    await here.does('PublishSurplusOrder', { ...surplus, idempotencyKey: freshKey() });
    expect(await refused({ minutes: 1 })).toMatchObject({ code: 'LOT_MINUTES_EXCEEDED' });
  });

  it('tells everything that stands in the way at once', async () => {
    const lotId = await newLot(here, tateshina, 600, { consent: 'NONE' });
    const { data } = await here.ask(
      'mutation($input: PublishSurplusOrderInput!) { publishSurplusOrder(input: $input) { ... on Refusal { code others { code field } } } }',
      {
        input: {
          lotId,
          minutes: 601,
          claimBy: daysFromNow(-2),
          priceYen: 0,
          minSliceMinutes: 60,
          idempotencyKey: freshKey(),
        },
      },
    );
    expect(data?.['publishSurplusOrder']).toEqual({
      code: 'CONSENT_MISSING',
      others: [
        { code: 'LOT_MINUTES_EXCEEDED', field: 'minutes' },
        { code: 'PRICE_NOT_POSITIVE', field: 'priceYen' },
        { code: 'CLAIM_BY_PASSED', field: 'claimBy' },
      ],
    });
  });

  it('claims and awards: own work, slices, what remains, what is free, what state they are in', async () => {
    const surplusOrder = await publish(here, tateshina, 6_000, { minSliceMinutes: 600 });
    const surplusOrderId = surplusOrder['id'];
    const claim = (minutes: number): ReturnType<Person['isRefused']> =>
      there.isRefused('ClaimSurplusOrder', { surplusOrderId, municipality: shiojiri, minutes });
    expect(
      await here.isRefused('ClaimSurplusOrder', { surplusOrderId, municipality: tateshina, minutes: 600 }),
    ).toMatchObject({ code: 'OWN_SURPLUS_ORDER' });
    expect(await claim(0)).toMatchObject({ code: 'MINUTES_NOT_POSITIVE' });
    expect(await claim(599)).toMatchObject({ code: 'BELOW_MIN_SLICE' });
    expect(await claim(6_001)).toMatchObject({ code: 'REMAINING_MINUTES_EXCEEDED' });
    const big = await publish(here, tateshina, 500_000);
    expect(
      await there.isRefused('ClaimSurplusOrder', {
        surplusOrderId: big['id'],
        municipality: shiojiri,
        minutes: 500_000,
      }),
    ).toMatchObject({ code: 'CAPACITY_EXCEEDED' });

    const claims: string[] = [];
    for (let n = 0; n < 2; n++) {
      const { claim: made } = await there.does('ClaimSurplusOrder', {
        surplusOrderId,
        municipality: shiojiri,
        minutes: 3_600 - n * 600,
      });
      claims.push(String(made?.['id']));
    }
    const [one, two] = claims;
    expect(await there.isRefused('ConfirmAward', { claimId: one })).toMatchObject({ code: 'CLAIM_NOT_CONFIRMABLE' });
    expect(await here.isRefused('AwardClaim', { claimId: one, minutes: 3_601 })).toMatchObject({
      code: 'CLAIM_MINUTES_EXCEEDED',
    });
    expect(await here.isRefused('AwardClaim', { claimId: one, minutes: 300 })).toMatchObject({
      code: 'BELOW_MIN_SLICE',
    });
    await here.does('AwardClaim', { claimId: one, minutes: 3_600 });
    expect(await here.isRefused('AwardClaim', { claimId: one, minutes: 600 })).toMatchObject({
      code: 'CLAIM_NOT_AWARDABLE',
    });
    expect(await here.isRefused('AwardClaim', { claimId: two, minutes: 3_000 })).toMatchObject({
      code: 'REMAINING_MINUTES_EXCEEDED',
    });
    await there.does('ConfirmAward', { claimId: one });
    expect(await there.isRefused('ConfirmAward', { claimId: one })).toMatchObject({ code: 'CLAIM_NOT_CONFIRMABLE' });
    await here.does('AwardClaim', { claimId: two, minutes: 2_400 });
    expect(
      await there.isRefused('ClaimSurplusOrder', { surplusOrderId, municipality: shiojiri, minutes: 600 }),
    ).toMatchObject({ code: 'SURPLUS_ORDER_CLOSED' });
  });

  it('what was awarded is not published again', async () => {
    const surplusOrder = await publish(here, tateshina, 600);
    const { claim } = await there.does('ClaimSurplusOrder', {
      surplusOrderId: surplusOrder['id'],
      municipality: shiojiri,
      minutes: 600,
    });
    await here.does('AwardClaim', { claimId: claim?.['id'], minutes: 600 });
    await there.does('ConfirmAward', { claimId: claim?.['id'] });
    const { data } = await there.ask('query($id: ID!) { claim(id: $id) { lot { id } } }', { id: claim?.['id'] });
    const lotId = data?.['claim']?.['lot']?.['id'];
    const refusal = await there.isRefused('PublishSurplusOrder', {
      lotId,
      minutes: 60,
      claimBy: daysFromNow(3),
      priceYen: 1_000,
      minSliceMinutes: 60,
    });
    expect(refusal).toMatchObject({ code: 'AWARDED_WORK', field: 'lotId' });
  });

  it.each([
    ['CreateOrder', { input: { ...order, municipality: '203247', idempotencyKey: 'k' } }, 'input.municipality'],
    [
      'AddLot',
      {
        input: {
          orderId: 'x',
          title: 't',
          skill: 's',
          minutes: 1,
          earliest: 'tomorrow',
          due: last,
          dataClass: 'PUBLIC',
          idempotencyKey: 'k',
        },
      },
      'input.earliest',
    ],
    [
      'AddLot',
      {
        input: {
          orderId: 'x',
          title: 't',
          skill: 's',
          minutes: 1.5,
          earliest: first,
          due: last,
          dataClass: 'PUBLIC',
          idempotencyKey: 'k',
        },
      },
      'input.minutes',
    ],
    ['AvailableCapacity', { filter: { from: '2027-13', to: '2027-02' } }, 'filter.from'],
    [
      'TownCapacity',
      { municipality: tateshina, skill: 'data-entry', window: { from: '2027-W01', to: '2027-W54' } },
      'window.to',
    ],
    ['SharedWorkload', { fiscalYear: 'soon' }, 'fiscalYear'],
  ])('%s cannot read %j: BAD_USER_INPUT naming %s', async (operation, variables, field) => {
    const { errors } = await here.run(operation, variables);
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  it.each([
    ['AvailableCapacity', { filter: { from: '2027-03', to: '2027-02' } }, 'filter.to', 'WINDOW_REVERSED'],
    ['AvailableCapacity', { filter: { from: '2027-03', to: '2030-02' } }, 'filter.to', 'WINDOW_TOO_LONG'],
    [
      'AvailableCapacity',
      { filter: { from: '2027-03', to: '2027-03', skill: 'knitting' } },
      'filter.skill',
      'SKILL_UNKNOWN',
    ],
    [
      'TownCapacity',
      { municipality: tateshina, skill: 'knitting', window: { from: '2027-W01', to: '2027-W02' } },
      'skill',
      'SKILL_UNKNOWN',
    ],
    ['SurplusOrders', { first: 0 }, 'first', 'PAGE_SIZE_OUT_OF_RANGE'],
    ['SurplusOrders', { after: 'zz!' }, 'after', 'CURSOR_UNREADABLE'],
    ['SharedWorkload', { fiscalYear: 1900 }, 'fiscalYear', 'FISCAL_YEAR_OUT_OF_RANGE'],
  ])('%s makes no sense of %j: BAD_USER_INPUT naming %s', async (operation, variables, field, reason) => {
    const { errors } = await here.run(operation, variables);
    expect(errors).toHaveLength(1);
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field, reason });
  });

  it('names the field of a value written into the query as well', async () => {
    const { status, errors } = await here.ask(
      '{ availableCapacity(filter: { from: "2027-13", to: "2027-02" }) { rows { freeMinutes } } }',
    );
    expect(status).toBe(400);
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'filter.from' });
  });
});
