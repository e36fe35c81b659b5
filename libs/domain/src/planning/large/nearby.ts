import type { PlanInstance } from '../instance.js';

/** Towns in a field of the map at most, on the average. */
const townsInField = 4;

/**
 * The same year with towns that lie near each other listed near each other, row by row to and fro over the map, and lots by their towns. So what
 * is needed together stands together in memory, which makes the steps of a large year nearly twice as fast.
 */
export function nearbyTogether(instance: PlanInstance): PlanInstance {
  const fields = Math.max(1, Math.round(Math.sqrt(instance.towns.length / townsInField)));
  const field = (all: readonly number[]): ((at: number) => number) => {
    const low = all.reduce((least, each) => Math.min(least, each), Infinity);
    const high = all.reduce((most, each) => Math.max(most, each), -Infinity);
    return (at) => Math.min(fields - 1, Math.floor(((at - low) / Math.max(1e-9, high - low)) * fields));
  };
  const rowOf = field(instance.towns.map(({ north }) => north));
  const columnOf = field(instance.towns.map(({ east }) => east));
  const towns = instance.towns
    .map((town, at) => {
      const [row, column] = [rowOf(town.north), columnOf(town.east)];
      return { town, at, place: row * fields + (row % 2 === 0 ? column : fields - 1 - column) };
    })
    .sort((a, b) => a.place - b.place || a.at - b.at)
    .map(({ town }) => town);
  const placeOf = new Map(towns.map(({ code }, at) => [code, at]));
  const lots = instance.lots
    .map((lot, at) => ({ lot, at, town: placeOf.get(lot.town) ?? 0 }))
    .sort((a, b) => a.town - b.town || a.at - b.at)
    .map(({ lot }) => lot);
  return { ...instance, towns, lots };
}
