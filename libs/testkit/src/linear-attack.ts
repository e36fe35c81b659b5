/**
 * The strongest attack on published sums: whoever knows which unknowns each sum adds up solves for what fewer than `fewest` people offer.
 * Made another way than the product's audit, which it measures: not by searching the row space but from the null space, with another
 * prime. People S can be told from all others exactly when the null space, restricted to their columns, has not full rank there (a vector of the
 * row space that is 0 outside S is orthogonal to the null space).
 */
export interface Sum {
  /** Names of the unknowns that are added up; `owner` is whose they are. */
  readonly unknowns: readonly { readonly name: string; readonly owner: string }[];
}

const prime = 33_554_393;

/** A group of fewer than `fewest` people of whom a combination of the sums speaks alone; undefined when there is none. */
export function revealedBy(sums: readonly Sum[], fewest: number): readonly string[] | undefined {
  const columns = new Map<string, { readonly index: number; readonly owner: string }>();
  const distinct = new Map<string, readonly string[]>();
  for (const { unknowns } of sums) {
    for (const { name, owner } of unknowns) if (!columns.has(name)) columns.set(name, { index: columns.size, owner });
    const names = unknowns.map(({ name }) => name).sort();
    if (names.length > 0) distinct.set(names.join('|'), names);
  }
  const matrix = [...distinct.values()].map((names) => {
    const row = new Array<number>(columns.size).fill(0);
    for (const name of names) row[columns.get(name)?.index as number] = 1;
    return row;
  });
  const kernel = nullSpace(matrix, columns.size);
  const owned = new Map<string, number[][]>();
  for (const { index, owner } of columns.values())
    owned.set(owner, [...(owned.get(owner) ?? []), kernel.map((vector) => vector[index] as number)]);
  return subsets([...owned.keys()], fewest - 1).find((people) => {
    const vectors = people.flatMap((person) => owned.get(person) ?? []);
    return rank(vectors) < vectors.length;
  });
}

function subsets(people: readonly string[], most: number): string[][] {
  if (most === 0) return [];
  const smaller = subsets(people, most - 1);
  const largest = (smaller.length === 0 ? [[]] : smaller.filter((set) => set.length === most - 1)) as string[][];
  const last = (set: readonly string[]): number => (set.length === 0 ? -1 : people.indexOf(set.at(-1) as string));
  return [...smaller, ...largest.flatMap((set) => people.slice(last(set) + 1).map((person) => [...set, person]))];
}

/** A basis of all vectors that are orthogonal to every row. */
function nullSpace(matrix: readonly (readonly number[])[], width: number): number[][] {
  const { rows, pivots } = eliminate(matrix, width);
  const free = Array.from({ length: width }, (_, column) => column).filter((column) => !pivots.includes(column));
  return free.map((column) => {
    const vector = new Array<number>(width).fill(0);
    vector[column] = 1;
    pivots.forEach((pivot, index) => {
      vector[pivot] = (prime - ((rows[index] as number[])[column] as number)) % prime;
    });
    return vector;
  });
}

export function rank(matrix: readonly (readonly number[])[]): number {
  return eliminate(matrix, matrix[0]?.length ?? 0).pivots.length;
}

function eliminate(matrix: readonly (readonly number[])[], width: number): { rows: number[][]; pivots: number[] } {
  const rows = matrix.map((row) => [...row]);
  const pivots: number[] = [];
  for (let column = 0; column < width && pivots.length < rows.length; column++) {
    const at = rows.findIndex((row, index) => index >= pivots.length && row[column] !== 0);
    if (at < 0) continue;
    const place = pivots.length;
    [rows[place], rows[at]] = [rows[at] as number[], rows[place] as number[]];
    const pivot = rows[place] as number[];
    const factor = pivot[column] === 1 ? 1 : power(pivot[column] as number, prime - 2); // Fermat
    for (let each = 0; each < width; each++) pivot[each] = ((pivot[each] as number) * factor) % prime;
    rows.forEach((row, index) => {
      const times = row[column] as number;
      if (index === place || times === 0) return;
      for (let each = column; each < width; each++)
        row[each] = ((row[each] as number) + (prime - times) * (pivot[each] as number)) % prime;
    });
    pivots.push(column);
  }
  return { rows, pivots };
}

function power(base: number, exponent: number): number {
  let [result, square] = [1, base];
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = (result * square) % prime;
    square = (square * square) % prime;
  }
  return result;
}
