import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { addDays, type IsoDate } from '#domain/calendar/date';
import { mondayOf, nextWeek, sundayOf, weekOf, type IsoWeek } from '#domain/calendar/week';
import type { SkillCode } from '#domain/skills/catalogue';
import { Clock } from '#service/clock';
import { Capacity } from '../../apps/municipality/src/capacity/capacity.service.js';
import { Supply } from '../../apps/municipality/src/capacity/supply.service.js';
import { Checkpoints } from '../../apps/municipality/src/evidence/checkpoints.service.js';
import { LoansJobs } from '../../apps/municipality/src/loans/loans.jobs.js';
import { Loans } from '../../apps/municipality/src/loans/loans.service.js';
import { Post } from '../../apps/municipality/src/post/post.service.js';
import type { Town } from '../../apps/municipality/src/towns/towns.service.js';
import { Workforce } from '../../apps/municipality/src/workforce/workforce.service.js';
import { demand } from '../support/decisions.js';
import { freshKey, root } from '../support/federation.js';
import { startTwoTowns, type TwoTowns } from '../support/two-towns.js';

// Goal: a loan lives through its days in two towns: it begins and ends by the date, lifts what can be led at the borrower's and lowers it at
// the lender's by as much, survives a peer that is down while it is agreed, is extended, recalled and settled; both ends tell the same.
// Method: two real towns with a clock that can be turned. The minute's job is called by hand, at the time the test says it is.

const skill = 'data-entry' as SkillCode;

describe('the life of a director loan', () => {
  let towns: TwoTowns;
  let [borrower, lender] = [] as unknown as [Town, Town];
  let directorId = '';
  let loanId = '';
  let weeks: readonly IsoWeek[] = [];

  const keyed = <T extends object>(input: T): T & { loanId: string; idempotencyKey: string } => ({
    ...{ loanId, idempotencyKey: freshKey() },
    ...input,
  });
  const loans = (): Loans => towns.at(Loans);
  /** It is this day now, and the minute's job has run in both towns, and all that was due has been sent. */
  const itIs = async (date: IsoDate): Promise<void> => {
    towns.turnClock(Math.max(0, Date.parse(`${date}T03:00:00Z`) - Date.now()));
    for (const town of [borrower, lender]) await towns.at(LoansJobs).passDaysOf(town);
    for (const town of [lender, borrower, lender]) await towns.at(Post).sendDue(town);
  };
  const both = async (): Promise<string[]> =>
    Promise.all([borrower, lender].map(async (town) => String((await loans().loan(town, loanId))?.state.status)));
  const free = async (town: Town): Promise<number[]> =>
    Promise.all(
      weeks.map(
        async (week) => (await towns.at(Capacity).figures(town, { skill }, { from: week, to: week })).freeMinutes,
      ),
    );

  beforeAll(async () => {
    towns = await startTwoTowns(['203246', '202151']);
    [borrower, lender] = [towns.one, towns.other];
    for (const town of [borrower, lender]) {
      const worker = { displayName: '試験 一郎', skills: [{ code: skill, level: 2 }], weeklyMinutes: 3_000 };
      demand(await towns.at(Workforce).registerWorker(town, { ...worker, idempotencyKey: freshKey() }));
      const director = { displayName: '試験 花子', weeklyMinutes: 120, leadRatio: 10, idempotencyKey: freshKey() };
      ({ directorId } = demand(await towns.at(Supply).registerDirector(town, director)));
    }
    const first = nextWeek(weekOf(addDays(towns.at(Clock).today(), 21)));
    weeks = [0, 7, 14, 21, 28].map((days) => weekOf(addDays(mondayOf(first), days)));
  }, 120_000);
  afterAll(() => towns.close());

  it('is offered: from then on the lender keeps the minutes free for it', async () => {
    const [fromWeek, toWeek] = [weeks[0], weeks[3]] as [IsoWeek, IsoWeek];
    const about = { minutes: 240, fromWeek, toWeek, purpose: '繁忙期の進行管理', basis: '在籍出向' };
    const request = { ...about, from: lender.code, idempotencyKey: freshKey() };
    ({ loanId } = demand(await loans().request(borrower, request)));
    expect(await both()).toEqual(['REQUESTED', 'REQUESTED']);
    const offer = { directorId, competence: [{ code: skill, level: 3 }], yenPerHour: 3_000 };
    demand(await loans().offer(lender, keyed(offer)));
    expect(await both()).toEqual(['OFFERED', 'OFFERED']);
    expect(await free(lender)).toEqual([600, 600, 600, 600, 1_200]);
    expect(await free(borrower)).toEqual([1_200, 1_200, 1_200, 1_200, 1_200]);
  });

  it('is agreed while the lender is down: nothing is in force before the lender has said so', async () => {
    const heard = await towns.away(
      lender.code,
      () => 'nothing',
      async () => {
        demand(await loans().agree(borrower, keyed({})));
      },
    );
    expect(heard.length).toBeGreaterThan(0);
    expect(await both()).toEqual(['AGREED', 'OFFERED']);
    expect((await loans().loan(borrower, loanId))?.state).toMatchObject({ receiptPending: true });
    expect(await free(borrower)).toEqual([1_200, 1_200, 1_200, 1_200, 1_200]);
    await itIs(addDays(towns.at(Clock).today(), 1)); // It is there again.
    expect(await both()).toEqual(['AGREED', 'AGREED']);
    expect((await loans().loan(borrower, loanId))?.state).toMatchObject({ receiptPending: false });
    expect(await free(borrower)).toEqual([1_800, 1_800, 1_800, 1_800, 1_200]);
    expect(await free(lender)).toEqual([600, 600, 600, 600, 1_200]);
  });

  it('begins on its first day, and the minutes logged are seen by the lender', async () => {
    const first = mondayOf(weeks[0] as IsoWeek);
    await itIs(addDays(first, -1));
    expect(await both()).toEqual(['AGREED', 'AGREED']);
    expect(await loans().atWork(borrower, addDays(first, -1))).toHaveLength(1);
    await itIs(first);
    expect(await both()).toEqual(['ACTIVE', 'ACTIVE']);
    demand(await loans().logMinutes(borrower, keyed({ date: first, minutes: 50 })));
    for (const town of [borrower, lender])
      expect((await loans().loan(town, loanId))?.state).toMatchObject({ log: [{ date: first, minutes: 50 }] });
    const [own, guest] = await loans().atWork(borrower, first);
    expect(own).toMatchObject({ name: '試験 花子', mayInstruct: true, countsHere: true });
    expect(guest).toMatchObject({ name: '応援ディレクター', mayInstruct: true, countsHere: false, loanId });
    expect(await loans().atWork(lender, first)).toMatchObject([{ directorId, countsHere: true }]);
  });

  it('goes on longer once both have signed the extension', async () => {
    const proposal = { toWeek: weeks[4] as IsoWeek, minutes: 30 };
    demand(await loans().proposeExtension(borrower, keyed(proposal)));
    expect((await free(borrower))[4]).toBe(1_200);
    demand(await loans().acceptExtension(lender, keyed({})));
    expect(await both()).toEqual(['EXTENDED', 'EXTENDED']);
    expect([(await free(borrower))[4], (await free(lender))[4]]).toEqual([1_500, 900]);
    const agreements = await Promise.all(
      [borrower, lender].map(async (town) => {
        const state = (await loans().loan(town, loanId))?.state;
        return state !== undefined && 'agreements' in state ? state.agreements : [];
      }),
    );
    expect(agreements[0]).toEqual(agreements[1]);
    expect(agreements[0]).toHaveLength(2);
    expect(agreements[0]?.[1]?.terms.follows).toBe(agreements[0]?.[0]?.termsHash);
  });

  it('is recalled with the notice agreed, and gives the weeks after it back', async () => {
    const today = towns.at(Clock).today();
    expect(await loans().recall(lender, keyed({ lastDay: addDays(today, 13) }))).toMatchObject({
      refusals: [{ code: 'RECALL_DAY_OUT_OF_RANGE', field: 'lastDay' }],
    });
    const lastDay = sundayOf(weeks[2] as IsoWeek);
    demand(await loans().recall(lender, keyed({ lastDay })));
    expect(await both()).toEqual(['RECALLED', 'RECALLED']);
    expect((await free(borrower)).slice(1)).toEqual([1_800, 1_800, 1_200, 1_200]);
    expect((await free(lender)).slice(1)).toEqual([600, 600, 1_200, 1_200]);
    await itIs(lastDay);
    expect(await both()).toEqual(['RECALLED', 'RECALLED']);
    await itIs(addDays(lastDay, 1));
    expect(await both()).toEqual(['RETURNED', 'RETURNED']);
  });

  it('is settled when both have signed one statement of the minutes logged', async () => {
    expect(await loans().confirmStatement(borrower, keyed({}))).toMatchObject({
      refusals: [{ code: 'LOAN_STATEMENT_MISSING' }],
    });
    demand(await loans().state(lender, keyed({})));
    const first = mondayOf(weeks[0] as IsoWeek);
    demand(await loans().logMinutes(borrower, keyed({ date: addDays(first, 1), minutes: 15 })));
    expect(await loans().confirmStatement(borrower, keyed({}))).toMatchObject({
      refusals: [{ code: 'LOAN_STATEMENT_DIFFERS' }],
    });
    demand(await loans().state(lender, keyed({})));
    demand(await loans().confirmStatement(borrower, keyed({})));
    expect(await both()).toEqual(['SETTLED', 'SETTLED']);
    for (const town of [borrower, lender])
      expect((await loans().loan(town, loanId))?.state).toMatchObject({
        stated: { statement: { minutes: 65, payer: borrower.code, payee: lender.code } },
      });
  });

  it.each(['203246', '202151'])('is proved by %s alone: the loan, its extension and the statement', async (code) => {
    for (const town of [lender, borrower]) await towns.at(Checkpoints).checkpointIfDue(town);
    const zip = join(towns.dataDir, `${code}.zip`);
    const evidence = (...args: string[]): string => {
      const env = { ...process.env, YUI_DATA_DIR: towns.dataDir };
      const command = ['tools/yui.mjs', 'evidence', ...args];
      const { stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, env, encoding: 'utf8' });
      return `${stdout}${stderr}`;
    };
    evidence('export', '--municipality', code, '--process', loanId, '--out', zip);
    const said = evidence('verify', zip, '--federation', join(towns.dataDir, 'federation.json'), '--lang', 'en');
    expect(said).toContain('Sound');
    expect(said).toContain('By the rules');
    expect(said).toMatch(/loan\.statement-confirmed .*\n +→ .*SETTLED/);
    expect(said.match(/(?<!counter)signed by Shiojiri-shi/g)).toHaveLength(3);
    expect(said.match(/(?<!counter)signed by Tateshina-machi/g)).toHaveLength(3);
    expect(said).toMatch(/yenPerHour: 3000/);
    expect(said).toMatch(/amountYen: \d+/);
    expect(said).not.toContain('試験');
  });

  it('ends by itself where nobody answers, at both ends', async () => {
    const today = towns.at(Clock).today();
    const week = weekOf(addDays(today, 60));
    const about = { minutes: 60, fromWeek: week, toWeek: week, purpose: '研修', basis: '研修受入' };
    ({ loanId } = demand(await loans().request(borrower, { ...about, from: lender.code, idempotencyKey: freshKey() })));
    await itIs(addDays(today, 14));
    expect(await both()).toEqual(['REQUESTED', 'REQUESTED']);
    await itIs(addDays(today, 16));
    expect(await both()).toEqual(['CANCELLED', 'CANCELLED']);
  });

  it('of a trainee takes them from home, and leads and instructs nobody', async () => {
    const today = towns.at(Clock).today();
    const week = weekOf(addDays(today, 14));
    weeks = [week];
    const about = { minutes: 60, fromWeek: week, toWeek: week, purpose: '研修', basis: '研修受入' };
    ({ loanId } = demand(await loans().request(borrower, { ...about, from: lender.code, idempotencyKey: freshKey() })));
    demand(await loans().offer(lender, keyed({ directorId, competence: [{ code: skill, level: 1 }], yenPerHour: 0 })));
    demand(await loans().agree(borrower, keyed({})));
    await towns.at(Post).sendDue(lender); // Its receipt.
    expect(await both()).toEqual(['AGREED', 'AGREED']);
    expect([await free(borrower), await free(lender)]).toEqual([[1_200], [600]]);
    expect(await loans().atWork(borrower, mondayOf(week))).toContainEqual(
      expect.objectContaining({ loanId, mayInstruct: false, leads: false, countsHere: false }),
    );
    await itIs(mondayOf(week));
    demand(await loans().giveBack(borrower, keyed({})));
    expect(await both()).toEqual(['RETURNED', 'RETURNED']);
  });

  describe('that either town would extend', () => {
    const stateOf = async (town: Town): Promise<unknown> => (await loans().loan(town, loanId))?.state;
    const longer = (minutes: number): ReturnType<typeof keyed<{ toWeek: IsoWeek; minutes: number }>> =>
      keyed({ toWeek: weeks[1] as IsoWeek, minutes });
    const inSecondWeek = async (): Promise<unknown[]> => [(await free(borrower))[1], (await free(lender))[1]];

    it('goes on as agreed where the one that did not propose it says no', async () => {
      const first = nextWeek(weekOf(addDays(towns.at(Clock).today(), 7)));
      weeks = [first, nextWeek(first)];
      const about = { minutes: 60, fromWeek: first, toWeek: first, purpose: '進行管理', basis: '在籍出向' };
      const request = { ...about, from: lender.code, idempotencyKey: freshKey() };
      ({ loanId } = demand(await loans().request(borrower, request)));
      const offer = { directorId, competence: [{ code: skill, level: 1 }], yenPerHour: 3_000 };
      demand(await loans().offer(lender, keyed(offer)));
      demand(await loans().agree(borrower, keyed({})));
      await towns.at(Post).sendDue(lender); // Its receipt.
      await itIs(mondayOf(first));
      expect(await both()).toEqual(['ACTIVE', 'ACTIVE']);
      for (const town of [borrower, lender])
        expect(await loans().declineExtension(town, keyed({ reason: 'x' }))).toMatchObject({
          refusals: [{ code: 'LOAN_EXTENSION_UNKNOWN' }],
        });

      demand(await loans().proposeExtension(borrower, longer(60)));
      demand(await loans().declineExtension(lender, keyed({ reason: '本人の担当業務が始まるため' })));
      expect(await stateOf(borrower)).toMatchObject({ proposals: [], extensionDeclined: '本人の担当業務が始まるため' });

      demand(await loans().proposeExtension(lender, longer(60)));
      expect(await inSecondWeek()).toEqual([1_200, 600]); // Kept free, and not led with yet.
      demand(await loans().declineExtension(borrower, keyed({ reason: '間に合ったため' })));
      expect(await inSecondWeek()).toEqual([1_200, 1_200]);
      expect(await stateOf(lender)).toMatchObject({ extensionDeclined: '間に合ったため' });
      expect(await both()).toEqual(['ACTIVE', 'ACTIVE']);
    });

    it('goes on longer once both have signed what the lender offers last', async () => {
      demand(await loans().proposeExtension(lender, longer(60)));
      demand(await loans().proposeExtension(lender, longer(30)));
      expect(await stateOf(borrower)).toMatchObject({ extensionOffer: { terms: { minutes: 30, toWeek: weeks[1] } } });
      demand(await loans().acceptExtension(borrower, keyed({})));
      for (const town of [lender, borrower]) await towns.at(Post).sendDue(town); // The lender's receipt.
      expect(await both()).toEqual(['EXTENDED', 'EXTENDED']);
      expect(await inSecondWeek()).toEqual([1_500, 900]);
      const [here, there] = [await stateOf(borrower), await stateOf(lender)] as { agreements: object[] }[];
      expect(here?.agreements).toEqual(there?.agreements);
      expect(here?.agreements).toHaveLength(2);
    });
  });
});
