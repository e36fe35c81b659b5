/**
 * Arithmetic modulo the prime 2²⁶ − 5. Products stay below 2⁵², so that a double holds them exactly and elimination needs no tolerance,
 * as it would with fractions in floating point, and no big integers.
 */
export const prime = 67_108_859;

const { floor } = Math;

/** a·b for 0 ≤ a, b < prime. */
export function times(a: number, b: number): number {
  const product = a * b;
  // The correctly rounded quotient never reaches the next integer: it lies 1/prime > 2⁻²⁷ below it, and half a unit of the last place is less.
  return product - floor(product / prime) * prime;
}

/** a − b for 0 ≤ a, b < prime. */
export function minus(a: number, b: number): number {
  return a >= b ? a - b : a - b + prime;
}

/** 1/a for 0 < a < prime, by Euclid's algorithm. */
export function inverse(a: number): number {
  let [r, s, t, u] = [prime, a, 0, 1];
  while (s !== 0) {
    const quotient = floor(r / s);
    [r, s, t, u] = [s, r - quotient * s, u, t - quotient * u];
  }
  return t < 0 ? t + prime : t;
}

/** row −= factor·other, in place. Factors are nearly always 1 or −1, which needs no product. */
export function subtract(row: Float64Array, factor: number, other: Float64Array): void {
  for (let column = 0; column < row.length; column++) {
    const value = other[column] as number;
    if (value === 0) continue;
    const take = factor === 1 ? value : factor === prime - 1 ? prime - value : times(factor, value);
    row[column] = minus(row[column] as number, take);
  }
}

/** row ·= factor, in place. */
export function scale(row: Float64Array, factor: number): void {
  if (factor === 1) return;
  for (let column = 0; column < row.length; column++) {
    const value = row[column] as number;
    if (value !== 0) row[column] = times(factor, value);
  }
}
