import nationalHolidays from '@holiday-jp/holiday_jp/lib/holidays.js';
import { addDays, type IsoDate } from '../calendar/date.js';
import { datesOf, type IsoWeek } from '../calendar/week.js';
import type { Language } from '../refusals/catalogue.js';
import { refusal, type Refusal } from '../refusals/decision.js';
import { refusalsOfText } from '../text/text.js';

/** A day a town has decided on itself: one on which it closes (年末年始), or a national holiday on which it works. */
export interface HolidayOverride {
  readonly date: IsoDate;
  readonly holiday: boolean;
  readonly name: string;
}

/** 休日. A day on which nobody is expected to work. */
export interface Holiday {
  readonly date: IsoDate;
  readonly name: Readonly<Record<Language, string>>;
  /** Whether it stands in the town's own table; otherwise it is a national one. */
  readonly own: boolean;
}

/** The holidays of one town. */
export interface Holidays {
  isHoliday(date: IsoDate): boolean;
  nameOf(date: IsoDate, language: Language): string | undefined;
  /** For Monday to Sunday: whether the day is a holiday. */
  ofWeek(week: IsoWeek): readonly boolean[];
  /** All of them from `from` to `to`, both included, in order. */
  between(from: IsoDate, to: IsoDate): Holiday[];
}

/**
 * The national holidays of Japan with a town's own table over them. National ones are those of the 国民の祝日に関する法律 (昭和23年法律第178号)
 * with 振替休日 and 国民の休日, as @holiday-jp lists them for 1970 to 2050. The two equinoxes are announced each February for the year
 * after (暦要項, National Astronomical Observatory); later ones are computed. The town's table corrects what turns out otherwise.
 */
export function holidaysWith(overrides: readonly HolidayOverride[]): Holidays {
  const own = new Map(overrides.map((override) => [override.date, override]));
  const weeks = new Map<IsoWeek, readonly boolean[]>(); // 500 workers ask for the same weeks; the table below it never changes.
  const find = (date: IsoDate): Holiday | undefined => {
    const override = own.get(date);
    if (override === undefined) return nationalOn(date);
    return override.holiday ? { date, name: { JA: override.name, EN: override.name }, own: true } : undefined;
  };
  const isHoliday = (date: IsoDate): boolean => own.get(date)?.holiday ?? nationalOn(date) !== undefined;
  return {
    isHoliday,
    nameOf: (date, language) => find(date)?.name[language],
    ofWeek(week) {
      const known = weeks.get(week) ?? datesOf(week).map(isHoliday);
      weeks.set(week, known);
      return known;
    },
    between(from, to) {
      const found: Holiday[] = [];
      for (let date = from; date <= to; date = addDays(date, 1)) {
        const holiday = find(date);
        if (holiday !== undefined) found.push(holiday);
      }
      return found;
    },
  };
}

const holidayNameLength = 60;

/** Why a town cannot set a day; empty when it can. A day on which it works needs no name. */
export function refusalsToSetHoliday(day: { readonly holiday: boolean; readonly name: string }): Refusal[] {
  if (!day.holiday && day.name === '') return [];
  return refusalsOfText(day.name, 'name', holidayNameLength);
}

/** Three years, like the longest window of weeks. */
const mostDays = 156 * 7;

/** Why the holidays from one day to another cannot be listed; empty when they can. */
export function refusalsToListHolidays(from: IsoDate, to: IsoDate): Refusal[] {
  if (to < from) return [refusal('WINDOW_REVERSED', { field: 'to', from, to })];
  return addDays(from, mostDays) <= to
    ? [refusal('WINDOW_TOO_LONG', { field: 'to', atMost: mostDays / 7, unit: 'weeks' })]
    : [];
}

const national: ReadonlyMap<string, { readonly name: string; readonly name_en: string }> = new Map(
  Object.entries(nationalHolidays),
);

function nationalOn(date: IsoDate): Holiday | undefined {
  const found = national.get(date);
  return found === undefined ? undefined : { date, name: { JA: found.name, EN: found.name_en }, own: false };
}
