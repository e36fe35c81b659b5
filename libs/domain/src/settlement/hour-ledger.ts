import { monthOfDate, type IsoMonth } from '../calendar/month.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { SettlementLine } from './statement.js';

/** 結の帳面. Who helped whom in a month, in minutes. */
export interface HourLedgerEntry {
  readonly month: IsoMonth;
  /** Minutes that this town has worked for the other … */
  readonly givenMinutes: number;
  /** … and the other for it. */
  readonly receivedMinutes: number;
}

/** The ledger of a town with a peer, by month; paid rework counts as work, and adjustments in the month in which they were made. */
export function hourLedgerOf(town: MunicipalityCode, lines: readonly SettlementLine[]): HourLedgerEntry[] {
  const entries = new Map<IsoMonth, HourLedgerEntry>();
  for (const { on, seller, minutes, kind } of lines) {
    if (kind === 'CANCELLATION') continue; // Yen for time that nobody worked.
    const month = monthOfDate(on);
    const { givenMinutes, receivedMinutes } = entries.get(month) ?? { givenMinutes: 0, receivedMinutes: 0 };
    const [given, received] = seller === town ? [minutes, 0] : [0, minutes];
    entries.set(month, {
      ...{ month, givenMinutes: givenMinutes + given },
      receivedMinutes: receivedMinutes + received,
    });
  }
  return [...entries.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
}
