import { nextWeek, type IsoWeek } from '../calendar/week.js';
import type { WeekWindow } from '../calendar/window.js';
import type { Language } from '../refusals/catalogue.js';
import { nameOfSkill, type SkillCode } from '../skills/catalogue.js';
import { nameOfLicence, type LicenceCode } from '../skills/licences.js';

/** What runs out first: the workers' time, the seats of a licence, or the minutes that directors can lead. */
export type BottleneckKind = 'WORKERS' | 'SEATS' | 'DIRECTORS';

/**
 * What stops more: the weeks of a minimum cut. They are filled by work that cannot make way, because everything it could move to is full
 * as well; so they may lie outside the window that was asked about. Where no work is in the way, they are all weeks with any time at
 * all: there simply is no more.
 */
export interface Bottleneck {
  readonly kind: BottleneckKind;
  /** The skill that was asked for; none where any would do. */
  readonly skills: readonly SkillCode[];
  /** Licences whose seats run out. */
  readonly licences: readonly LicenceCode[];
  readonly weeks: readonly IsoWeek[];
  /** Of the free minutes, those in these weeks. In every other week of the window, all that is offered is free. */
  readonly freeMinutes: number;
}

const seats: Record<Language, (names: string) => string> = {
  JA: (names) => `${names}の席`,
  EN: (names) => `seats of ${names}`,
};
const directors: Record<Language, string> = { JA: 'ディレクターの時間', EN: "directors' time" };
const anySkill: Record<Language, string> = { JA: '全スキル', EN: 'All skills' };

/** "Design 2027-W32–W34, 2027-W36" or 「デザイン 2027年32〜34週、2027年36週」, for the reader. Weeks that follow each other are told as one run. */
export function bottleneckText({ kind, skills, licences, weeks }: Bottleneck, language: Language): string {
  const comma = language === 'JA' ? '、' : ', ';
  const skillNames = skills.map((skill) => nameOfSkill(skill, language));
  const what =
    kind === 'SEATS'
      ? [...skillNames, seats[language](licences.map((code) => nameOfLicence(code, language)).join(comma))]
      : kind === 'DIRECTORS'
        ? [...skillNames, directors[language]]
        : skills.length === 0
          ? [anySkill[language]]
          : skillNames;
  const runs = runsOf(weeks).map((run) => (language === 'JA' ? runJa(run) : runEn(run)));
  return [what.join(language === 'JA' ? '・' : ', '), runs.join(comma)].filter((text) => text !== '').join(' ');
}

function runsOf(weeks: readonly IsoWeek[]): WeekWindow[] {
  const runs: WeekWindow[] = [];
  for (const week of weeks) {
    const last = runs.at(-1);
    if (last !== undefined && nextWeek(last.to) === week) runs[runs.length - 1] = { from: last.from, to: week };
    else runs.push({ from: week, to: week });
  }
  return runs;
}

function runJa({ from, to }: WeekWindow): string {
  const [start, end] = [weekJa(from), weekJa(to)];
  if (from === to) return `${start.year}年${start.number}週`;
  return start.year === end.year
    ? `${start.year}年${start.number}〜${end.number}週`
    : `${start.year}年${start.number}週〜${end.year}年${end.number}週`;
}

function weekJa(week: IsoWeek): { year: string; number: number } {
  return { year: week.slice(0, 4), number: Number(week.slice(6)) };
}

function runEn({ from, to }: WeekWindow): string {
  if (from === to) return from;
  return from.slice(0, 4) === to.slice(0, 4) ? `${from}–${to.slice(5)}` : `${from}–${to}`;
}
