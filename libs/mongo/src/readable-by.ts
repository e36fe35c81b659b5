import type { DraftReader } from '#domain/planning/audience';

/** The filter of what `maySeeDraft` lets somebody see. @param path in front of the names of the audience, for example `comparison.`. */
export function readableBy({ town, isCoordinator }: DraftReader, path = ''): object {
  const own = town === null ? [] : [{ [`${path}owner`]: town }, { [`${path}sharedWith`]: town }];
  const ofNoTown = town === null && isCoordinator ? [{ [`${path}owner`]: null }] : [];
  return { $or: [{ [`${path}isForAll`]: true }, ...own, ...ofNoTown] };
}
