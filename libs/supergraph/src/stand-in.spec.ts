import { beforeEach, describe, expect, it } from '@jest/globals';
import { subDocument } from './documents.js';
import { ask, newWorld, saku, shiojiri, tateshina, type World } from './little-federation.fixture.js';
import type { Service, ServiceAnswer } from './service.js';
import { StandInService } from './stand-in.js';

let world: World;
beforeEach(() => {
  world = newWorld();
  world.spare.set(tateshina, [3, 9]).set(shiojiri, [5]).set(saku, [7, 1]);
});

const spare = `query ($sort: String) {
  s: spareHours(sort: $sort) { r: rows { h: hours municipality { code name } } totals { hours } unanswered { municipality { code } } }
}`;
interface Spare {
  readonly s: {
    readonly r: readonly {
      readonly h: number;
      readonly municipality: { readonly code: string; readonly name: string };
    }[];
    readonly totals: readonly { readonly hours: number }[];
    readonly unanswered: readonly { readonly municipality: { readonly code: string } }[];
  };
}
const askSpare = async (sort?: string): Promise<{ rows: number[]; totals: number[]; missing: string[] }> => {
  const { data, errors } = await ask(world, spare, sort === undefined ? {} : { sort });
  expect(errors).toBeUndefined();
  const { r, totals, unanswered } = (data as unknown as Spare).s;
  expect(r.every(({ municipality: { name } }) => name !== '')).toBe(true);
  return {
    rows: r.map(({ h }) => h),
    totals: totals.map(({ hours }) => hours),
    missing: unanswered.map(({ municipality }) => municipality.code),
  };
};

describe('a stand-in', () => {
  it('is not asked as long as the first answers', async () => {
    expect(await askSpare()).toEqual({ rows: [3, 9, 5, 7, 1], totals: [12, 5, 8], missing: [] });
    expect(world.sent.filter(({ query }) => query.includes('spareHours')).map(({ to }) => to)).toEqual([
      'coordination',
    ]);
  });

  it.each(['away', 'late'] as const)('answers in the same shape when the first is %s', async (how) => {
    world.silent.set('coordination', how);
    expect(await askSpare()).toEqual({ rows: [3, 9, 5, 7, 1], totals: [12, 5, 8], missing: [] });
  });

  it('puts what several towns tell in the order that was asked for, list by list', async () => {
    world.silent.set('coordination', 'away');
    expect(await askSpare('MOST')).toEqual({ rows: [9, 7, 5, 3, 1], totals: [12, 8, 5], missing: [] });
  });

  it('names who of it is silent too', async () => {
    world.silent.set('coordination', 'away').set(saku, 'away');
    expect(await askSpare('MOST')).toEqual({ rows: [9, 5, 3], totals: [12, 5], missing: [saku] });
  });

  it('does not answer where the first says no', async () => {
    world.failing.set('coordination', {
      data: null,
      errors: [{ message: 'no', path: ['s'], extensions: { code: 'FORBIDDEN' } }],
    });
    const { errors } = await ask(world, spare);
    expect(errors).toMatchObject([{ path: ['s'], extensions: { code: 'FORBIDDEN' } }]);
    expect(world.sent.map(({ to }) => to)).toEqual(['coordination']);
  });

  it('stands in for nothing else', async () => {
    world.silent.set('coordination', 'away');
    const { data, errors } = await ask(
      world,
      '{ spareHours { rows { hours } } sharedWorkload(fiscalYear: 2027) { rows { minutes } } }',
    );
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ path: ['sharedWorkload'], extensions: { code: 'SERVICE_UNREACHABLE' } }]);
  });

  it('does not wait for the same silence twice', async () => {
    const asked: string[] = [];
    const answering = (name: string, answer: ServiceAnswer): Service => ({
      ask: (roots) => {
        asked.push(...roots.map(({ node }) => `${name} ${node.name.value}`));
        return Promise.resolve(roots.length === 0 ? {} : answer);
      },
      complete: () => Promise.resolve({ entities: [], errors: [] }),
    });
    const silence = { message: 'away', path: ['spareHours'], extensions: { code: 'SERVICE_UNREACHABLE' } };
    const service = new StandInService({
      first: answering('first', { data: null, errors: [silence] }),
      standIn: answering('stand-in', { data: { spareHours: 1 } }),
      fields: ['Query.spareHours'],
    });
    const { roots } = subDocument('{ spareHours { rows { hours } } }');
    const asking = { headers: {}, language: 'EN' } as const;
    for (let times = 0; times < 2; times++)
      expect(await service.ask(roots, {}, asking)).toEqual({ data: { spareHours: 1 }, errors: [] });
    expect(asked).toEqual(['first spareHours', 'stand-in spareHours', 'stand-in spareHours']);
  });
});
