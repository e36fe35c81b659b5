import { beforeEach, describe, expect, it } from '@jest/globals';
import { ask, newWorld, saku, shiojiri, tateshina, type World } from './little-federation.fixture.js';

let world: World;
beforeEach(() => {
  world = newWorld();
});

const claimId = `${shiojiri}-claim-${tateshina}-k3v9`;

describe('what a plan gathers', () => {
  it('joins what two services say of one thing, at every place it stands', async () => {
    world.rowsOfCoordination.push(tateshina, shiojiri, tateshina);
    const { data, errors } = await ask(
      world,
      '{ sharedWorkload(fiscalYear: 2027) { rows { minutes municipality { name(language: "EN") } } } }',
    );
    expect(errors).toBeUndefined();
    const names = ['Tateshina-machi', 'Shiojiri-shi', 'Tateshina-machi'];
    expect(data).toEqual({
      sharedWorkload: { rows: names.map((name, minutes) => ({ minutes, municipality: { name } })) },
    });
    expect(world.sent.at(-1)?.variables).toEqual({
      yuiRepresentations: [tateshina, shiojiri].map((code) => ({ __typename: 'Municipality', code })),
    });
  });

  it('keeps apart what is asked of one thing in two ways', async () => {
    world.rowsOfCoordination.push(tateshina);
    const { data } = await ask(
      world,
      `query ($l: String) { sharedWorkload(fiscalYear: 2027) { rows { a: municipality { ...F x: code } b: municipality { name(language: $l) } } } }
       fragment F on Municipality { name }`,
      { l: 'EN' },
    );
    expect(data).toEqual({
      sharedWorkload: { rows: [{ a: { name: '立科町', x: tateshina }, b: { name: 'Tateshina-machi' } }] },
    });
  });

  it('tells unions and interfaces apart without being asked for __typename', async () => {
    const { data, errors } = await ask(
      world,
      `mutation ($i: AwardInput!, $z: AwardInput!) {
         good: award(input: $i) { ...G ... on Refusal { code } }
         bad: award(input: $z) { ...G ... on Refusal { code } }
       }
       fragment G on AwardPayload { claim { id parties { code ... on Publisher { orders } } } }`,
      { i: { claimId }, z: { claimId, minutes: 0 } },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      good: { claim: { id: claimId, parties: [{ code: shiojiri }, { code: tateshina, orders: 3 }] } },
      bad: { code: 'MINUTES_NOT_POSITIVE' },
    });
  });

  it.each([
    {
      yes: true,
      expected: {
        sharedWorkload: { rows: [{ municipality: { name: '立科町' } }] },
        municipalities: [{ code: tateshina }, { code: shiojiri }, { code: saku }],
      },
    },
    { yes: false, expected: { municipalities: [{ name: '立科町' }, { name: '塩尻市' }, { name: '佐久市' }] } },
  ])('follows @include and @skip on fragments into every service: $yes', async ({ yes, expected }) => {
    world.rowsOfCoordination.push(tateshina);
    const { data, errors } = await ask(
      world,
      `query ($yes: Boolean!) {
         ...W @include(if: $yes)
         ... @include(if: $yes) { municipalities { code } }
         ... @skip(if: $yes) { municipalities { name } }
       }
       fragment W on Query { sharedWorkload(fiscalYear: 2027) { rows { municipality { ...N @include(if: $yes) ...M @skip(if: $yes) } } } }
       fragment N on Municipality { name }
       fragment M on Municipality { motto }`,
      { yes },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual(expected);
  });

  it('joins root fields of one name whatever conditions stand around them', async () => {
    const { data } = await ask(
      world,
      'query ($yes: Boolean!) { ... @include(if: $yes) { municipalities { code } } municipalities { name } }',
      { yes: true },
    );
    expect(data?.['municipalities']).toContainEqual({ code: tateshina, name: '立科町' });
  });

  it('plans nothing where conditions leave nothing', async () => {
    expect(await ask(world, '{ municipalities @include(if: false) { code } }')).toEqual({ data: {} });
    expect(
      await ask(world, 'query ($no: Boolean!) { municipalities @include(if: $no) { code } }', { no: false }),
    ).toEqual({ data: {} });
    expect(world.sent).toEqual([]);
  });
});

describe('questions about the schema', () => {
  it.each([
    ['alone', '{ __typename __type(name: "Claim") { name } }', { __typename: 'Query', __type: { name: 'Claim' } }, 0],
    [
      'among others',
      '{ note __schema { queryType { name } } }',
      { note: `note of ${shiojiri}`, __schema: { queryType: { name: 'Query' } } },
      1,
    ],
    [
      'in a fragment',
      '{ ...F note } fragment F on Query { t: __typename note }',
      { t: 'Query', note: `note of ${shiojiri}` },
      1,
    ],
  ])('are answered here: %s', async (_, text, expected, requests) => {
    expect(await ask(world, text)).toEqual({ data: expected });
    expect(world.sent).toHaveLength(requests);
  });
});

describe('nulls and errors', () => {
  it('carry an error to the place it is about, and keep the rest', async () => {
    world.rowsOfCoordination.push(tateshina, tateshina);
    const { data, errors } = await ask(
      world,
      '{ sharedWorkload(fiscalYear: 2027) { rows { municipality { m: motto name } } } }',
    );
    expect(data).toEqual({
      sharedWorkload: {
        rows: [{ municipality: { m: null, name: '立科町' } }, { municipality: { m: null, name: '立科町' } }],
      },
    });
    expect(errors?.map(({ path, message }) => [path?.join('.'), message])).toEqual([
      ['sharedWorkload.rows.0.municipality.m', 'no motto'],
      ['sharedWorkload.rows.1.municipality.m', 'no motto'],
    ]);
  });

  it('let a null rise to the next field that may be null', async () => {
    const { data, errors } = await ask(world, '{ note brokenNote }');
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      { message: 'no note', path: ['brokenNote'], extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ]);
  });

  it('report a thing that its service does not know', async () => {
    world.rowsOfCoordination.push('209999');
    const { data, errors } = await ask(
      world,
      '{ sharedWorkload(fiscalYear: 2027) { rows { municipality { name } } } }',
    );
    expect(data).toBeNull();
    expect(errors).toHaveLength(1);
  });

  it('never show the key of a thing under the alias of a field that failed', async () => {
    world.rowsOfCoordination.push(tateshina);
    world.failing.set(shiojiri, {
      data: { _entities: [null] },
      errors: [{ message: 'broken', path: ['_entities', 0] }],
    });
    const { data, errors } = await ask(
      world,
      '{ sharedWorkload(fiscalYear: 2027) { rows { minutes municipality { code: motto } } } }',
    );
    expect(data).toEqual({ sharedWorkload: { rows: [{ minutes: 0, municipality: { code: null } }] } });
    expect(errors).toMatchObject([{ message: 'broken', path: ['sharedWorkload', 'rows', 0, 'municipality', 'code'] }]);
  });

  it('name a service that is down, and answer the rest', async () => {
    world.silent.set('coordination', 'away');
    const { data, errors } = await ask(
      world,
      '{ sharedWorkload(fiscalYear: 2027) { rows { minutes } } }',
      {},
      { language: 'JA' },
    );
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      { path: ['sharedWorkload'], extensions: { code: 'SERVICE_UNREACHABLE', service: 'coordination' } },
    ]);
    expect(errors?.[0]?.message).toContain('応答がありません');
  });
});

describe('input', () => {
  const award = 'mutation ($in: AwardInput!) { award(input: $in) { __typename } }';
  it.each([
    ['a word where a date belongs', { claimId, due: 'soon' }, 'input.due', 'DATE_UNREADABLE'],
    [
      'inside a list',
      { claimId, weeks: [{ day: '2027-08-01' }, { day: 'x' }] },
      'input.weeks.1.day',
      'DATE_UNREADABLE',
    ],
    ['a number that is none', { claimId, minutes: 'ten' }, 'input.minutes', undefined],
    ['a field that is missing', { minutes: 1 }, 'input', undefined],
    ['all of it', undefined, 'input', undefined],
    ['null', null, 'input', undefined],
  ])('that cannot be read names its field, whatever the variable is called: %s', async (_, given, field, reason) => {
    const { data, errors } = await ask(world, award, given === undefined ? {} : { in: given });
    expect(data).toBeUndefined();
    expect(errors?.[0]?.extensions).toEqual({
      code: 'BAD_USER_INPUT',
      field,
      ...(reason === undefined ? {} : { reason }),
    });
    expect(world.sent).toEqual([]);
  });

  it('given deep inside an argument is named by where it goes', async () => {
    const { errors } = await ask(
      world,
      'query ($d: IsoDate) { availableCapacity(filter: { from: $d }) { rows { month } } }',
      { d: 'x' },
    );
    expect(errors?.[0]?.extensions).toMatchObject({ field: 'filter.from' });
  });

  it('takes the defaults of the operation', async () => {
    await ask(world, 'query ($n: Int = 2) { surplusOrders(first: $n) { totalCount } }');
    expect(world.sent[0]?.variables).toEqual({ n: 2 });
  });
});
