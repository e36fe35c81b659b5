/**
 * Splits whole minutes in proportion to weights without losing one (largest remainder, A. Hamilton 1792): each gets its share rounded
 * down, and the minutes left over go one by one to the largest remainders, the earlier place first where two are equal.
 * @param weights whole, none negative, at least one positive.
 */
export function sharesOf(minutes: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => Math.floor((minutes * weight) / total));
  const left = minutes - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = weights
    .map((weight, place) => ({ place, remainder: (minutes * weight) % total }))
    .sort((a, b) => b.remainder - a.remainder || a.place - b.place);
  for (const { place } of byRemainder.slice(0, left)) shares[place] = (shares[place] ?? 0) + 1;
  return shares;
}
