/** Work and time are whole minutes everywhere; hours exist only on the screen. */
export type Minutes = number & { readonly unit: 'minutes' };

/**
 * A number as minutes. Negative ones are differences.
 * @throws RangeError when it is not a whole number that can be told exactly: a fault in a calculation, not something a person typed.
 */
export function minutes(n: number): Minutes {
  if (!Number.isSafeInteger(n)) throw new RangeError(`${n} is not a whole number of minutes`);
  return n as Minutes;
}
