/**
 * 打開策. A way out of a shortfall, in the order in which a director tries them: inside the team, inside the town, over the federation.
 * TEAM: those who can do this work already would each have to find some minutes more. TOWN: others have time, but lack the level, the
 * clearance or the skill, so someone has to be shown, cleared or trained. FEDERATION: the work may go to another town.
 */
export type WayOut =
  | { readonly kind: 'TEAM'; readonly minutes: number; readonly workers: number; readonly minutesEach: number }
  | { readonly kind: 'TOWN'; readonly minutes: number }
  | { readonly kind: 'FEDERATION'; readonly minutes: number };

export const waysOutInOrder = ['TEAM', 'TOWN', 'FEDERATION'] as const;

export interface ShortfallFacts {
  /** Minutes that are missing. */
  readonly minutes: number;
  /** Workers who can do the work and have said that they have time in its weeks. */
  readonly team: number;
  /** Minutes in its weeks that anyone in the town still has, whatever their skills. */
  readonly freeInTown: number;
  /** Whether the work may be published to other towns. */
  readonly mayGoOut: boolean;
}

/** The ways out that there are; empty where nothing helps but to tell the client. */
export function waysOut({ minutes, team, freeInTown, mayGoOut }: ShortfallFacts): WayOut[] {
  return [
    ...(team > 0 ? [{ kind: 'TEAM' as const, minutes, workers: team, minutesEach: Math.ceil(minutes / team) }] : []),
    ...(freeInTown > 0 ? [{ kind: 'TOWN' as const, minutes: Math.min(minutes, freeInTown) }] : []),
    ...(mayGoOut ? [{ kind: 'FEDERATION' as const, minutes }] : []),
  ];
}
