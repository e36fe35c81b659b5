import { usualDisclosure } from '#domain/bulletins/bulletin';
import { figuresRestOn, freeOnBasis, freesNoLessOn, workersWithin } from '#domain/bulletins/free-on-basis';
import { nextBulletinCells } from '#domain/bulletins/next-bulletin';
import { nothingPublished, type PublicationState } from '#domain/bulletins/publication-state';
import { addDays } from '#domain/calendar/date';
import { monthOf } from '#domain/calendar/month';
import { mondayOf, weeksBetween, type IsoWeek } from '#domain/calendar/week';
import type { CapacityCommitment } from '#domain/capacity/commitment';
import type { TownSupply, WorkerSupply } from '#domain/capacity/supply';
import { townCapacity, type Asked } from '#domain/capacity/town-capacity';
import { dataClasses, type DataClass } from '#domain/orders/data-class';
import { skillCatalogue, type SkillCode } from '#domain/skills/catalogue';
import { hashOfText } from '#messages/signing';
import { highs, mostServedByProgram } from '#testkit/capacity-program';
import { Random } from '../../../demo/src/random.js';

const weeks = weeksBetween('2027-W14' as IsoWeek, '2028-W13' as IsoWeek); // A fiscal year.
const wholeYear = { from: weeks[0] as IsoWeek, to: weeks.at(-1) as IsoWeek };

const months = [...new Set(weeks.map(monthOf))];

const asked: Asked & { readonly skill: SkillCode } = {
  skill: (skillCatalogue[0] as (typeof skillCatalogue)[number]).code,
  level: 2,
  dataClass: 'INTERNAL',
  licences: [],
};

/** What a town's service computes most: whether one more commitment fits, and a bulletin; in towns that grow. */
export async function benchCapacity(print: (line: string) => void): Promise<void> {
  await benchFeasibility(print);
  benchBulletin(print);
}

/**
 * How long it takes to say whether one more commitment fits, beside the same question to a linear-program solver. "Fits" and "free" (how
 * much would) ask a picture of the town that is kept, as the service keeps it between two questions; "from nothing" builds it first, from
 * all workers and commitments. The yardstick is given the model in its own arrays, and building them counts.
 */
async function benchFeasibility(print: (line: string) => void): Promise<void> {
  const solver = await highs();
  print('One more commitment: does it fit? (milliseconds, median)');
  print(
    row('workers', 'commitments', 'fits', 'free', 'from nothing', 'program', 'program / nothing', 'program / fits'),
  );
  for (const [workers, commitments, rounds] of [
    [50, 30, 41],
    [500, 300, 41],
    [5_000, 3_000, 7],
  ] as const) {
    const { supply, taken } = town(workers, commitments);
    const one: CapacityCommitment = {
      ...asked,
      id: 'one more',
      minutes: 1_200,
      earliest: mondayOf(wholeYear.from),
      due: addDays(mondayOf(wholeYear.to), 6),
    };
    const held = townCapacity(supply, taken, weeks);
    const [fits, free, cold, program] = [[] as number[], [] as number[], [] as number[], [] as number[]];
    for (let round = 0; round < rounds; round++) {
      const window = { from: weeks[round % 40] as IsoWeek, to: weeks[(round % 40) + 8] as IsoWeek };
      fits.push(time(() => held.fits(asked, one.minutes, window)));
      free.push(time(() => held.free(asked, window)));
      cold.push(time(() => townCapacity(supply, [...taken, one], weeks).shortfalls()));
      if (workers <= 500 && round < (workers < 500 ? 5 : 1))
        program.push(time(() => mostServedByProgram(solver, supply, [...taken, one], weeks)));
    }
    const [f = 0, e = 0, c = 0, p] = [fits, free, cold, program].map(median);
    print(
      row(
        workers,
        commitments,
        f,
        e,
        c,
        p ?? '-',
        p === undefined ? '-' : `${ratio(p / c)}`,
        p === undefined ? '-' : ratio(p / f),
      ),
    );
  }
}

/** A bulletin of a town of 500 workers may take so long, whatever came before it. */
const bulletinBoundMs = 200;

/**
 * How long a whole bulletin takes: every month, skill, level and data class, with what it must remember. The first one has everything to
 * decide; later ones follow a change of commitments or of workers. `cpu` is what the process itself used, which other work on the machine
 * disturbs less; the bound is for the time on the clock.
 */
function benchBulletin(print: (line: string) => void): void {
  print('\nA bulletin of 12 months (milliseconds, median)');
  print(row('workers', 'commitments', 'ms', 'cpu ms', 'bound', 'cells shown', '  after'));
  for (const [workers, commitments, rounds] of [
    [50, 30, 9],
    [500, 300, 9],
    [5_000, 3_000, 1],
  ] as const) {
    const { supply, taken } = town(workers, commitments);
    const everyone = supply.workers;
    const changed = (count: number, minutesOf: (before: number) => number): WorkerSupply[] =>
      everyone.map((each, index) =>
        index < count
          ? { ...each, minutesByWeek: new Map([...each.minutesByWeek].map(([week, is]) => [week, minutesOf(is)])) }
          : each,
      );
    let shown = 0;
    const issue = (
      before: PublicationState,
      workers: readonly WorkerSupply[],
      work: readonly CapacityCommitment[],
    ): PublicationState => {
      const today = { supply: { ...supply, workers }, commitments: work, weeks, horizon: wholeYear };
      const { rows, state } = nextBulletinCells(before, {
        workers: workersWithin(workers, wholeYear),
        months,
        from: wholeYear.from,
        settings: usualDisclosure,
        freeOn: freeOnBasis(today),
        under: hashOfText(figuresRestOn(today)),
        freesNoLess: freesNoLessOn(today),
      });
      shown = rows.length;
      return state;
    };
    const first = issue(nothingPublished, everyone, taken);
    for (const [after, body] of [
      ['nothing', () => issue(nothingPublished, everyone, taken)],
      ['a commitment less', () => issue(first, everyone, taken.slice(1))],
      [
        'other hours of one',
        () =>
          issue(
            first,
            changed(1, () => 600),
            taken,
          ),
      ],
      [
        'other hours of four',
        () =>
          issue(
            first,
            changed(4, () => 600),
            taken,
          ),
      ],
      [
        'more hours of one',
        () =>
          issue(
            first,
            changed(1, (before) => before + 300),
            taken,
          ),
      ],
      ['one worker gone', () => issue(first, everyone.slice(1), taken)],
      ['one worker more', () => issue(first, [...everyone, { ...(everyone[7] as WorkerSupply), id: 'new' }], taken)],
    ] as const) {
      const [wall, cpu] = [[] as number[], [] as number[]];
      for (let round = 0; round < rounds; round++) {
        const before = process.cpuUsage();
        wall.push(time(body));
        const { user, system } = process.cpuUsage(before);
        cpu.push((user + system) / 1_000);
      }
      const [ms = 0, cpuMs = 0] = [median(wall), median(cpu)];
      const bound = workers !== 500 ? '-' : `${ms <= bulletinBoundMs ? '<=' : 'OVER'} ${bulletinBoundMs}`;
      print(row(workers, commitments, ms, cpuMs, bound, `${shown}`, `  ${after}`));
    }
  }
}

/** A town at about two thirds of its time: workers with one to three skills at some level, commitments of one to ten weeks. */
export function town(workers: number, commitments: number): { supply: TownSupply; taken: CapacityCommitment[] } {
  const random = new Random(workers);
  const codes = skillCatalogue.map(({ code }) => code);
  const code = (): SkillCode => codes[random.between(0, codes.length - 1)] as SkillCode;
  const level = (): number => random.pick([1, 2, 2, 2, 3]);
  const everyone = Array.from({ length: workers }, (_, index) => {
    const skills = new Map(Array.from({ length: random.between(1, 3) }, () => [code(), level()] as const));
    const weekly = random.between(12, 24) * 60;
    return {
      id: `${index}`,
      skills: [...skills].map(([each, its]) => ({ code: each, level: its })),
      clearance: random.pick<DataClass>(['CONFIDENTIAL', 'CONFIDENTIAL', 'PERSONAL']),
      minutesByWeek: new Map(weeks.map((week) => [week, weekly])),
    };
  });
  const each = Math.floor((workers * 18 * 60 * weeks.length * 0.66) / commitments);
  const taken = Array.from({ length: commitments }, (_, index): CapacityCommitment => {
    const first = random.between(0, weeks.length - 11);
    return {
      id: `${index}`,
      skill: code(),
      level: random.pick([1, 1, 2]),
      dataClass: dataClasses[random.between(0, 2)] ?? 'PUBLIC',
      licences: [],
      minutes: Math.floor(each * (0.5 + random.next())),
      earliest: mondayOf(weeks[first] as IsoWeek),
      due: addDays(mondayOf(weeks[first + random.between(0, 9)] as IsoWeek), 6),
    };
  });
  return { supply: { workers: everyone, seatMinutes: new Map() }, taken };
}

function row(...cells: readonly (string | number)[]): string {
  const widths = [8, 12, 13, 13, 14, 14, 22, 16];
  return cells
    .map((cell, index) =>
      (typeof cell === 'number' && index > 1 ? cell.toFixed(2) : String(cell)).padStart(widths[index] ?? 10),
    )
    .join('');
}

function ratio(times: number): string {
  return `${times.toFixed(0)} ×`;
}

function time(body: () => unknown): number {
  const before = process.hrtime.bigint();
  body();
  return Number(process.hrtime.bigint() - before) / 1e6;
}

function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
