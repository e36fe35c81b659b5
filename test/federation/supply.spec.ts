import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestFederation, type Person, type Tree } from '../support/federation.js';
import { monthAhead } from '../support/towns.js';

// Goal: a town takes on no more than its workers' levels and clearances, its seats and its directors allow; what it then lacks is shown
// with the ways out; a worker sees what the town counts on them for, and nobody else's.
// Method: one real town a test through the gateway, each with workers of its own, in a month that lies ahead.

const { first, last, window } = monthAhead();
const weeks = Math.round((Date.parse(last) - Date.parse(first)) / (7 * 86_400_000)); // Whole weeks that certainly lie in the window.

describe('what bounds a town', () => {
  let federation: Awaited<ReturnType<typeof startTestFederation>>;
  beforeAll(async () => {
    federation = await startTestFederation();
  }, 120_000);
  afterAll(() => federation.close());

  const worker = async (director: Person, municipality: string, details: object): Promise<string> => {
    const { worker: made } = await director.does('RegisterWorker', {
      municipality,
      displayName: '試験 一郎',
      skills: [{ code: 'design', level: 1 }],
      weeklyMinutes: 600,
      ...details,
    });
    return String(made?.['id']);
  };
  const lot = async (
    director: Person,
    municipality: string,
    minutes: number,
    details: object = {},
  ): Promise<string> => {
    const { order } = await director.does('CreateOrder', {
      municipality,
      clientName: '株式会社テスト商事',
      title: 'チラシ',
      recommissionConsent: 'ALLOWED',
    });
    const { lot: made } = await director.does('AddLot', {
      orderId: String(order?.['id']),
      title: 'チラシの制作',
      skill: 'design',
      minutes,
      earliest: first,
      due: last,
      dataClass: 'PUBLIC',
      ...details,
    });
    return String(made?.['id']);
  };
  const free = async (director: Person, municipality: string, asked = ''): Promise<Tree> => {
    const { data, errors } = await director.ask(
      `query($town: MunicipalityCode!, $window: WeekWindow!) {
        townCapacity(municipality: $town, skill: "design", window: $window${asked}) { freeMinutes bottleneck }
      }`,
      { town: municipality, window },
    );
    expect(errors).toEqual([]);
    return data?.['townCapacity'] as Tree;
  };

  it('levels and clearances: whoever can do more can do less, and a worker with two skills is sold once', async () => {
    const town = '203246';
    const director = await federation.as(town, 'DIRECTOR');
    const both = [
      { code: 'design', level: 3 },
      { code: 'translation', level: 1 },
    ];
    await worker(director, town, { skills: both, clearance: 'PERSONAL' });
    await worker(director, town, {});
    const [anyone, masters, cleared] = [
      Number((await free(director, town))['freeMinutes']),
      Number((await free(director, town, ', level: 3'))['freeMinutes']),
      Number((await free(director, town, ', dataClass: PERSONAL'))['freeMinutes']),
    ];
    expect([masters, cleared]).toEqual([anyone / 2, anyone / 2]);
    const translation = await lot(director, town, masters, { skill: 'translation' });
    await director.does('CommitCapacity', { lotId: translation, minutes: masters });
    expect(Number((await free(director, town))['freeMinutes'])).toBe(anyone - masters);
    const beyond = await lot(director, town, 60, { level: 3 });
    expect(await director.isRefused('CommitCapacity', { lotId: beyond, minutes: 1 })).toMatchObject({
      code: 'CAPACITY_EXCEEDED',
      field: 'minutes',
    });
  });

  it('seats: three of them and no more, whoever has time', async () => {
    const town = '202151';
    const director = await federation.as(town, 'DIRECTOR');
    for (let count = 0; count < 4; count++) await worker(director, town, { weeklyMinutes: 2_400 });
    const seated = ', licences: ["adobe-cc"]';
    expect(Number((await free(director, town, seated))['freeMinutes'])).toBe(0);
    const all = Number((await free(director, town))['freeMinutes']);
    const { seats } = await director.does('SetSeats', {
      municipality: town,
      licence: 'adobe-cc',
      seats: 3,
      minutesPerSeat: 2_400,
    });
    expect(seats).toEqual({ licence: { code: 'adobe-cc' }, seats: 3, minutesPerSeat: 2_400 });
    const withSeats = await free(director, town, seated);
    expect(Number(withSeats['freeMinutes'])).toBe((all * 3) / 4);
    expect(String(withSeats['bottleneck'])).toMatch(/^デザイン・Adobe CCの席 /);
    const lotId = await lot(director, town, all, { licences: ['adobe-cc'] });
    expect(await director.isRefused('CommitCapacity', { lotId, minutes: all })).toMatchObject({
      code: 'CAPACITY_EXCEEDED',
    });
    await director.does('CommitCapacity', { lotId, minutes: (all * 3) / 4 });
    // A seat fewer leaves work at risk, and says how much.
    const { shortfalls } = await director.does('SetSeats', {
      municipality: town,
      licence: 'adobe-cc',
      seats: 2,
      minutesPerSeat: 2_400,
    });
    expect(Number(shortfalls?.[0]?.['minutes'])).toBe(all / 4);
  });

  it('directors: the first one registered sets the bound, and more time to lead raises it', async () => {
    const town = '202177';
    const director = await federation.as(town, 'DIRECTOR');
    await worker(director, town, { weeklyMinutes: 1_200 });
    const all = Number((await free(director, town))['freeMinutes']);
    const { director: made } = await director.does('RegisterDirector', {
      municipality: town,
      displayName: '試験 花子',
      weeklyMinutes: 60,
      leadRatio: 10,
    });
    const led = await free(director, town);
    expect(Number(led['freeMinutes'])).toBe(all / 2);
    expect(String(led['bottleneck'])).toMatch(/ディレクターの時間/);
    const change = { directorId: String(made?.['id']), weeklyMinutes: 120 };
    expect((await director.does('UpdateDirector', change))['director']).toMatchObject({
      weeklyMinutes: 120,
      leadRatio: 10,
    });
    expect(Number((await free(director, town))['freeMinutes'])).toBe(all);
    expect(await director.isRefused('UpdateDirector', { directorId: '202177-director-nobody' })).toMatchObject({
      code: 'DIRECTOR_UNKNOWN',
      field: 'directorId',
    });
  });

  it('a shortfall is visible with its ways out, and each worker sees their own part of the plan', async () => {
    const town = '203505';
    const director = await federation.as(town, 'DIRECTOR');
    const [one, two] = [await worker(director, town, {}), await worker(director, town, {})];
    await worker(director, town, { skills: [{ code: 'translation', level: 1 }] }); // Has time, but no designer.
    const minutes = 2 * 600 * weeks;
    const lotId = await lot(director, town, minutes);
    await director.does('CommitCapacity', { lotId, minutes });
    const [first2, second] = await Promise.all(
      [one, two].map(async (id) =>
        federation.withToken(await federation.token({ municipality: town, roles: ['WORKER'], worker: id })),
      ),
    );
    const mine = async (person: Person | undefined): Promise<number> => {
      const { data, errors } = (await person?.run('MyCommitments', window)) ?? { data: null, errors: [] };
      expect(errors).toEqual([]);
      const rows = data?.['myCommitments'] as unknown as { minutes: number; title: string; skill: { code: string } }[];
      expect(rows.every(({ title, skill }) => title === 'チラシの制作' && skill.code === 'design')).toBe(true);
      return rows.reduce((sum, row) => sum + row.minutes, 0);
    };
    expect((await mine(first2)) + (await mine(second))).toBe(minutes);
    expect(await mine(first2)).toBeGreaterThan(0);

    await director.does('PauseWorker', { workerId: one, from: first, to: null });
    const { data } = await director.run('Shortfalls', { municipality: town });
    const [shortfall] = data?.['shortfalls'] as unknown as {
      minutes: number;
      lot: { id: string };
      waysOut: { kind: string; minutes: number; workers: number | null; minutesEach: number | null }[];
    }[];
    expect(shortfall?.lot.id).toBe(lotId);
    expect(shortfall?.waysOut.map(({ kind }) => kind)).toEqual(['TEAM', 'TOWN', 'FEDERATION']);
    expect(shortfall?.waysOut[2]?.minutes).toBe(shortfall?.minutes);
    expect(await mine(first2)).toBeLessThan(minutes / 2); // Nothing is planned for a worker who pauses.
    expect((await first2?.run('Shortfalls', { municipality: town }))?.errors[0]?.extensions).toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});
