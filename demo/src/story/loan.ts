import { dateInTokyo, type Instant } from '#domain/calendar/date';
import { monthOfDate, monthsFrom, weeksOfMonth, type IsoMonth } from '#domain/calendar/month';
import { mondayOf, type IsoWeek } from '#domain/calendar/week';
import { GraphRefused } from './graph-client.js';
import * as operations from './operations.js';
import { directorOf, expect, StoryBroken, until, type StoryDirector, type StorySettings } from './telling.js';
import { words } from './words.js';

const [kawakami, tateshina] = ['203041', '203246'];
/** An hour in each week, so that the story can be told many times. */
const weeklyMinutes = 60;
/** 在籍出向 lets the director instruct the borrower's workers. */
const basis = '在籍出向';

interface Free {
  readonly freeMinutes: number;
  readonly bottleneck: string | null;
}
interface AtWork {
  readonly countedHere: number;
  readonly directors: readonly {
    readonly name: string;
    readonly mayInstruct: boolean;
    readonly loanId: string | null;
  }[];
}

/**
 * Plays the story of the director on loan: Kawakami has workers with time in winter and one director, Tateshina has leading to lend.
 * @throws StoryBroken when the system does not do what the story says; GraphRefused when it says no.
 */
export async function tellLoan(settings: StorySettings): Promise<void> {
  const { language, print } = settings;
  const say = words[language].loan;
  const [borrower, lender] = [await directorOf(kawakami, settings), await directorOf(tateshina, settings)];

  // 1. Kawakami looks for a month in which it is leading that runs out.
  const { month, weeks, before } = await monthThatLacksLeading(borrower, language);
  const [fromWeek, toWeek] = [weeks[0], weeks.at(-1)] as [IsoWeek, IsoWeek];
  const window = { from: fromWeek, to: toWeek };
  const minutes = weeks.length * weeklyMinutes;
  print(`\n${say.title(month)}\n`);
  print(say.before(before.freeMinutes, before.bottleneck ?? '-'));

  // 2. It asks Tateshina, which offers whoever has the time, and tells an alias.
  const { loan } = await borrower.change<{ loan: { id: string; status: string } }>(operations.requestDirectorLoan, {
    ...{ from: tateshina, to: kawakami, minutes, fromWeek, toWeek, basis },
    purpose: '冬の入力業務の進行管理',
  });
  print(say.request(minutes, basis));
  expect(loan.status === 'REQUESTED', 'a loan that is asked for is REQUESTED');
  const ofBorrower = (): Promise<Loan> => loanSeenBy(borrower, loan.id);
  await until('Tateshina has heard of it', async () => (await loanSeenBy(lender, loan.id))?.status === 'REQUESTED');
  const realNames = await offerSomebody(lender, loan.id, say.busy);
  await until('Kawakami has the offer', async () => (await ofBorrower())?.status === 'OFFERED');
  const told = (await ofBorrower())?.offers[0]?.directorName ?? '';
  expect(told !== '' && !realNames.includes(told), 'the borrower is told an alias and no name');
  print(say.offer(told));

  // 3. Kawakami signs the same terms; the loan is in force once Tateshina has its signature.
  await borrower.change(operations.agreeDirectorLoan, { loanId: loan.id });
  await until('both ends have both signatures', async () => {
    const [here, there] = [await ofBorrower(), await loanSeenBy(lender, loan.id)];
    return here?.status === 'AGREED' && !here.receiptPending && there?.status === 'AGREED';
  });
  print(say.agree);

  // 4. What can be led in Kawakami has risen, and its workers may take instructions from whoever comes; they count at home.
  const after = await freeIn(borrower, window);
  expect(after.freeMinutes > before.freeMinutes, 'more work can be led in Kawakami with the director on loan');
  print(say.after(before.freeMinutes, after.freeMinutes));
  const on = mondayOf(fromWeek);
  const { directorsAtWork } = await borrower.ask<{ directorsAtWork: AtWork }>(operations.directorsAtWork, {
    ...{ municipality: kawakami, on },
  });
  const guest = directorsAtWork.directors.find(({ loanId }) => loanId === loan.id);
  expect(guest?.name === told && guest.mayInstruct, 'whoever is on loan by 在籍出向 may instruct in Kawakami');
  const own = directorsAtWork.directors.filter(({ loanId }) => loanId === null).length;
  expect(directorsAtWork.countedHere === own, 'only its own directors count in Kawakami');
  print(say.atWork(on));
  for (const { name, mayInstruct } of directorsAtWork.directors) print(say.row(name, mayInstruct));
  print(say.counted(own));
}

type Loan = {
  readonly status: string;
  readonly receiptPending: boolean;
  readonly offers: readonly { readonly directorName: string }[];
} | null;

async function loanSeenBy(director: StoryDirector, id: string): Promise<Loan> {
  return (await director.ask<{ directorLoan: Loan }>(operations.directorLoan, { id })).directorLoan;
}

async function freeIn(director: StoryDirector, window: { from: IsoWeek; to: IsoWeek }): Promise<Free> {
  const asked = { municipality: director.code, skill: 'data-entry', window };
  return (await director.ask<{ townCapacity: Free }>(operations.townCapacity, asked)).townCapacity;
}

/** The coming month in which Kawakami's workers have most time that nobody can lead; its weeks are all ahead. */
async function monthThatLacksLeading(
  director: StoryDirector,
  language: 'JA' | 'EN',
): Promise<{ readonly month: IsoMonth; readonly weeks: readonly IsoWeek[]; readonly before: Free }> {
  const lacking = { JA: 'ディレクターの時間', EN: "directors' time" }[language];
  for (const month of monthsFrom(monthOfDate(dateInTokyo(Date.now() as Instant)), 13).slice(2)) {
    const weeks = weeksOfMonth(month);
    const before = await freeIn(director, { from: weeks[0] as IsoWeek, to: weeks.at(-1) as IsoWeek });
    if (before.bottleneck?.includes(lacking) === true) return { month, weeks, before };
  }
  throw new StoryBroken(words[language].loan.enough);
}

/** Offers the first director who has the time; the names of all, which the borrower is not told. */
async function offerSomebody(lender: StoryDirector, loanId: string, busy: string): Promise<string[]> {
  const { directors } = await lender.ask<{ directors: { id: string; displayName: string }[] }>(operations.directors, {
    municipality: lender.code,
  });
  const terms = { loanId, competence: [{ code: 'data-entry', level: 3 }], yenPerHour: 3_000 };
  for (const { id: directorId } of directors) {
    try {
      await lender.change(operations.offerDirectorLoan, { ...terms, directorId });
      return directors.map(({ displayName }) => displayName);
    } catch (fault) {
      if (!(fault instanceof GraphRefused) || fault.code !== 'DIRECTOR_MINUTES_EXCEEDED') throw fault;
    }
  }
  throw new StoryBroken(busy);
}
