import { isDeepStrictEqual } from 'node:util';
import { townBesidePlan, Undone } from '#domain/planning/beside-plan';
import { made } from '#domain/planning/changes';
import type { PlanInstance, PlannedWork } from '#domain/planning/instance';
import { buildModel } from '#domain/planning/model';
import { Rooms } from '#domain/planning/rooms';
import { PlanTerms } from '#domain/planning/terms';
import { changesToTry, recruitingFor, remedyOf, unservedLots } from '#domain/planning/unserved';
import type { BesidePlan, Remedy, Unserved } from '#domain/planning/unserved';
import { Solver, SolveStopped } from './solver.js';

/**
 * What would serve the lots that a plan leaves undone. Each change of a town (five more workers, a group trained, directors, seats) is
 * measured by two solves of that town beside the plan (`townBesidePlan`), the towns with most to gain first.
 * @param instance one that `refusalsOfInstance` has nothing against. @param works of a plan that keeps every rule.
 * @param shouldStop when true, the changes that are left are counted as untried.
 */
export async function findUnserved(
  instance: PlanInstance,
  works: readonly PlannedWork[],
  shouldStop: () => boolean,
): Promise<Unserved> {
  const terms = new PlanTerms(instance);
  const rooms = new Rooms(terms, works);
  const undone = new Undone(terms, works);
  const remedies: Remedy[] = [];
  let untried = 0;
  const tryAll = async (at: number, changes: readonly Remedy['change'][]): Promise<void> => {
    untried += changes.length;
    if (changes.length === 0 || shouldStop()) return;
    const { instance: town, openLots } = townBesidePlan(terms, undone, at);
    try {
      const before = await solved(town, openLots, shouldStop);
      for (const change of changes) {
        remedies.push(remedyOf(change, before, await solved(made(town, change), openLots, shouldStop)));
        untried -= 1;
      }
    } catch (fault) {
      if (!(fault instanceof SolveStopped)) throw fault;
    }
  };
  for (const at of byUndoneYen(terms, undone)) await tryAll(at, changesToTry(terms, undone, at));
  // What none of these serves: workers for just that, at home.
  const recruiting = new Map<string, Remedy['change'][]>();
  for (const lot of unservedLots(terms, rooms, undone, remedies)) {
    const change = lot.best === null ? recruitingFor(terms, lot) : null;
    if (change === null) continue;
    const known = recruiting.get(lot.town) ?? [];
    if (!known.some((each) => isDeepStrictEqual(each, change))) recruiting.set(lot.town, [...known, change]);
  }
  for (const [town, changes] of recruiting) await tryAll(terms.positionOf(town), changes);
  const lots = unservedLots(terms, rooms, undone, remedies);
  return { lots, remedies: remedies.sort((a, b) => b.gainYen - a.gainYen), untried };
}

/** What is done of the first so many lots, whatever stands being done first. */
async function solved(instance: PlanInstance, openLots: number, shouldStop: () => boolean): Promise<BesidePlan> {
  if (shouldStop()) throw new SolveStopped('stopped between two changes');
  const model = buildModel(new PlanTerms(instance), new Map(), { pooled: false });
  const [served] = model.goals;
  if (served === undefined) return { minutes: 0, yen: 0 };
  const solver = await Solver.open(model.program, shouldStop);
  try {
    const { columns } = solver.minimise(served);
    let [minutes, yen] = [0, 0];
    for (const { column, lotClass } of model.flows) {
      const { lots: [first = 0] = [], weight = 0 } = model.classes[lotClass] ?? {};
      if (first >= openLots) continue;
      minutes += columns[column] ?? 0;
      yen += (columns[column] ?? 0) * weight;
    }
    return { minutes, yen };
  } finally {
    solver.close();
  }
}

/** Towns by the yen that is left undone and that they may do. */
function byUndoneYen(terms: PlanTerms, undone: Undone): number[] {
  const yen = terms.instance.towns.map((_, at) =>
    undone.lotsFor(at).reduce((sum, position) => {
      const lot = terms.lot(position);
      return sum + (undone.minutes.get(lot.id) ?? 0) * lot.yenPerMinute * lot.certainty;
    }, 0),
  );
  return yen.map((_, at) => at).sort((a, b) => (yen[b] ?? 0) - (yen[a] ?? 0));
}
