import type { MunicipalityCode } from '../municipality/code.js';

/** For whom a draft is: the town that made it, and those with whom it is shared. */
export interface Audience {
  /** The town of the coordinator who made it; null where that coordinator acts for none. */
  readonly owner: MunicipalityCode | null;
  readonly isForAll: boolean;
  readonly sharedWith: readonly MunicipalityCode[];
}

/** Who asks for drafts. */
export interface DraftReader {
  readonly town: MunicipalityCode | null;
  readonly isCoordinator: boolean;
}

/** Whether somebody may see what is for an audience. Only a coordinator may act for no town. */
export function maySeeDraft({ owner, isForAll, sharedWith }: Audience, { town, isCoordinator }: DraftReader): boolean {
  if (isForAll) return true;
  return town === null ? isCoordinator && owner === null : owner === town || sharedWith.includes(town);
}

/** Whether everyone of one audience is of another as well: nothing is shared on with those from whom it was kept. */
export function isWithin(narrow: Audience, wide: Audience): boolean {
  if (wide.isForAll) return true;
  if (narrow.isForAll) return false;
  const isOf = (town: MunicipalityCode | null): boolean => maySeeDraft(wide, { town, isCoordinator: true });
  return [narrow.owner, ...narrow.sharedWith].every(isOf);
}
