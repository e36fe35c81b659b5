import type { CapacityBulletin } from '#domain/bulletins/bulletin';
import { receivedBulletin, receivedOutdatedMark } from '#domain/bulletins/received';
import type { Instant } from '#domain/calendar/date';
import { memberOf, type Federation, type Member } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import { receivedSurplusList, type SurplusList } from '#domain/trade/surplus-list';
import { claimedTown } from '#messages/claimed';
import { SignatureInvalid, verifyBy } from '#messages/signing';

/** Signed by the town it is about, and yet not what it should be. */
export class NoBulletin extends Error {}

/**
 * A bulletin as its town signed it.
 * @throws SignatureInvalid when it is not signed as a bulletin by the member it says it is from; NoBulletin when it makes no sense.
 */
export async function readBulletin(signed: string, federation: Federation, now: Instant): Promise<CapacityBulletin> {
  const town = signerOf(signed, federation);
  const bulletin = receivedBulletin(
    await verifyBy(signed, town, 'yui-capacity-bulletin', ({ issuedAt }) => issuedAt),
    now,
  );
  if (bulletin === undefined) throw new NoBulletin('what is signed is no capacity bulletin');
  return ofTown(bulletin, town);
}

/** A town's word that its bulletins up to a number are overtaken. @throws as {@link readBulletin}. */
export async function readOutdatedMark(
  signed: string,
  federation: Federation,
  now: Instant,
): Promise<{ readonly municipality: MunicipalityCode; readonly number: number }> {
  const town = signerOf(signed, federation);
  const mark = receivedOutdatedMark(await verifyBy(signed, town, 'yui-bulletin-outdated', () => now)); // It is good for this moment only.
  if (mark === undefined) throw new NoBulletin('what is signed names no bulletin');
  return ofTown(mark, town);
}

/** A list of surplus orders as its town signed it. @throws as {@link readBulletin}. */
export async function readSurplusList(signed: string, federation: Federation, now: Instant): Promise<SurplusList> {
  const town = signerOf(signed, federation);
  const list = receivedSurplusList(await verifyBy(signed, town, 'yui-surplus-list', ({ issuedAt }) => issuedAt), now);
  if (list === undefined) throw new NoBulletin('what is signed is no list of surplus orders');
  return ofTown(list, town);
}

function signerOf(signed: string, federation: Federation): Member {
  const claimed = claimedTown(signed, 'municipality');
  const town = claimed === undefined ? undefined : memberOf(federation, claimed);
  if (town === undefined) throw new SignatureInvalid('the sender is no member of the federation');
  return town;
}

/** Holds what was read against the town whose key was looked up. */
function ofTown<T extends { readonly municipality: MunicipalityCode }>(read: T, town: Member): T {
  if (read.municipality !== town.code) throw new NoBulletin('it is about another town');
  return read;
}
