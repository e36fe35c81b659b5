import { describe, expect, it } from '@jest/globals';
import { figuresIn, type BulletinRow, type JointRow } from '../bulletins/bulletin.js';
import type { IsoMonth } from '../calendar/month.js';
import type { SkillCode } from '../skills/catalogue.js';
import { jointSkills } from '../skills/joint-skills.js';
import { ceilingsOf, type Cell } from './year-ceilings.js';

// Ceilings from a bulletin that tells some skills together. Rows: what it tells; answers: minutes of July and August.

const months = ['2027-07', '2027-08'] as IsoMonth[];
const [july, august] = months as [IsoMonth, IsoMonth];
const [entry, design, proofreading] = ['data-entry', 'design', 'proofreading'] as [SkillCode, SkillCode, SkillCode];
const row = (month: IsoMonth, skill: SkillCode | null, freeMinutes: number, level = 1): BulletinRow => ({
  ...{ month, skill, level, freeMinutes },
  dataClass: skill === null ? 'PUBLIC' : 'INTERNAL',
});
const together = (
  month: IsoMonth,
  skills: readonly SkillCode[],
  freeMinutes: number,
  dataClass: JointRow['dataClass'] = 'INTERNAL',
): JointRow => ({ month, skills, dataClass, freeMinutes });
const asked = (...skills: SkillCode[]): Cell[] =>
  skills.map((skill) => ({ skill, level: 1, dataClass: 'INTERNAL' as const }));

/** The ceilings at level 1 by what they count, minutes of both months. */
function ceilings(rows: readonly BulletinRow[], jointRows: readonly JointRow[], of: Cell[]): Record<string, unknown> {
  const made = ceilingsOf(figuresIn({ rows, jointRows }), [], months, of);
  return Object.fromEntries(
    made.flatMap(({ skill, level, dataClass, minutes }) =>
      level === 1 ? [[`${skill ?? 'all'} ${dataClass}`, minutes]] : [],
    ),
  );
}

const rows = [
  ...[row(july, null, 2_000), row(july, entry, 900), row(july, design, 800)],
  ...[row(august, null, 1_500), row(august, entry, 700), row(august, design, 600)],
];
const [both, all] = [`${jointSkills([entry, design])} INTERNAL`, 'all PUBLIC'];

describe('ceilings of skills together', () => {
  it('are there where two of the skills are asked for, and only there', () => {
    const told = [together(july, [entry, design], 1_200), together(august, [entry, design], 1_000)];
    expect(ceilings(rows, told, asked(entry, design))[both]).toEqual([1_200, 1_000]);
    expect(Object.keys(ceilings(rows, told, asked(entry))).sort()).toEqual([all, 'data-entry INTERNAL']);
    expect(ceilings(rows, told, asked(entry, proofreading))).not.toHaveProperty([both]);
    const three = [together(july, [proofreading, entry, design], 1_700)];
    const name = `${jointSkills([entry, design, proofreading])} INTERNAL`;
    expect(ceilings(rows, three, asked(entry, proofreading))[name]).toEqual([1_700, 1_500]);
    expect(ceilings(rows, three, asked(proofreading))).not.toHaveProperty([name]);
  });

  it('stop nothing in a month without their figure: all skills together bound it', () => {
    expect(ceilings(rows, [together(july, [entry, design], 1_200)], asked(entry, design))[both]).toEqual([
      1_200, 1_500,
    ]);
    // Without the row of all skills, too: the most that is told of anybody stands for it.
    const bare = rows.filter(({ skill }) => skill !== null);
    const found = ceilings(bare, [together(july, [entry, design], 1_200)], asked(entry, design));
    expect(found).toMatchObject({ [both]: [1_200, 700], [all]: [1_200, 700] });
  });

  it('are at least what one of the skills, some of them, or more sensitive data have, on whatever basis', () => {
    const old = together(july, [entry, design], 850);
    expect(ceilings(rows, [old], asked(entry, design))[both]).toEqual([900, 1_500]);
    const confidential = together(july, [entry, design], 1_100, 'CONFIDENTIAL');
    expect(ceilings(rows, [old, confidential], asked(entry, design))[both]).toEqual([1_100, 1_500]);
    const three = together(july, [entry, design, proofreading], 1_000);
    const within = together(july, [entry, design], 1_150);
    expect(
      ceilings(rows, [three, within], asked(entry, proofreading, design))[
        `${jointSkills([entry, design, proofreading])} INTERNAL`
      ],
    ).toEqual([1_150, 1_500]);
  });

  it('say how many all are where nothing is told of all, and nothing of any one skill', () => {
    const bare = rows.filter(({ skill }) => skill !== null);
    const found = ceilings(bare, [together(july, [design, entry], 1_300)], asked(entry, proofreading));
    expect(found).toMatchObject({ [all]: [1_300, 700], 'proofreading INTERNAL': [0, 0] });
    expect(found).toMatchObject({ 'data-entry INTERNAL': [900, 700] });
  });

  it('change nothing of a bulletin that tells none', () => {
    const plain = ceilingsOf(figuresIn({ rows }), [], months, asked(entry, design));
    expect(plain).toEqual([
      { skill: null, level: 1, dataClass: 'PUBLIC', minutes: [2_000, 1_500] },
      { skill: entry, level: 1, dataClass: 'INTERNAL', minutes: [900, 700] },
      { skill: design, level: 1, dataClass: 'INTERNAL', minutes: [800, 600] },
    ]);
    const joint = ceilingsOf(
      figuresIn({ rows, jointRows: [together(july, [entry, design], 1_200)] }),
      [],
      months,
      asked(entry, design),
    );
    expect(joint.slice(0, 3)).toEqual(plain);
    expect(joint).toHaveLength(4);
  });
});
