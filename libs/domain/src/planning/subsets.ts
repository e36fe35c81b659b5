/** In how many ways so many can be chosen of all. */
export function choices(all: number, chosen: number): number {
  let count = 1;
  for (let at = 1; at <= chosen; at++) count = (count * (all - chosen + at)) / at;
  return count;
}

/** Each way to choose so many, in the order of the list. */
export function* subsets<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let first = 0; first + size <= all.length; first++)
    for (const rest of subsets(all.slice(first + 1), size - 1)) yield [all[first] as T, ...rest];
}
