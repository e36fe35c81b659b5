import { grouped } from '#domain/planning/grouped';
import { combined, goalNames, valueOf, type Goal, type GoalName } from '#domain/planning/linear-program';
import { buildModel, type PlanModel } from '#domain/planning/model';
import { movesOf, type PlanMove } from '#domain/planning/moves';
import { neighbourhoodOf } from '#domain/planning/neighbourhood';
import { lawfulTowns } from '#domain/planning/pairing';
import type { PlanInstance, PlannedWork } from '#domain/planning/instance';
import { causeOf, localReason, type MoveReason, type WithoutMove } from '#domain/planning/reason';
import { Rooms } from '#domain/planning/rooms';
import { PlanTerms } from '#domain/planning/terms';
import { Solver, SolveStopped } from './solver.js';

/** A goal is missed by more where it is missed by more than rounding: minutes, weighed minutes or yen, and a share of the goal. */
const [leastWorse, leastWorseShare] = [0.5, 1e-7];

/** More moves than 77 towns make; to look at all of a country's takes minutes. */
const mostAtOnce = 10_000;

/** A plan, and of which of its moves the reasons are wanted: of all, if absent. */
interface Explained {
  readonly works: readonly PlannedWork[];
  readonly of?: (move: PlanMove) => boolean;
  /** Moves up to which all are looked at before any is solved without: most causes are then known within seconds. */
  readonly atOnce?: number;
}

/**
 * Why each move is in a plan, or each of those that are asked about, the largest move first. Two kinds of solves: what the towns could do
 * beside the plan in that month (`Rooms`), and the home town's neighbourhood with the move forbidden beside without that. Both are of a few
 * hundred columns and the second starts from where the last one ended.
 * @param instance one that `refusalsOfInstance` has nothing against. @param plan one of it; every rule kept.
 * @param shouldStop when true, what is left is told as not found in time: no reason is made up.
 */
export async function findMoveReasons(
  instance: PlanInstance,
  { works, of = () => true, atOnce = mostAtOnce }: Explained,
  shouldStop: () => boolean,
): Promise<MoveReason[]> {
  const terms = new PlanTerms(instance);
  const rooms = new Rooms(terms, works);
  const moves = movesOf(instance, works).filter(of);
  const locals = new Map<PlanMove, ReturnType<typeof localReason>>();
  const look = (some: readonly PlanMove[]): void => {
    for (const move of some) if (!locals.has(move) && !shouldStop()) locals.set(move, localReason(terms, rooms, move));
  };
  if (moves.length <= atOnce) look(moves);
  // Home town by home town, the one with the largest move first, so that where time ends some are known whole and not all by halves.
  const seconds = new Map<PlanMove, WithoutMove>();
  for (const own of grouped(moves, ({ home }) => home).values()) {
    look(own);
    for (const [move, without] of await withoutEach(terms, works, own, shouldStop)) seconds.set(move, without);
    if (shouldStop()) break;
  }
  return moves.map((move) => {
    const local = locals.get(move);
    if (local === undefined) return notFound(terms, move);
    const { isNobodyAtHome, ...reason } = local;
    const second = seconds.get(move) ?? null;
    return { ...reason, cause: causeOf({ isNobodyAtHome, ...reason }, second), without: second };
  });
}

/** For each move of a home town what a second solve says without it; those for which there was no time are missing. */
async function withoutEach(
  terms: PlanTerms,
  works: readonly PlannedWork[],
  moves: readonly PlanMove[],
  shouldStop: () => boolean,
): Promise<Map<PlanMove, WithoutMove>> {
  const found = new Map<PlanMove, WithoutMove>();
  const [home] = moves.map((move) => move.home);
  if (home === undefined || shouldStop()) return found;
  const near = await Reopened.open(terms, works, home, shouldStop);
  try {
    for (const move of moves) found.set(move, near.without(move));
  } catch (fault) {
    if (!(fault instanceof SolveStopped)) throw fault;
  } finally {
    near.close();
  }
  return found;
}

/** One town's lots open, all else of the plan standing: solved once with every move, then without one after the other. */
class Reopened {
  private readonly goal: Goal;
  private base: Outcome | undefined;

  private constructor(
    private readonly terms: PlanTerms,
    private readonly openLots: number,
    private readonly model: PlanModel,
    private readonly solver: Solver,
  ) {
    this.goal = combined(model.goals);
  }

  static async open(
    whole: PlanTerms,
    works: readonly PlannedWork[],
    home: string,
    shouldStop: () => boolean,
  ): Promise<Reopened> {
    const { instance, openLots } = neighbourhoodOf(whole, works, whole.positionOf(home));
    const terms = new PlanTerms(instance);
    const model = buildModel(terms, lawfulTowns(terms), { pooled: false });
    return new Reopened(terms, openLots, model, await Solver.open(model.program, shouldStop));
  }

  /** @throws SolveStopped. */
  without(move: PlanMove): WithoutMove {
    this.base ??= this.solve();
    const month = this.terms.instance.months.indexOf(move.month);
    const town = this.terms.positionOf(move.town);
    const lots = new Set(move.lots);
    const columns = this.model.flows.flatMap(({ column, lotClass, month: on, to }) => {
      const each = this.model.classes[lotClass];
      const isMoved = on === month && 'town' in to && to.town === town;
      return each !== undefined && isMoved && each.lots.some((lot) => lots.has(this.terms.lot(lot).id))
        ? [{ column, most: this.model.program.columnUpper[column] ?? 0 }]
        : [];
    });
    for (const { column } of columns) this.solver.boundColumns([column], 0);
    const other = this.solve();
    for (const { column, most } of columns) this.solver.boundColumns([column], most);
    return difference(this.base, other);
  }

  close(): void {
    this.solver.close();
  }

  private solve(): Outcome {
    const { columns } = this.solver.minimise(this.goal, 'simplex');
    let [minutes, yen] = [0, 0];
    for (const { column, lotClass } of this.model.flows) {
      const each = this.model.classes[lotClass];
      // What stands is no work of the home town's, and the same in both solves.
      if (each === undefined || (each.lots[0] ?? 0) >= this.openLots) continue;
      minutes += columns[column] ?? 0;
      yen += (columns[column] ?? 0) * each.weight;
    }
    const values = new Map(this.model.goals.map((goal) => [goal.name, valueOf(goal, columns)]));
    return { minutes, yen, values: values.set('SERVED', -yen) };
  }
}

/** What a solve comes to: the home town's minutes and yen, and each goal. */
interface Outcome {
  readonly minutes: number;
  readonly yen: number;
  readonly values: ReadonlyMap<GoalName, number>;
}

function difference(base: Outcome, other: Outcome): WithoutMove {
  const worse = goalNames.find((name) => {
    // Not weighed where all goals are solved as one.
    if (name === 'WORST_SHORTAGE') return false;
    const [before, after] = [base.values.get(name) ?? 0, other.values.get(name) ?? 0];
    return after - before > leastWorse + leastWorseShare * Math.abs(before);
  });
  return {
    lostMinutes: Math.max(0, Math.round(base.minutes - other.minutes)),
    lostYen: Math.max(0, Math.round(base.yen - other.yen)),
    worse: worse ?? null,
  };
}

function notFound(terms: PlanTerms, move: PlanMove): MoveReason {
  return {
    ...{ move, cause: 'TIME_UP', homeFreeMinutes: null, lackedMinutes: null, freeMinutes: null, passedOver: [] },
    kilometres: Math.round(terms.kilometres(terms.positionOf(move.home), terms.positionOf(move.town))),
    ...{ towardsTargetMinutes: 0, without: null },
  };
}
