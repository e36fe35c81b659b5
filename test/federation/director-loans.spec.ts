import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestFederation, type Person, type Tree } from '../support/federation.js';
import { monthAhead } from '../support/towns.js';

// Goal: towns ask for, offer, agree and call off director loans through the graph; each sees its own end, and of the director no more than
// they consent to. The life of a loan by its days is in director-loan-life.spec.ts.
// Method: real town processes through the gateway; each case makes its own loan, and asks both towns.

const [tateshina, shiojiri, nagawa] = ['203246', '202151', '203505'] as [string, string, string];
const { window, first } = monthAhead();
const realName = '試験 花子';

describe('director loans', () => {
  let federation: Awaited<ReturnType<typeof startTestFederation>>;
  let [here, there, other] = [] as unknown as [Person, Person, Person];
  let directorId = '';
  beforeAll(async () => {
    federation = await startTestFederation();
    [here, there, other] = await Promise.all([
      federation.as(tateshina, 'DIRECTOR'),
      federation.as(shiojiri, 'DIRECTOR'),
      federation.as(nagawa, 'OFFICER'),
    ]);
    const register = async (person: Person, municipality: string): Promise<string> => {
      const about = { municipality, displayName: realName, weeklyMinutes: 300, leadRatio: 10 };
      return String((await person.does('RegisterDirector', about))['director']?.['id']);
    };
    directorId = await register(there, shiojiri);
    await register(other, nagawa);
  }, 120_000);
  afterAll(() => federation.close());

  const wanted = {
    ...{ from: shiojiri, to: tateshina, minutes: 600, fromWeek: window.from, toWeek: window.to },
    ...{ purpose: '繁忙期の進行管理', basis: '在籍出向' },
  };
  const request = async (change: object = {}): Promise<string> => {
    const { loan } = await here.does('RequestDirectorLoan', { ...wanted, ...change });
    expect(loan?.['status']).toBe('REQUESTED');
    return String(loan?.['id']);
  };
  const competence = [{ code: 'data-entry', level: 3 }];
  const offer = (loanId: string, change: object = {}): Promise<Tree> =>
    there.does('OfferDirectorLoan', { loanId, directorId, competence, yenPerHour: 3_000, ...change });
  const seen = async (person: Person, id: string): Promise<Tree | undefined> =>
    (await person.run('DirectorLoan', { id })).data?.['directorLoan'];
  const until = async (check: () => Promise<boolean>): Promise<void> => {
    for (const end = Date.now() + 15_000; !(await check());)
      if (Date.now() > end) throw new Error('it did not come to that');
      else await new Promise((resolve) => setTimeout(resolve, 100));
  };

  it('goes from any town to the one whose offer is signed; the others hear that another was chosen', async () => {
    const loanId = await request({ from: null });
    await offer(loanId);
    const { data: listed } = await other.run('DirectorLoans', { municipality: nagawa });
    expect(listed?.['directorLoans']?.[0]).toMatchObject({ id: loanId, status: 'REQUESTED' });
    const { data } = await other.ask('query($town: MunicipalityCode!) { directors(municipality: $town) { id } }', {
      town: nagawa,
    });
    const theirs = { loanId, directorId: String(data?.['directors']?.[0]?.['id']), competence, yenPerHour: 0 };
    await other.does('OfferDirectorLoan', { ...theirs, basis: '準委任' });
    expect(await here.isRefused('AgreeDirectorLoan', { loanId })).toMatchObject({
      ...{ code: 'LOAN_OFFER_UNKNOWN', field: 'lender' },
    });
    await here.does('AgreeDirectorLoan', { loanId, lender: nagawa });
    await until(async () => (await seen(there, loanId))?.['status'] === ('CANCELLED' as unknown as Tree));
    expect(await seen(there, loanId)).toMatchObject({ reason: 'ANOTHER_CHOSEN' });
    await until(async () => (await seen(here, loanId))?.['receiptPending'] === (false as unknown as Tree));
    for (const person of [here, other])
      expect(await seen(person, loanId)).toMatchObject({
        ...{ status: 'AGREED', basis: '準委任', mayInstruct: false, lender: { code: nagawa }, yenPerHour: 0 },
      });
    await here.does('CancelDirectorLoan', { loanId, reason: '間に合ったため' });
    expect(await seen(other, loanId)).toMatchObject({ status: 'CANCELLED', reason: '間に合ったため' });
  });

  it('tells of the director an alias, or their name where they consent, and counts them at home only', async () => {
    const loanId = await request();
    const offered = await offer(loanId);
    expect(offered['loan']).toMatchObject({
      ...{ status: 'OFFERED' },
      offers: [{ municipality: { code: shiojiri }, directorName: '応援ディレクター', minutes: 600, yenPerHour: 3_000 }],
    });
    expect(JSON.stringify((await here.ask(everything, { id: loanId })).data)).not.toMatch(/花子|-director-/);
    await here.does('AgreeDirectorLoan', { loanId });
    await until(async () => (await seen(here, loanId))?.['receiptPending'] === (false as unknown as Tree));
    const atWork = async (person: Person, municipality: string): Promise<Tree | undefined> =>
      (await person.run('DirectorsAtWork', { municipality, on: first })).data?.['directorsAtWork'];
    expect(await atWork(here, tateshina)).toMatchObject({
      ...{ countedHere: 0 },
      directors: [
        { name: '応援ディレクター', mayInstruct: true, leads: true, basis: '在籍出向', loanId, directorId: null },
      ],
    });
    expect(await atWork(there, shiojiri)).toMatchObject({ countedHere: 1, directors: [{ directorId }] });
    await here.does('CancelDirectorLoan', { loanId, reason: '間に合ったため' });

    const named = await request();
    await offer(named, { tellName: 'DISPLAY_NAME' });
    expect(JSON.stringify((await here.ask(everything, { id: named })).data)).toContain(realName);
    await there.does('CancelDirectorLoan', { loanId: named, reason: '本人の都合' });
    for (const person of [here, there])
      expect(await seen(person, named)).toMatchObject({ status: 'CANCELLED', reason: '本人の都合' });
  });

  it('is declined for a reason that the borrower reads', async () => {
    const loanId = await request();
    await there.does('DeclineDirectorLoan', { loanId, reason: '人手が足りないため' });
    for (const person of [here, there])
      expect(await seen(person, loanId)).toMatchObject({ status: 'DECLINED', reason: '人手が足りないため' });
  });

  it('lends no director beyond their time, and sees no loan of other towns', async () => {
    const loanId = await request({ minutes: 300, fromWeek: window.from, toWeek: window.from });
    await offer(loanId, { minutes: 200 });
    const another = await request({ minutes: 101, fromWeek: window.from, toWeek: window.from });
    const about = { directorId, competence, yenPerHour: 0 };
    expect(await there.isRefused('OfferDirectorLoan', { loanId: another, ...about })).toMatchObject({
      ...{ code: 'DIRECTOR_MINUTES_EXCEEDED', field: 'directorId' },
    });
    expect(await seen(there, another)).toMatchObject({ status: 'REQUESTED' });
    await offer(another, { minutes: 100 });
    expect(await seen(other, loanId)).toBeNull();
    expect(await other.isRefused('RecallDirectorLoan', { loanId, lastDay: first })).toMatchObject({
      code: 'LOAN_UNKNOWN',
    });
  });

  it.each([
    ['LOAN_TO_SELF', 'from', { from: tateshina }],
    ['MUNICIPALITY_UNKNOWN', 'from', { from: '202011' }],
    ['LOAN_BASIS_UNKNOWN', 'basis', { basis: '派遣' }],
    ['LOAN_START_PASSED', 'fromWeek', { fromWeek: '2026-W01' }],
    ['MINUTES_NOT_POSITIVE', 'minutes', { minutes: 0 }],
    ['TEXT_EMPTY', 'purpose', { purpose: '' }],
  ])('is refused with %s for %s', async (code, field, change) => {
    expect(await here.isRefused('RequestDirectorLoan', { ...wanted, ...change })).toMatchObject({ code, field });
  });

  it('is asked for by the town that needs it, and by no other in its name', async () => {
    await expect(here.isRefused('RequestDirectorLoan', { ...wanted, to: shiojiri })).rejects.toThrow('FORBIDDEN');
  });

  it('steps that do not fit are refused, and change nothing', async () => {
    const loanId = await request();
    for (const [person, operation, input, code] of [
      [here, 'AgreeDirectorLoan', {}, 'LOAN_STEP_NOT_NOW'],
      [here, 'LogLoanMinutes', { date: first, minutes: 60 }, 'LOAN_STEP_NOT_NOW'],
      [here, 'ProposeLoanExtension', { toWeek: window.to, minutes: 60 }, 'LOAN_STEP_NOT_NOW'],
      [here, 'ReturnDirectorLoan', {}, 'LOAN_STEP_NOT_NOW'],
      [here, 'ConfirmLoanStatement', {}, 'LOAN_STEP_NOT_NOW'],
      [here, 'AcceptLoanExtension', {}, 'LOAN_STEP_NOT_NOW'],
      [there, 'AcceptLoanExtension', {}, 'LOAN_STEP_NOT_NOW'],
      [here, 'DeclineLoanExtension', { reason: 'x' }, 'LOAN_STEP_NOT_NOW'],
      [there, 'DeclineLoanExtension', { reason: 'x' }, 'LOAN_STEP_NOT_NOW'],
      [there, 'ProposeLoanExtension', { toWeek: window.to, minutes: 60 }, 'LOAN_STEP_NOT_NOW'],
      [there, 'StateDirectorLoan', {}, 'LOAN_STEP_NOT_NOW'],
      [there, 'AgreeDirectorLoan', {}, 'LOAN_UNKNOWN'],
      [there, 'OfferDirectorLoan', { directorId: 'nobody', competence, yenPerHour: 0 }, 'DIRECTOR_UNKNOWN'],
    ] as const)
      expect([operation, await person.isRefused(operation, { loanId, ...input })]).toMatchObject([operation, { code }]);
    for (const person of [here, there]) expect(await seen(person, loanId)).toMatchObject({ status: 'REQUESTED' });
  });
});

/** All that a town can see of a loan. */
const everything = `query($id: ID!) { directorLoan(id: $id) {
  id status borrower { code } lender { code } asked { code } purpose basis mayInstruct minutes fromWeek toWeek answerBy
  offers { municipality { code } directorName competence { skill { code } level } leadRatio minutes basis yenPerHour recallNoticeDays agreeBy termsHash }
  directorName directorId yenPerHour receiptPending agreements { fromWeek toWeek minutes termsHash } proposals { toWeek minutes }
  lastDay log { date minutes } loggedMinutes statement { lines { month minutes yenPerHour amountYen } minutes amountYen } reason
} }`;
