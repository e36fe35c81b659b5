import { openFederation, type OpenedFederation } from '#messages/federation-document';
import type { Clock } from '#service/clock';
import { FederationFile } from '#service/federation-file';

/** The federation document, read again when its file changes: a town that joins or moves is found without a restart. */
export type Pinned = Pick<FederationFile<OpenedFederation>, 'current'>;

export function pinFederation(clock: Clock): Promise<Pinned> {
  return FederationFile.open<OpenedFederation>((text, pinned) => openFederation(text, { now: clock.now(), pinned }));
}
