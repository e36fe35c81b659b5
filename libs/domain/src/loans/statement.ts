import type { IsoDate } from '../calendar/date.js';
import { monthOfDate, type IsoMonth } from '../calendar/month.js';
import type { MunicipalityCode } from '../municipality/code.js';

/** Minutes that the borrower has logged for a day. */
export interface LoggedDay {
  readonly date: IsoDate;
  readonly minutes: number;
}

/** One month of a loan as a settlement between the two towns takes it: minutes logged × agreed yen per hour, before tax. */
export interface LoanLine {
  readonly month: IsoMonth;
  readonly minutes: number;
  readonly yenPerHour: number;
  /** Whole yen before tax, rounded down once for the month. */
  readonly amountYen: number;
}

/** 応援の精算書. What the borrower owes the lender for a loan. Made of agreed facts alone, so that equal logs give equal statements. */
export interface LoanStatement {
  readonly loanId: string;
  readonly payer: MunicipalityCode;
  readonly payee: MunicipalityCode;
  readonly lines: readonly LoanLine[];
  readonly minutes: number;
  readonly amountYen: number;
}

/** The lines of a loan, one for each month in which minutes were logged, in the order of the months. */
export function linesOf(log: readonly LoggedDay[], yenPerHour: number): LoanLine[] {
  const byMonth = new Map<IsoMonth, number>();
  for (const { date, minutes } of log) byMonth.set(monthOfDate(date), (byMonth.get(monthOfDate(date)) ?? 0) + minutes);
  return [...byMonth]
    .filter(([, minutes]) => minutes > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([month, minutes]) => ({ month, minutes, yenPerHour, amountYen: yenFor(minutes, yenPerHour) }));
}

/** The statement of a loan with such a log. */
export function statementOf(
  loan: Pick<LoanStatement, 'loanId' | 'payer' | 'payee'>,
  log: readonly LoggedDay[],
  yenPerHour: number,
): LoanStatement {
  const lines = linesOf(log, yenPerHour);
  const total = (of: (line: LoanLine) => number): number => lines.reduce((sum, line) => sum + of(line), 0);
  return { ...loan, lines, minutes: total(({ minutes }) => minutes), amountYen: total(({ amountYen }) => amountYen) };
}

/** Whether a statement that the lender has signed says what this town's own log says. */
export function sameStatement(theirs: LoanStatement, ours: LoanStatement): boolean {
  const key = ({ loanId, payer, payee, lines, minutes, amountYen }: LoanStatement): string =>
    JSON.stringify([
      ...[loanId, payer, payee, minutes, amountYen],
      ...lines.map((line) => [line.month, line.minutes, line.yenPerHour, line.amountYen]),
    ]);
  return key(theirs) === key(ours);
}

function yenFor(minutes: number, yenPerHour: number): number {
  return Number((BigInt(minutes) * BigInt(yenPerHour)) / 60n);
}
