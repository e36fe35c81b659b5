/** Money is whole yen everywhere: there is no smaller coin, and every rounding is a rule that says how. */
export type Yen = number & { readonly unit: 'yen' };

/**
 * A number as yen. Negative ones are corrections.
 * @throws RangeError when it is not a whole number that can be told exactly: a fault in a calculation, not something a person typed.
 */
export function yen(n: number): Yen {
  if (!Number.isSafeInteger(n)) throw new RangeError(`${n} is not a whole number of yen`);
  return n as Yen;
}
