import { describe, expect, it } from '@jest/globals';
import type { IsoDate } from '../calendar/date.js';
import { monthOf } from '../calendar/month.js';
import type { IsoWeek } from '../calendar/week.js';
import { holidaysWith, refusalsToListHolidays, refusalsToSetHoliday } from './holidays.js';

const on = (date: string): IsoDate => date as IsoDate;

describe('holidays', () => {
  const national = holidaysWith([]);

  it.each([
    ['2027-02-11', '建国記念の日', 'National Foundation Day'],
    ['2027-03-22', '春分の日 振替休日', 'Holiday in lieu'], // The 21st is a Sunday.
    ['2026-05-06', 'こどもの日 振替休日', 'Holiday in lieu'], // The 3rd is a Sunday, the 4th and 5th are holidays themselves.
    ['2026-09-22', '休日', "Citizen's Holiday"], // Between 敬老の日 and 秋分の日: 国民の休日.
    ['2027-01-01', '元日', "New Year's Day"],
  ])('%s is %s', (date, ja, en) => {
    expect([national.isHoliday(on(date)), national.nameOf(on(date), 'JA'), national.nameOf(on(date), 'EN')]).toEqual([
      true,
      ja,
      en,
    ]);
  });

  it.each(['2027-02-12', '2026-12-31', '2027-03-31', '2027-04-01'])('%s is none', (date) => {
    expect([national.isHoliday(on(date)), national.nameOf(on(date), 'JA')]).toEqual([false, undefined]);
  });

  it('are changed by the town both ways', () => {
    const town = holidaysWith([
      { date: on('2026-12-29'), holiday: true, name: '年末年始' },
      { date: on('2027-02-11'), holiday: false, name: '' },
      { date: on('2027-02-23'), holiday: true, name: '町の日' },
    ]);
    expect([town.isHoliday(on('2026-12-29')), town.nameOf(on('2026-12-29'), 'EN')]).toEqual([true, '年末年始']);
    expect([town.isHoliday(on('2027-02-11')), town.nameOf(on('2027-02-11'), 'JA')]).toEqual([false, undefined]);
    expect(town.between(on('2026-12-28'), on('2027-02-28')).map(({ date, name, own }) => [date, name.JA, own])).toEqual(
      [
        ['2026-12-29', '年末年始', true],
        ['2027-01-01', '元日', false],
        ['2027-01-11', '成人の日', false],
        ['2027-02-23', '町の日', true],
      ],
    );
    expect(national.isHoliday(on('2027-02-11'))).toBe(true);
  });

  it('of a week are told from Monday to Sunday, also where the week lies in two years or months', () => {
    expect(national.ofWeek('2026-W53' as IsoWeek)).toEqual([false, false, false, false, true, false, false]);
    expect(monthOf('2026-W53' as IsoWeek)).toBe('2026-12'); // Its Thursday is 31 December; New Year's Day is its Friday.
    expect(national.ofWeek('2027-W13' as IsoWeek)).toEqual(Array(7).fill(false)); // 29 March to 4 April: two fiscal years.
    expect(monthOf('2027-W13' as IsoWeek)).toBe('2027-04');
  });

  it('are set with a name and listed for at most three years', () => {
    expect(refusalsToSetHoliday({ holiday: true, name: '' })).toMatchObject([{ code: 'TEXT_EMPTY', field: 'name' }]);
    expect(refusalsToSetHoliday({ holiday: false, name: '' })).toEqual([]);
    expect(refusalsToSetHoliday({ holiday: false, name: 'あ'.repeat(61) })).toMatchObject([{ code: 'TEXT_TOO_LONG' }]);
    expect(refusalsToListHolidays(on('2027-02-02'), on('2027-02-01'))).toMatchObject([{ code: 'WINDOW_REVERSED' }]);
    expect(refusalsToListHolidays(on('2027-02-01'), on('2027-02-01'))).toEqual([]);
    expect(refusalsToListHolidays(on('2027-02-01'), on('2031-02-01'))).toMatchObject([{ code: 'WINDOW_TOO_LONG' }]);
  });
});
