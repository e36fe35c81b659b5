import loadHighs from 'highs';
import { weekOf, type IsoWeek } from '#domain/calendar/week';
import type { CapacityCommitment } from '#domain/capacity/commitment';
import type { TownSupply } from '#domain/capacity/supply';
import { dataClasses } from '#domain/orders/data-class';

/** The package declares its ES module as if it were CommonJS; at run time the default import is the loader itself. */
const load = loadHighs as unknown as (typeof loadHighs)['default'];

export type Highs = Awaited<ReturnType<typeof load>>;

/** The linear-program solver (HiGHS), a yardstick for tests and benches; the product does not use it for capacity. */
export function highs(): Promise<Highs> {
  return load();
}

/** A variable: minutes of a commitment that a group of alike workers does in a week. */
interface Pair {
  readonly commitment: number;
  readonly rows: readonly number[];
}

/**
 * The most minutes that can be served, as a linear program solved by HiGHS: one variable for each commitment and each week of each group
 * of alike workers that may do it; rows for commitments, groups in weeks, seats in weeks and directors in weeks. An independent way to
 * the number that the product finds, written from the rules and not from the network.
 * @param keep commitments before this position must have together no less than `atLeast`: what they keep when something more is asked.
 */
export function mostServedByProgram(
  solver: Highs,
  supply: TownSupply,
  commitments: readonly CapacityCommitment[],
  weeks: readonly IsoWeek[],
  keep: { readonly before: number; readonly atLeast: number } = { before: 0, atLeast: 0 },
): number {
  const limits: number[] = commitments.map(({ minutes }) => minutes);
  const rowOf = new Map<string, number>();
  const row = (key: string, atMost: number): number => {
    const known = rowOf.get(key);
    if (known !== undefined) return known;
    rowOf.set(key, limits.length);
    return limits.push(atMost) - 1;
  };
  const groups = alike(supply);
  const pairs: Pair[] = [];
  commitments.forEach(({ skill, level, dataClass, licences, earliest, due }, commitment) => {
    for (const week of weeks.filter((each) => weekOf(earliest) <= each && each <= weekOf(due))) {
      for (const [name, { sample, minutes }] of groups) {
        const offered = minutes.get(week) ?? 0;
        const mayDo =
          sample.skills.some((held) => held.code === skill && held.level >= level) &&
          dataClasses.indexOf(sample.clearance) >= dataClasses.indexOf(dataClass);
        if (!mayDo || offered === 0) continue;
        const rows = [commitment, row(`group ${name} ${week}`, offered)];
        for (const licence of new Set(licences))
          rows.push(row(`seats ${licence} ${week}`, supply.seatMinutes.get(licence) ?? 0));
        if (supply.ledMinutes !== undefined) rows.push(row(`led ${week}`, supply.ledMinutes.get(week) ?? 0));
        pairs.push({ commitment, rows });
      }
    }
  });
  if (pairs.length === 0) return 0;
  const kept = keep.before > 0 ? limits.push(solver.infinity) - 1 : undefined;
  const rowsOf = pairs.map(({ commitment, rows }) =>
    kept !== undefined && commitment < keep.before ? [...rows, kept] : rows,
  );
  const starts = [0];
  for (const rows of rowsOf) starts.push((starts.at(-1) ?? 0) + rows.length);
  return solver.withModel(
    {
      numCols: pairs.length,
      numRows: limits.length,
      // Minimised with a minus: HiGHS in WebAssembly has given wrong duals for maximising with some of its solvers.
      colCost: new Float64Array(pairs.length).fill(-1),
      colLower: new Float64Array(pairs.length),
      colUpper: new Float64Array(pairs.length).fill(solver.infinity),
      rowLower: Float64Array.from(limits, (_, index) => (index === kept ? keep.atLeast - 1e-6 : -solver.infinity)),
      rowUpper: Float64Array.from(limits),
      matrix: {
        format: 'csc',
        numRows: limits.length,
        numCols: pairs.length,
        starts: Int32Array.from(starts),
        indices: Int32Array.from(rowsOf.flat()),
        values: new Float64Array(starts.at(-1) ?? 0).fill(1),
      },
    },
    (model) => {
      model.options.set({ output_flag: false });
      model.run();
      return -model.getObjectiveValue();
    },
  );
}

type Group = { readonly sample: TownSupply['workers'][number]; readonly minutes: Map<IsoWeek, number> };

/** Workers who can do the same, with the minutes they offer together. */
function alike({ workers }: TownSupply): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const worker of workers) {
    const skills = worker.skills.map(({ code, level }) => `${code} ${level}`).sort();
    const name = `${skills.join(',')} ${worker.clearance}`;
    const group: Group = groups.get(name) ?? { sample: worker, minutes: new Map() };
    groups.set(name, group);
    for (const [week, minutes] of worker.minutesByWeek)
      group.minutes.set(week, (group.minutes.get(week) ?? 0) + minutes);
  }
  return groups;
}
