import type { GoalName } from './linear-program.js';
import type { PlanMove } from './moves.js';
import type { Rooms } from './rooms.js';
import { isAddressedTo } from './rules.js';
import type { PlanTerms } from './terms.js';

/** Why a plan moves work, from the strongest reason to none. */
export type MoveCause =
  /** The home town has nobody who may do it in that month. */
  | 'NOBODY_AT_HOME'
  /** The home town has fewer minutes left than the move. */
  | 'LACK_AT_HOME'
  /** The home town has the minutes, but without the move less of its work would be done in all. */
  | 'SERVES_MORE'
  /** As much would be done without the move, but towns would be further below their targets, or their months less even. */
  | 'TARGETS'
  /** … but the directors of a town would have more than an easy load. */
  | 'LEADING'
  /** … but the work would travel further. */
  | 'NEARER'
  /** The plan would be as good without the move. */
  | 'AS_GOOD_WITHOUT'
  /** There was no time to find out. */
  | 'TIME_UP';

/** A town nearer than the one that receives, and what was in the way of it. */
export interface PassedOver {
  readonly town: string;
  readonly kilometres: number;
  /** FREE: nothing was; another goal of the plan decided. PARTLY: it has some minutes left, but fewer than the move. */
  readonly cause: 'NOBODY' | 'NO_AGREEMENT' | 'NOT_CLEARED' | 'NOT_ADDRESSED' | 'BUSY' | 'PARTLY' | 'FREE';
  /** Minutes of the work that it could do beside the plan. */
  readonly freeMinutes: number;
}

/** What a second solve of the home town's neighbourhood says with the move forbidden, beside the first without that: differences. */
export interface WithoutMove {
  /** Minutes and yen (weighed by certainty) of the home town's work that would be left undone. */
  readonly lostMinutes: number;
  readonly lostYen: number;
  /** The first goal that would be missed by more; null where none would. */
  readonly worse: GoalName | null;
}

/** Why a move is in a plan. Every figure is of a solve, none of a multiplier. */
export interface MoveReason {
  readonly move: PlanMove;
  readonly cause: MoveCause;
  /** Whole kilometres between the two towns. */
  readonly kilometres: number;
  /** Minutes of the move that the home town could do beside the rest of the plan, and those it lacks; null: no time. */
  readonly homeFreeMinutes: number | null;
  readonly lackedMinutes: number | null;
  /** Minutes of the work that the receiving town could do if it had not the move. */
  readonly freeMinutes: number | null;
  /** Minutes by which the move brings the receiving town nearer to its target of the month. */
  readonly towardsTargetMinutes: number;
  /** The nearest first. */
  readonly passedOver: readonly PassedOver[];
  /** Null where there was no time for the second solve. */
  readonly without: WithoutMove | null;
}

/** Nearer towns that are asked, the nearest first, and those that one reason tells of: more nobody reads. */
const [mostAsked, mostPassedOver] = [12, 6];

/** What can be said of a move from the towns' own months alone, with the rest of the plan as it is. */
export function localReason(
  terms: PlanTerms,
  rooms: Rooms,
  move: PlanMove,
): Omit<MoveReason, 'cause' | 'without'> & { readonly isNobodyAtHome: boolean } {
  const { month, home, town, commodity } = positions(terms, move);
  const homeFreeMinutes = Math.min(move.minutes, rooms.room(home, month, commodity));
  const kilometres = terms.kilometres(home, town);
  const lots = move.lots.map((id) => terms.lot(terms.lotAt(id)));
  const nearer: { readonly at: number; readonly code: string; readonly far: number }[] = [];
  for (const at of terms.nearestTo(home)) {
    const far = terms.kilometres(home, at);
    if (far >= kilometres || nearer.length === mostAsked) break;
    if (at !== town) nearer.push({ at, code: terms.town(at).code, far });
  }
  const passedOver = nearer.map(({ at, code, far }): PassedOver => {
    const freeMinutes = rooms.room(at, month, commodity);
    const cause =
      terms.mostOf(at, commodity, month) === 0
        ? 'NOBODY'
        : !terms.isCleared(at, commodity)
          ? 'NOT_CLEARED'
          : !terms.mayWorkFor(at, home, commodity, month)
            ? 'NO_AGREEMENT'
            : !lots.some((lot) => isAddressedTo(lot, code))
              ? 'NOT_ADDRESSED'
              : freeMinutes === 0
                ? 'BUSY'
                : freeMinutes < move.minutes
                  ? 'PARTLY'
                  : 'FREE';
    return { town: code, kilometres: Math.round(far), cause, freeMinutes };
  });
  return {
    ...{ move, homeFreeMinutes, kilometres: Math.round(kilometres) },
    lackedMinutes: move.minutes - homeFreeMinutes,
    freeMinutes: rooms.room(town, month, commodity, move.minutes),
    towardsTargetMinutes: towardsTarget(terms, rooms, town, month, move.minutes),
    // Who has nobody, or no agreement and no time, says least.
    passedOver: [...passedOver.filter(isTelling), ...passedOver.filter((each) => !isTelling(each))]
      .slice(0, mostPassedOver)
      .sort((a, b) => a.kilometres - b.kilometres),
    isNobodyAtHome: terms.mostOf(home, commodity, month) === 0,
  };
}

/** The strongest cause that the two kinds of solves leave. */
export function causeOf(
  { isNobodyAtHome, lackedMinutes }: { readonly isNobodyAtHome: boolean; readonly lackedMinutes: number | null },
  without: WithoutMove | null,
): MoveCause {
  if (isNobodyAtHome) return 'NOBODY_AT_HOME';
  if (lackedMinutes !== null && lackedMinutes > 0) return 'LACK_AT_HOME';
  if (without === null) return 'TIME_UP';
  switch (without.worse) {
    case 'SERVED':
      return 'SERVES_MORE';
    case 'WORST_SHORTAGE':
    case 'SHORTAGE':
      return 'TARGETS';
    case 'LEADING':
      return 'LEADING';
    case 'NEARNESS':
      return 'NEARER';
    case 'CHANGE':
    case null:
      return 'AS_GOOD_WITHOUT';
  }
}

/** Of a move: positions of its month, towns and commodity. */
export function positions(
  terms: PlanTerms,
  { month, home, town, lots }: PlanMove,
): { readonly month: number; readonly home: number; readonly town: number; readonly commodity: number } {
  const lot = terms.instance.lots.findIndex(({ id }) => id === lots[0]);
  return {
    month: terms.instance.months.indexOf(month),
    ...{ home: terms.positionOf(home), town: terms.positionOf(town), commodity: terms.place(lot).commodity },
  };
}

function isTelling({ cause, freeMinutes }: PassedOver): boolean {
  return cause !== 'NOBODY' && (freeMinutes > 0 || cause === 'BUSY');
}

function towardsTarget(terms: PlanTerms, rooms: Rooms, town: number, month: number, minutes: number): number {
  const target = terms.town(town).targetMinutes[month] ?? 0;
  const done = rooms.doneIn(town, month);
  return Math.max(0, Math.min(minutes, target - (done - minutes)));
}
