import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { startTestFederation, type Person } from '../support/federation.js';
import { monthAhead, newLot } from '../support/towns.js';

// Goal: a town's bulletins go out by themselves, follow what is committed, and tell of no one worker (I-9, I-10), across restarts; they never
// promise more than is free (I-3).
// Method: real processes with an interval of a second; figures are read through the gateway, as a partner reads them, and beside them the
// exact ones that only the town's own staff sees.

const [tateshina, shiojiri, nagawa, saku] = ['203246', '202151', '203505', '202177'];
const { month } = monthAhead();
const skill = 'data-entry';

interface Row {
  readonly freeMinutes: number;
  readonly source: 'BULLETIN' | 'LIVE';
  readonly asOf: string;
}

describe('bulletins', () => {
  let federation: Awaited<ReturnType<typeof startTestFederation>>;
  let partner: Person;
  beforeAll(async () => {
    process.env['YUI_BULLETIN_INTERVAL'] = '1';
    federation = await startTestFederation();
    partner = await federation.as(tateshina, 'OFFICER');
  }, 120_000);
  afterAll(async () => {
    await federation.close();
    delete process.env['YUI_BULLETIN_INTERVAL'];
  });

  const register = async (director: Person, town: string, weeklyMinutes: number): Promise<string> => {
    const { worker } = await director.does('RegisterWorker', {
      municipality: town,
      displayName: '試験 一郎',
      skills: [{ code: skill, level: 1 }],
      weeklyMinutes,
    });
    return String(worker?.['id']);
  };
  const rowOf = async (town: string, live: boolean): Promise<Row | undefined> => {
    const { data, errors } = await partner.ask(
      'query($filter: CapacityFilter!) { availableCapacity(filter: $filter) { rows { freeMinutes source asOf } } }',
      { filter: { from: month, to: month, skill, municipalities: [town], live } },
    );
    expect(errors).toEqual([]);
    return (data?.['availableCapacity']?.['rows'] as unknown as Row[])[0];
  };
  const exact = async (director: Person, town: string): Promise<number> => {
    const { data } = await director.run('TownCapacity', {
      municipality: town,
      skill,
      window: weeksOfMonth(),
    });
    return Number(data?.['townCapacity']?.['freeMinutes']);
  };
  /** The weeks whose Thursday lies in the month. */
  const weeksOfMonth = (): { from: string; to: string } => {
    const thursdays = Array.from({ length: 31 }, (_, day) => new Date(Date.parse(`${month}-01`) + day * 86_400_000))
      .filter((date) => date.toISOString().startsWith(month) && date.getUTCDay() === 4)
      .map((date) => {
        const week = Math.ceil(((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000 + 1) / 7);
        return `${date.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
      });
    return { from: String(thursdays[0]), to: String(thursdays.at(-1)) };
  };
  const until = async <T>(what: string, ask: () => Promise<T | undefined>): Promise<T> => {
    for (const deadline = Date.now() + 20_000; Date.now() < deadline; await pause(100)) {
      const found = await ask();
      if (found !== undefined) return found;
    }
    throw new Error(`it did not come to that: ${what}`);
  };

  it('go out by themselves when something has changed, and the figure is the exact one, rounded down', async () => {
    const director = await federation.as(shiojiri, 'DIRECTOR');
    for (const minutes of [607, 601, 599]) await register(director, shiojiri, minutes);
    const row = await until('a bulletin with the three workers is kept', async () => {
      const found = await rowOf(shiojiri, false);
      return found?.source === 'BULLETIN' ? found : undefined;
    });
    const free = await exact(director, shiojiri);
    expect(row.freeMinutes).toBe(Math.floor(free / 60) * 60);
    expect(free).toBeGreaterThan(3 * 4 * 590);

    const lotId = await newLot(director, shiojiri, 6_000); // More than the weeks at the month's edges could take.
    await director.does('CommitCapacity', { lotId, minutes: 6_000 });
    // At once, whether the new bulletin is there already or the town is asked since the old one is overtaken.
    const after = await rowOf(shiojiri, false);
    expect(after?.freeMinutes).toBeLessThan(row.freeMinutes);
    expect(after?.freeMinutes).toBeLessThanOrEqual(await exact(director, shiojiri));
  });

  it('tell nothing of a town with too few workers', async () => {
    const director = await federation.as(saku, 'DIRECTOR');
    for (const minutes of [600, 600]) await register(director, saku, minutes);
    expect(await rowOf(saku, true)).toBeUndefined();
    await register(director, saku, 600);
    expect((await rowOf(saku, true))?.freeMinutes).toBeGreaterThan(0);
  });

  it('do not move with one worker, whoever asks how often, and not after a restart; they vanish before they promise too much', async () => {
    const director = await federation.as(nagawa, 'DIRECTOR');
    const workers: string[] = [];
    for (let count = 0; count < 5; count++) workers.push(await register(director, nagawa, 600));
    const before = await rowOf(nagawa, true);
    expect(before?.freeMinutes).toBe(Math.floor((await exact(director, nagawa)) / 60) * 60);
    // One has more time: what is free rises, what is told does not.
    await director.does('DeclareAvailability', { workerId: workers[0], pattern: { weeklyMinutes: 900 } });
    expect(await exact(director, nagawa)).toBeGreaterThan((before?.freeMinutes ?? 0) + 1_000);
    expect((await rowOf(nagawa, true))?.freeMinutes).toBe(before?.freeMinutes);
    const neighbours = federation.processes.get('neighbours');
    await neighbours?.stop();
    neighbours?.start();
    await until('the towns are back', async () =>
      (await fetch(`${federation.address('neighbours')}/readyz`).catch(() => undefined))?.ok === true
        ? true
        : undefined,
    );
    expect((await rowOf(nagawa, true))?.freeMinutes).toBe(before?.freeMinutes);
    // With two more there are three who have changed, and the figure follows.
    for (const workerId of [workers[1], workers[2]])
      await director.does('DeclareAvailability', { workerId, pattern: { weeklyMinutes: 900 } });
    const moved = await rowOf(nagawa, true);
    expect(moved?.freeMinutes).toBe(Math.floor((await exact(director, nagawa)) / 60) * 60);
    // One falls ill: the old figure would promise too much, and a new one would tell of one person. So there is none, also when they are back.
    await director.does('PauseWorker', { workerId: workers[0], from: `${month}-01`, to: null });
    expect(await rowOf(nagawa, true)).toBeUndefined();
    await director.does('ResumeWorker', { workerId: workers[0], from: `${month}-01` });
    expect(await rowOf(nagawa, true)).toBeUndefined();
  });

  it('hold no name and no id of anybody', async () => {
    const response = await fetch(`${federation.address('shiojiri')}/bulletins/${shiojiri}/capacity`, {
      headers: { authorization: `Bearer ${partner.token}` },
    });
    const { signed } = (await response.json()) as { signed: string };
    const told = Buffer.from(String(signed.split('.')[1]), 'base64url').toString('utf8');
    expect(Object.keys(JSON.parse(told) as object).sort()).toEqual(
      ['expiresAt', 'from', 'issuedAt', 'municipality', 'number', 'rows', 'to'].sort(),
    );
    expect(told).not.toMatch(/worker|試験/);
  });
});
