import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectMongo, databaseOf, type Database } from '#mongo/connect';
import { freshKey, startTestFederation, type Person, type Tree } from '../support/federation.js';
import { monthAhead } from '../support/towns.js';

// Goal: a worker's time is what they have said, the newest word first; whoever gives hours back is asked nothing and told nothing; the
// town's staff sees at once what it now lacks.
// Method: one real town through the gateway; weeks of 2027 whose holidays are known, and a month that lies ahead for what is committed.

const town = '203246';
const holidayWeek = '2027-W06'; // 8 to 14 February; Thursday the 11th is 建国記念の日.
const weekBefore = '2027-W05';
const weekAfter = '2027-W07';
const mondayAndThursday = { monday: 120, thursday: 240 };

describe('availability', () => {
  let federation: Awaited<ReturnType<typeof startTestFederation>>;
  let director: Person;
  let connection: Database;
  beforeAll(async () => {
    federation = await startTestFederation();
    director = await federation.as(town, 'DIRECTOR');
    connection = await connectMongo(federation.databaseUri);
  }, 120_000);
  afterAll(async () => {
    await connection.close();
    await federation.close();
  });

  const record = (id: string): Promise<object | null> =>
    databaseOf(connection, `${federation.databasePrefix}_${town}`)
      .collection<{ _id: string }>('workers')
      .findOne({ _id: id });
  const newWorker = async (details: object = {}): Promise<{ id: string; herself: Person }> => {
    const { worker } = await director.does('RegisterWorker', {
      municipality: town,
      displayName: '試験 花子',
      skills: [{ code: 'proofreading', level: 2 }],
      weeklyMinutes: 360,
      ...details,
    });
    const id = String(worker?.['id']);
    const token = await federation.token({ municipality: town, roles: ['WORKER'], worker: id });
    return { id, herself: federation.withToken(token) };
  };
  const weeksOf = async (person: Person, from = weekBefore, to = weekAfter): Promise<number[]> => {
    const { data, errors } = await person.run('MyAvailability', { from, to });
    expect(errors).toEqual([]);
    return (data?.['myAvailability'] as unknown as { minutes: number }[]).map(({ minutes }) => minutes);
  };
  const me = async (person: Person): Promise<Tree | undefined> =>
    (
      await person.ask(
        '{ me { kind clearance weeklyMinutes patternDays { monday thursday sunday worksOnHolidays } exceptions { week minutes } days { date minutes } pauses { from to } } }',
      )
    ).data?.['me'];

  it('of flexible minutes is the same in every week', async () => {
    const { herself } = await newWorker({ weeklyMinutes: 600 });
    expect(await weeksOf(herself)).toEqual([600, 600, 600]);
    expect(await me(herself)).toEqual({
      kind: 'PERSON',
      clearance: 'CONFIDENTIAL',
      weeklyMinutes: 600,
      patternDays: null,
      exceptions: [],
      days: [],
      pauses: [],
    });
  });

  it('of weekdays leaves out holidays, national ones and those of the town', async () => {
    const { herself } = await newWorker({ days: mondayAndThursday });
    expect(await weeksOf(herself)).toEqual([360, 120, 360]);
    expect(await me(herself)).toMatchObject({
      weeklyMinutes: 360,
      patternDays: { monday: 120, thursday: 240, sunday: 0, worksOnHolidays: false },
    });
    const { herself: other } = await newWorker({ days: { ...mondayAndThursday, worksOnHolidays: true } });
    expect(await weeksOf(other)).toEqual([360, 360, 360]);

    const set = (date: string, holiday: boolean, name?: string): Promise<Tree> =>
      director.does('SetHoliday', { municipality: town, date, holiday, name });
    const closed = await set('2027-02-01', true, '創立記念日');
    expect(closed).toMatchObject({ holiday: { date: '2027-02-01', name: '創立記念日', own: true }, shortfalls: [] });
    expect((await set('2027-02-11', false))['holiday']).toBeNull();
    expect(await weeksOf(herself)).toEqual([240, 360, 360]);
    const { data } = await herself.run('Holidays', { municipality: town, from: '2027-01-31', to: '2027-02-28' });
    expect(data?.['holidays']).toEqual([
      { date: '2027-02-01', name: '創立記念日', own: true },
      { date: '2027-02-23', name: '天皇誕生日', own: false },
    ]);
    await set('2027-02-01', false);
    await set('2027-02-11', true, '建国記念の日');
    expect(await weeksOf(herself)).toEqual([360, 120, 360]);
  });

  it('is what was said of a day or a week, and the newest word wins', async () => {
    const { id, herself } = await newWorker({ days: mondayAndThursday });
    await herself.does('DeclareAvailability', { workerId: id, days: [{ date: '2027-02-11', minutes: 60 }] });
    expect(await weeksOf(herself)).toEqual([360, 180, 360]);
    await herself.does('DeclareAvailability', { workerId: id, weeks: [{ week: holidayWeek, minutes: 300 }] });
    expect(await weeksOf(herself)).toEqual([360, 300, 360]);
    expect(await me(herself)).toMatchObject({ days: [], exceptions: [{ week: holidayWeek, minutes: 300 }] });
    await herself.does('DeclareAvailability', { workerId: id, pattern: { weeklyMinutes: 90 } });
    expect(await weeksOf(herself)).toEqual([90, 300, 90]);
  });

  it('pauses and resumes', async () => {
    const { id, herself } = await newWorker();
    const { worker } = await herself.does('PauseWorker', { workerId: id, from: '2027-02-10' });
    expect(worker?.['pauses']).toEqual([{ from: '2027-02-10', to: null }]);
    expect(await weeksOf(herself)).toEqual([360, 144, 0]);
    const resumed = await herself.does('ResumeWorker', { workerId: id, from: '2027-02-15' });
    expect(resumed['worker']?.['pauses']).toEqual([{ from: '2027-02-10', to: '2027-02-14' }]);
    expect(await weeksOf(herself)).toEqual([360, 144, 360]);
    await director.does('PauseWorker', { workerId: id, from: '2027-02-01', to: '2027-02-07' });
    expect(await weeksOf(herself)).toEqual([0, 144, 360]);
  });

  it('hours given back change that week and nothing else, and only the staff hears what the town lacks', async () => {
    const { id, herself } = await newWorker({ skills: [{ code: 'translation', level: 2 }], days: mondayAndThursday });
    const { first, window } = monthAhead();
    const { order } = await director.does('CreateOrder', {
      municipality: town,
      clientName: '株式会社テスト商事',
      title: '翻訳',
      recommissionConsent: 'NONE',
    });
    const { data } = await herself.run('MyAvailability', { from: window.from, to: window.from });
    const offered = Number(data?.['myAvailability']?.[0]?.['minutes']);
    expect(offered).toBeGreaterThan(0);
    const { lot } = await director.does('AddLot', {
      orderId: String(order?.['id']),
      title: '翻訳',
      skill: 'translation',
      minutes: offered,
      earliest: first,
      due: first,
      dataClass: 'PUBLIC',
    });
    await director.does('CommitCapacity', { lotId: String(lot?.['id']), minutes: offered });

    const before = await record(id);
    const idempotencyKey = freshKey();
    const given = { workerId: id, week: window.from, minutes: 40, idempotencyKey };
    const answer = await herself.does('GiveBackHours', given);
    expect(answer).toMatchObject({ worker: { id }, shortfalls: [] });
    expect(await record(id)).toEqual({ ...before, exceptions: [{ week: window.from, minutes: offered - 40 }] });
    expect(await herself.does('GiveBackHours', given)).toEqual(answer); // The same request once more takes nothing more.

    const byStaff = await director.does('GiveBackHours', { ...given, minutes: 20, idempotencyKey: freshKey() });
    expect(byStaff['shortfalls']).toEqual([{ lot: { id: lot?.['id'] }, minutes: 60, week: window.from }]);
    expect(
      await herself.isRefused('GiveBackHours', { ...given, minutes: offered, idempotencyKey: freshKey() }),
    ).toMatchObject({ code: 'OFFERED_MINUTES_EXCEEDED', field: 'minutes' });
    const lessSkilled = await director.does('UpdateWorker', { workerId: id, skills: [{ code: 'design', level: 1 }] });
    expect(lessSkilled['shortfalls']).toMatchObject([{ minutes: offered }]);
  });

  it('a holiday of the town takes time from those who rest on it, and its staff hears what is lacking', async () => {
    const everyDay = { monday: 60, tuesday: 60, wednesday: 60, thursday: 60, friday: 60, saturday: 60, sunday: 60 };
    const { herself } = await newWorker({
      skills: [{ code: 'transcription', level: 2 }],
      weeklyMinutes: 420,
      days: everyDay,
    });
    const { first, last, window } = monthAhead();
    const weeks = await weeksOf(herself, window.from, window.to);
    const offered = weeks.reduce((sum, each) => sum + each, 0);
    const { order } = await director.does('CreateOrder', {
      municipality: town,
      clientName: '株式会社テスト商事',
      title: '文字起こし',
      recommissionConsent: 'NONE',
    });
    const { lot } = await director.does('AddLot', {
      orderId: String(order?.['id']),
      title: '文字起こし',
      skill: 'transcription',
      minutes: offered,
      earliest: first,
      due: last,
      dataClass: 'PUBLIC',
    });
    await director.does('CommitCapacity', { lotId: String(lot?.['id']), minutes: offered });
    const { data } = await director.run('Holidays', { municipality: town, from: first, to: last });
    const holidays = (data?.['holidays'] as unknown as { date: string }[]).map(({ date }) => date);
    const date = [...Array(28).keys()]
      .map((day) => `${first.slice(0, 8)}${String(day + 1).padStart(2, '0')}`)
      .find((each) => !holidays.includes(each));
    const lacking = async (holiday: boolean): Promise<Tree[]> => {
      const { shortfalls } = await director.does('SetHoliday', { municipality: town, date, holiday, name: '町の日' });
      return (shortfalls as unknown as Tree[]).filter((each) => each['lot']?.['id'] === lot?.['id']);
    };
    expect(await lacking(true)).toMatchObject([{ minutes: 60, week: window.to }]);
    expect(await lacking(false)).toEqual([]);
  });

  it('a support office supplies hours as a unit', async () => {
    const office = {
      municipality: town,
      displayName: 'しらかば作業所',
      skills: [{ code: 'data-entry', level: 2 }],
      weeklyMinutes: 200 * 84 * 60,
    };
    const { worker } = await director.does('RegisterSupportOffice', office);
    expect(worker?.['kind']).toBe('SUPPORT_OFFICE');
    const weeks = [{ week: holidayWeek, minutes: 60_000 }];
    await director.does('DeclareAvailability', { workerId: worker?.['id'], weeks });
    expect(
      await director.isRefused('RegisterSupportOffice', { ...office, weeklyMinutes: office.weeklyMinutes + 1 }),
    ).toMatchObject({ code: 'WEEK_MINUTES_OUT_OF_RANGE', field: 'weeklyMinutes' });
    expect(await director.isRefused('RegisterWorker', office)).toMatchObject({ code: 'WEEK_MINUTES_OUT_OF_RANGE' });
  });

  it('personal data takes a decision of the town', async () => {
    const { id, herself } = await newWorker();
    const { worker } = await director.does('UpdateWorker', { workerId: id, clearance: 'PERSONAL' });
    expect(worker).toEqual({ id, clearance: 'PERSONAL' });
    const { herself: cleared } = await newWorker({ clearance: 'PERSONAL' });
    expect([(await me(herself))?.['clearance'], (await me(cleared))?.['clearance']]).toEqual(['PERSONAL', 'PERSONAL']);
    const { errors } = await herself.run('UpdateWorker', {
      input: { workerId: id, clearance: 'PERSONAL', idempotencyKey: freshKey() },
    });
    expect(errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', reason: 'ROLE' });
  });

  it.each([
    ['DeclareAvailability', { weeks: [{ week: weekBefore, minutes: 0 }] }],
    ['PauseWorker', { from: '2027-02-01' }],
    ['ResumeWorker', { from: '2027-02-01' }],
    ['GiveBackHours', { week: weekBefore, minutes: 60 }],
  ])('%s of somebody else is refused to a worker', async (operation, input) => {
    const { id } = await newWorker();
    const { herself: other } = await newWorker();
    const before = await record(id);
    const { errors } = await other.run(operation, { input: { workerId: id, ...input, idempotencyKey: freshKey() } });
    expect(errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', reason: 'NOT_YOURS' });
    expect(await record(id)).toEqual(before);
  });

  it('refuses what makes no sense, with the field', async () => {
    const { id } = await newWorker();
    const refused = async (operation: string, input: object, code: string, field: string): Promise<void> => {
      expect(await director.isRefused(operation, { workerId: id, ...input })).toMatchObject({ code, field });
    };
    const date = '2027-02-11';
    await refused('DeclareAvailability', {}, 'WEEKS_EMPTY', 'weeks');
    await refused(
      'DeclareAvailability',
      { days: [{ date, minutes: 1_441 }] },
      'DAY_MINUTES_OUT_OF_RANGE',
      'days.0.minutes',
    );
    const twice = [date, date].map((each) => ({ date: each, minutes: 1 }));
    await refused('DeclareAvailability', { days: twice }, 'DAY_TWICE', 'days.1.date');
    const pattern = { weeklyMinutes: 60, days: mondayAndThursday };
    await refused('DeclareAvailability', { pattern }, 'PATTERN_SUM_DIFFERS', 'pattern.weeklyMinutes');
    await refused('PauseWorker', { from: date, to: '2027-02-10' }, 'WINDOW_REVERSED', 'to');
    await refused('GiveBackHours', { week: holidayWeek, minutes: 0 }, 'MINUTES_NOT_POSITIVE', 'minutes');
    await refused('UpdateWorker', { skills: [] }, 'SKILLS_EMPTY', 'skills');
    const nobody = `${town}-worker-nobody`;
    await refused('UpdateWorker', { workerId: nobody, clearance: 'PUBLIC' }, 'WORKER_UNKNOWN', 'workerId');
    await refused('ResumeWorker', { workerId: nobody, from: date }, 'WORKER_UNKNOWN', 'workerId');
    const holiday = { municipality: town, date, holiday: true };
    expect(await director.isRefused('SetHoliday', holiday)).toMatchObject({ code: 'TEXT_EMPTY', field: 'name' });
    expect(await director.isRefused('SetHoliday', { ...holiday, municipality: '202011' })).toMatchObject({
      code: 'MUNICIPALITY_UNKNOWN',
      field: 'municipality',
    });
    const refusal = await director.isRefused('RegisterWorker', {
      municipality: town,
      displayName: '試験 花子',
      skills: [{ code: 'design', level: 1 }],
      weeklyMinutes: 361,
      days: mondayAndThursday,
    });
    expect(refusal).toMatchObject({ code: 'PATTERN_SUM_DIFFERS', field: 'weeklyMinutes' });
    const { errors } = await director.run('Holidays', { municipality: town, from: date, to: '2027-02-10' });
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', reason: 'WINDOW_REVERSED', field: 'to' });
  });
});
