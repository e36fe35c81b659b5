import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ask, newWorld, saku, shiojiri, tateshina, towns, type World } from './little-federation.fixture.js';

let world: World;
beforeEach(() => {
  world = newWorld();
});

const claimId = `${shiojiri}-claim-${tateshina}-k3v9`;
const sentTo = (): string[] => world.sent.map(({ to }) => to);

describe('one town', () => {
  it.each([
    ['an id that names its owner', '{ claim(id: $id) { answeredBy } }', `${saku}-claim-${tateshina}-x`, saku],
    ['an id that names nobody: the own town says so', '{ claim(id: $id) { answeredBy } }', 'nonsense', shiojiri],
    ['a town that is no member', '{ claim(id: $id) { answeredBy } }', `203505-claim-${tateshina}-x`, shiojiri],
    ['the other party of a claim', '{ award(input: { claimId: $id }) { __typename } }', claimId, tateshina],
    ['the claimant', '{ confirm(input: { claimId: $id }) { __typename } }', claimId, shiojiri],
  ])('is found by %s', async (_, text, id, town) => {
    const kind = text.includes('input') ? 'mutation' : 'query';
    await ask(world, `${kind} ($id: ID!) ${text}`, { id });
    expect(sentTo()).toEqual([town]);
  });

  it('is sent only the variables and fragments of its own part', async () => {
    await ask(
      world,
      `query ($mine: ID!, $theirs: ID!, $skill: String) { a: claim(id: $mine) { ...F } b: claim(id: $theirs) { ...F } surplusOrders(skill: $skill) { totalCount } }
       fragment F on Claim { id answeredBy }`,
      { mine: claimId, theirs: `${saku}-claim-${tateshina}-x`, skill: 'data-entry' },
    );
    const toSaku = world.sent.find(({ to, query }) => to === saku && query.includes('claim'));
    expect(toSaku?.query).not.toMatch(/mine|skill/);
    expect(toSaku?.variables).toEqual({ theirs: `${saku}-claim-${tateshina}-x` });
  });

  it('gets all that is asked of it in one request', async () => {
    const { data } = await ask(
      world,
      '{ a: claim(id: "202151-claim-203246-1") { id } note b: claim(id: "202177-claim-203246-1") { id } c: claim(id: "202177-claim-203246-2") { id } }',
    );
    expect(sentTo().sort()).toEqual([shiojiri, shiojiri, saku].sort());
    expect(data).toMatchObject({ note: `note of ${shiojiri}`, c: { id: '202177-claim-203246-2' } });
  });

  it.each([
    ['EN', 'The service of Tateshina'],
    ['JA', '立科町のサービス'],
  ] as const)('that is silent is named in %s, and other towns are not asked', async (language, sentence) => {
    world.silent.set(tateshina, 'late');
    const { data, errors } = await ask(
      world,
      'mutation ($id: ID!) { award(input: { claimId: $id }) { __typename } }',
      { id: claimId },
      { language },
    );
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      { path: ['award'], extensions: { code: 'TOWN_UNREACHABLE', municipality: tateshina } },
    ]);
    expect(errors?.[0]?.message).toContain(sentence);
    expect(sentTo()).toEqual([tateshina]);
  });

  it('that refuses the whole request is quoted once for each field', async () => {
    world.failing.set(saku, { errors: [{ message: 'sign in', extensions: { code: 'UNAUTHENTICATED' } }] });
    const { data, errors } = await ask(
      world,
      '{ a: claim(id: "202177-claim-203246-1") { id } b: claim(id: "202177-claim-203246-2") { id } }',
    );
    expect(data).toEqual({ a: null, b: null });
    expect(errors?.map(({ path, extensions }) => [path, extensions?.['code']])).toEqual([
      [['a'], 'UNAUTHENTICATED'],
      [['b'], 'UNAUTHENTICATED'],
    ]);
  });
});

describe('mutations', () => {
  it('run one after the other in the order they are written', async () => {
    const other = `${tateshina}-claim-${saku}-k3v9`;
    const { data } = await ask(
      world,
      'mutation ($one: ID!, $other: ID!) { a: award(input: { claimId: $one }) { __typename } b: award(input: { claimId: $other }) { __typename } c: confirm(input: { claimId: $one }) { __typename } }',
      { one: claimId, other },
    );
    expect(sentTo()).toEqual([tateshina, saku, shiojiri]);
    expect(Object.keys(data ?? {})).toEqual(['a', 'b', 'c']);
  });

  it('are sent once, even where any town could take them', async () => {
    world.silent.set(shiojiri, 'away');
    await ask(world, 'mutation { award(input: { claimId: "nonsense" }) { __typename } }');
    expect(sentTo()).toEqual([shiojiri]);
  });
});

describe('any town', () => {
  it("is the caller's own, and another one when that is silent", async () => {
    await ask(world, '{ municipalities { code } }');
    expect(sentTo()).toEqual([shiojiri]);
    world.silent.set(shiojiri, 'away');
    const { errors } = await ask(world, '{ municipalities { code } }');
    expect(errors).toBeUndefined();
    expect(sentTo().slice(1)).toEqual([shiojiri, tateshina]);
  });

  it('is also who tells of a municipality', async () => {
    world.rowsOfCoordination.push(saku);
    world.silent.set(shiojiri, 'late');
    const { data, errors } = await ask(
      world,
      '{ sharedWorkload(fiscalYear: 2027) { rows { municipality { name } } } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ sharedWorkload: { rows: [{ municipality: { name: '佐久市' } }] } });
  });
});

describe('things that live in one town', () => {
  const titles = `query ($upper: Boolean!) {
    sharedWorkload(fiscalYear: 2027) { rows { order { title(upper: $upper) } same: order { id } } }
  }`;

  it('are asked of their towns, each thing once, and come back in their order at every place', async () => {
    world.rowsOfCoordination.push(saku, tateshina, saku, saku);
    const { data, errors } = await ask(world, titles, { upper: true });
    expect(errors).toBeUndefined();
    const ids = [`${saku}-order-0`, `${tateshina}-order-1`, `${saku}-order-0`, `${saku}-order-1`];
    expect(data).toEqual({
      sharedWorkload: {
        rows: ids.map((id) => ({ order: { title: `${id.toUpperCase()} at ${id.slice(0, 6)}` }, same: { id } })),
      },
    });
    expect(sentTo().sort()).toEqual(['coordination', saku, tateshina].sort());
  });

  it('are missing alone when their town is silent', async () => {
    world.rowsOfCoordination.push(saku, tateshina);
    world.silent.set(saku, 'away');
    const { data, errors } = await ask(world, titles, { upper: false });
    const there = { title: `${tateshina}-order-1 at ${tateshina}` };
    expect(data).toMatchObject({ sharedWorkload: { rows: [{ order: { title: null } }, { order: there }] } });
    expect(errors).toMatchObject([
      {
        path: ['sharedWorkload', 'rows', 0, 'order', 'title'],
        extensions: { code: 'TOWN_UNREACHABLE', municipality: saku },
      },
    ]);
    expect(sentTo()).not.toContain(shiojiri);
  });
});

describe('every town', () => {
  const capacity =
    '{ availableCapacity(filter: {}) { rows { municipality { code } month } unanswered { municipality { code } reason } } }';

  it('adds its rows, one town after the other', async () => {
    const { data } = await ask(world, capacity);
    const rows = towns.flatMap((code) => ['2027-08', '2027-09'].map((month) => ({ municipality: { code }, month })));
    expect(data).toEqual({ availableCapacity: { rows, unanswered: [] } });
  });

  it('can be narrowed; a town that is no member is named', async () => {
    const { data } = await ask(
      world,
      'query ($m: [String!]) { availableCapacity(filter: { municipalities: $m }) { rows { month } unanswered { municipality { code } reason } } }',
      { m: [saku, '209999', saku] },
    );
    expect(sentTo()).toEqual([saku]);
    expect(data).toMatchObject({
      availableCapacity: {
        rows: [{ month: '2027-08' }, { month: '2027-09' }],
        unanswered: [{ municipality: { code: '209999' } }],
      },
    });
  });

  it('narrowed to none is an empty list', async () => {
    const { data, errors } = await ask(
      world,
      '{ availableCapacity(filter: { municipalities: [] }) { __typename rows { month } unanswered { reason } } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ availableCapacity: { __typename: 'AvailableCapacity', rows: [], unanswered: [] } });
  });

  it('names those that do not answer, however that is asked', async () => {
    world.silent.set(saku, 'away').set(tateshina, 'late');
    const { data, errors } = await ask(
      world,
      `query ($l: String, $no: Boolean = false) {
         c: availableCapacity(filter: {}) { r: rows { month } ...U u2: unanswered { __typename why: reason reason @include(if: $no) } }
       }
       fragment U on AvailableCapacity { u: unanswered { ...M } }
       fragment M on Unanswered { m: municipality { __typename c: code n: name(language: $l) by: mayor } m2: municipality { name } }`,
      { l: 'EN' },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      c: {
        r: [{ month: '2027-08' }, { month: '2027-09' }],
        u: [
          {
            m: {
              __typename: 'Municipality',
              c: tateshina,
              n: 'Tateshina-machi',
              by: `mayor of ${tateshina}, says ${shiojiri}`,
            },
            m2: { name: '立科町' },
          },
          {
            m: { __typename: 'Municipality', c: saku, n: 'Saku-shi', by: `mayor of ${saku}, says ${shiojiri}` },
            m2: { name: '佐久市' },
          },
        ],
        u2: ['It did not answer in time.', 'It could not be reached.'].map((why) => ({
          __typename: 'Unanswered',
          why,
        })),
      },
    });
  });

  it('can all be silent', async () => {
    for (const town of towns) world.silent.set(town, 'away');
    const { data, errors } = await ask(world, capacity.replace('code } reason', 'code name motto } reason'));
    expect(errors?.map(({ path, extensions }) => [path?.join('.'), extensions?.['code']])).toEqual(
      towns.map((_, index) => [`availableCapacity.unanswered.${index}.municipality.motto`, 'TOWN_UNREACHABLE']),
    );
    expect(data).toMatchObject({
      availableCapacity: { rows: [], unanswered: towns.map((code) => ({ municipality: { code } })) },
    });
  });

  it('that says the same no is quoted once', async () => {
    for (const town of towns)
      world.failing.set(town, {
        data: null,
        errors: [{ message: 'no', path: ['availableCapacity'], extensions: { code: 'FORBIDDEN' } }],
      });
    world.silent.set(saku, 'away');
    const { data, errors } = await ask(world, capacity);
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ message: 'no', path: ['availableCapacity'], extensions: { code: 'FORBIDDEN' } }]);
  });

  it.each([
    ['FORBIDDEN', 'no'],
    ['INTERNAL_SERVER_ERROR', 'broken'],
  ])('that says no where others answer is named with its reason: %s', async (code, message) => {
    world.failing.set(saku, { data: null, errors: [{ message, extensions: { code } }] });
    const { data, errors } = await ask(world, capacity);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      availableCapacity: { rows: { length: 4 }, unanswered: [{ municipality: { code: saku }, reason: message }] },
    });
  });

  it('keeps what it could answer; its errors move with the entries', async () => {
    const { data, errors } = await ask(
      world,
      '{ availableCapacity(filter: { municipalities: ["203246", "202177"] }) { rows { month remark } } }',
    );
    expect(data).toMatchObject({ availableCapacity: { rows: { length: 4 } } });
    expect(errors?.map(({ path }) => path?.join('.'))).toEqual(
      [0, 1, 2, 3].map((index) => `availableCapacity.rows.${index}.remark`),
    );
  });
});

describe('pages over all towns', () => {
  const page = `query ($first: Int, $after: String) {
    surplusOrders(first: $first, after: $after) { n: nodes { id } nodes { cursor } t: totalCount pageInfo { more: hasNextPage endCursor } unanswered { reason } }
  }`;
  interface Page {
    readonly nodes: readonly { readonly cursor: string }[];
    readonly n: readonly { readonly id: string }[];
    readonly t: number;
    readonly pageInfo: { readonly more: boolean; readonly endCursor: string | null };
  }

  it('are the one sorted list of all towns, cut', async () => {
    const cursors = fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,4}$/), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        cursors,
        fc.array(fc.nat(2), { minLength: 40, maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        async (all, owners, first) => {
          world = newWorld();
          towns.forEach((town, index) =>
            world.orders.set(
              town,
              all.filter((_, at) => owners[at] === index),
            ),
          );
          const seen: string[] = [];
          for (let after: string | null = null, more = true; more;) {
            const { data } = await ask(world, page, { first, after });
            const { nodes, n, t, pageInfo } = data?.['surplusOrders'] as Page;
            expect(t).toBe(all.length);
            expect(nodes.length === first || !pageInfo.more).toBe(true);
            expect(n.map(({ id }) => id.split('-')[2])).toEqual(nodes.map(({ cursor }) => cursor));
            expect(pageInfo.endCursor).toBe(nodes.at(-1)?.cursor ?? null);
            seen.push(...nodes.map(({ cursor }) => cursor));
            ({ more, endCursor: after } = pageInfo);
          }
          expect(seen).toEqual([...all].sort());
        },
      ),
      { numRuns: 60 },
    );
  });

  it('carry errors to where the entry now stands, and drop those of entries beyond the page', async () => {
    world.orders.set(tateshina, ['b', 'd']).set(saku, ['a', 'c']);
    const { data, errors } = await ask(world, '{ surplusOrders(first: 2) { nodes { cursor remark } } }');
    expect(data).toEqual({
      surplusOrders: {
        nodes: [
          { cursor: 'a', remark: null },
          { cursor: 'b', remark: null },
        ],
      },
    });
    expect(errors?.map(({ path, message }) => `${path?.[2]}: ${message}`)).toEqual([
      '0: no remark on a',
      '1: no remark on b',
    ]);
  });

  it('count only the towns that answer', async () => {
    world.orders.set(tateshina, ['b', 'd']).set(saku, ['a']);
    world.silent.set(tateshina, 'away');
    const { data } = await ask(world, '{ surplusOrders { totalCount pageInfo { hasNextPage } } }');
    expect(data).toEqual({ surplusOrders: { totalCount: 1, pageInfo: { hasNextPage: false } } });
  });
});
