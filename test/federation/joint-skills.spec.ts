import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestFederation, type Person } from '../support/federation.js';
import { monthAhead, threeWorkers } from '../support/towns.js';

// Goal: what a town lets its bulletins tell together reaches the others, from the town and from coordination, and ends when the town says so.

const shiojiri = '202151';
const { month } = monthAhead();
const [dataEntry, design] = ['data-entry', 'design'];

interface Figure {
  readonly skills: readonly { readonly code: string; readonly name: string }[];
  readonly freeMinutes: number;
  readonly level: number;
  readonly source: string;
}

const query = `query($filter: CapacityFilter!) { availableCapacity(filter: $filter) {
  rows { skill { code } freeMinutes } totals { freeMinutes }
  together { municipality { code name } skills { code name } level dataClass freeMinutes source asOf kilometres }
} }`;

describe('skills that a town tells together', () => {
  let federation: Awaited<ReturnType<typeof startTestFederation>>;
  let [there, peer] = [] as unknown as [Person, Person];
  const ask = async (filter: object): Promise<{ together: Figure[]; totals: { freeMinutes: number }[] }> => {
    const { data, errors } = await peer.ask(query, {
      filter: { from: month, to: month, municipalities: [shiojiri], ...filter },
    });
    expect(errors).toEqual([]);
    return data?.['availableCapacity'] as never;
  };
  const both = { skills: [{ code: dataEntry }, { code: design }] };
  let key = 0;
  const input = (sets: readonly string[][]): object => ({
    ...{ municipality: shiojiri, sets: sets.map((skills) => ({ skills })), idempotencyKey: `set-${++key}` },
  });
  const set = (...sets: readonly string[][]) => there.does('SetJointSkills', input(sets));
  const refused = (...sets: readonly string[][]) => there.isRefused('SetJointSkills', input(sets));

  beforeAll(async () => {
    federation = await startTestFederation();
    there = await federation.as(shiojiri, 'DIRECTOR');
    peer = await federation.as('203246', 'DIRECTOR');
    for (const skill of [dataEntry, design, 'translation']) await threeWorkers(there, shiojiri, 600, skill);
  }, 120_000);
  afterAll(() => federation.close());

  it('are told to peers by the town and from its bulletin, where both are asked for or none is', async () => {
    expect((await ask(both)).together).toEqual([]);
    expect(await set([design, dataEntry])).toMatchObject({
      sets: [{ skills: [{ code: dataEntry }, { code: design }] }],
    });
    const [live] = (await ask({ ...both, live: true })).together;
    expect(live).toMatchObject({ source: 'LIVE', level: 1, skills: [{ name: 'データ入力' }, { code: design }] });
    const { together, totals } = await ask({});
    expect(together).toEqual([{ ...live, source: 'BULLETIN' }]);
    // Six of the nine workers, who offer the same.
    expect(live?.freeMinutes).toBe(((totals[0]?.freeMinutes ?? 0) * 6) / 9);
    expect((await ask({ skill: dataEntry })).together).toEqual([]);
    const { data } = await there.ask(`{ jointSkills(municipality: "${shiojiri}") { skills { code } } }`);
    expect(data?.['jointSkills']).toEqual([{ skills: [{ code: dataEntry }, { code: design }] }]);
  });

  it('are two or more of the vocabulary, and nobody but the town says so', async () => {
    expect(await refused([design, design])).toMatchObject({ code: 'JOINT_SKILLS_TOO_FEW', field: 'sets.0.skills' });
    expect(await refused([design, 'magic'])).toMatchObject({ code: 'SKILL_UNKNOWN', field: 'sets.0.skills.1' });
    expect(await refused(...Array.from({ length: 11 }, () => [design, dataEntry]))).toMatchObject({
      ...{ code: 'JOINT_SKILLS_TOO_MANY', field: 'sets' },
    });
    const mutation = `mutation($input: SetJointSkillsInput!) { setJointSkills(input: $input) { __typename } }`;
    expect((await peer.ask(mutation, { input: input([]) })).errors).toHaveLength(1);
    expect((await ask(both)).together).toHaveLength(1);
  });

  it('are told no more once the town has ended it', async () => {
    expect(await set()).toMatchObject({ sets: [] });
    expect((await ask(both)).together).toEqual([]);
    expect((await ask({ ...both, live: true })).together).toEqual([]);
  });
});
