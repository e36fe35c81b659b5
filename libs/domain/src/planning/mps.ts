import type { Goal, LinearProgram } from './linear-program.js';

/** So many lines are handed on at once. */
const linesAtOnce = 10_000;

/**
 * A linear program in the free MPS format, which every solver reads; the goal is the row `goal`, to be minimised, columns are `c0`, `c1` …, rows
 * `r0`, `r1` …, by their positions. Numbers are written so that they read back as the same number. Piece by piece, since the program
 * of a country is longer than the longest string.
 */
export function* mpsOf(program: LinearProgram, goal: Goal): Generator<string> {
  let held: string[] = [];
  for (const line of linesOf(program, goal)) {
    held.push(line);
    if (held.length < linesAtOnce) continue;
    yield `${held.join('\n')}\n`;
    held = [];
  }
  yield `${held.join('\n')}\n`;
}

function* linesOf(program: LinearProgram, goal: Goal): Generator<string> {
  yield 'NAME yui-year-plan';
  yield* rows(program);
  yield* columns(program, goal);
  yield* rightHandSides(program);
  yield* bounds(program);
  yield 'ENDATA';
}

function* rows({ rowLower, rowUpper }: LinearProgram): Generator<string> {
  yield 'ROWS';
  yield ' N goal';
  for (const [row, lower] of rowLower.entries()) yield ` ${kindOf(lower, rowUpper[row] ?? Infinity)} r${row}`;
}

/** L at most, G at least, E exactly; N is a row that bounds nothing. One with two bounds is L, with its RANGES. */
function kindOf(lower: number, upper: number): 'L' | 'G' | 'E' | 'N' {
  if (lower === upper) return 'E';
  if (upper < Infinity) return 'L';
  return lower > -Infinity ? 'G' : 'N';
}

function* columns({ starts, indices, values }: LinearProgram, goal: Goal): Generator<string> {
  const costs = new Map<number, number>();
  goal.columns.forEach((column, at) => costs.set(column, (costs.get(column) ?? 0) + (goal.costs[at] ?? 0)));
  yield 'COLUMNS';
  for (let column = 0; column + 1 < starts.length; column++) {
    // A column without any entry is there by its cost, be it nothing.
    yield ` c${column} goal ${costs.get(column) ?? 0}`;
    for (let at = starts[column] ?? 0; at < (starts[column + 1] ?? 0); at++)
      yield ` c${column} r${indices[at]} ${values[at]}`;
  }
}

function* rightHandSides({ rowLower, rowUpper }: LinearProgram): Generator<string> {
  const ranges: string[] = [];
  yield 'RHS';
  for (const [row, lower] of rowLower.entries()) {
    const upper = rowUpper[row] ?? Infinity;
    const kind = kindOf(lower, upper);
    if (kind === 'N') continue;
    yield ` rhs r${row} ${kind === 'G' ? lower : upper}`;
    if (kind === 'L' && lower > -Infinity) ranges.push(` range r${row} ${upper - lower}`);
  }
  if (ranges.length === 0) return;
  yield 'RANGES';
  yield* ranges;
}

/** Between 0 and no end where nothing is said. */
function* bounds({ columnLower, columnUpper }: LinearProgram): Generator<string> {
  yield 'BOUNDS';
  for (const [column, lower] of columnLower.entries()) {
    const upper = columnUpper[column] ?? Infinity;
    if (lower === upper) yield ` FX bound c${column} ${lower}`;
    else {
      // The lower one first: an upper bound below 0 with nothing said of the lower one means different things to different readers.
      if (lower === -Infinity) yield ` MI bound c${column}`;
      else if (lower !== 0) yield ` LO bound c${column} ${lower}`;
      if (upper < Infinity) yield ` UP bound c${column} ${upper}`;
    }
  }
}
