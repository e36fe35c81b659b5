import { join } from 'node:path';
import type { Instant } from '#domain/calendar/date';
import { memberOf } from '#domain/federation/federation';
import { parseMunicipalityCode } from '#domain/municipality/code';
import { kindOfId } from '#domain/municipality/ids';
import { FailedMessageStore } from '../../../apps/municipality/src/post/failed-message.store.js';
import { OutgoingMessageStore } from '../../../apps/municipality/src/post/outgoing-message.store.js';
import { ReconciliationStore } from '../../../apps/municipality/src/reconciliation/reconciliation.store.js';
import { readDocument } from '../federation/document-file.js';
import { ownKeys } from '../federation/own-keys.js';
import { withTownDatabase } from './town-database.js';

/** What lies between a peer and one of the towns whose keys are here. */
export interface PeerPost {
  readonly town: string;
  /** On its way to the peer. */
  readonly pending: number;
  /** How many of them are about each kind of process; for example `claim 2, loan 1`. */
  readonly about: string;
  /** Of ours to the peer, and of theirs that we cannot take in: a person has to look. */
  readonly parked: number;
  /** When both ends were last compared; null before the first time. */
  readonly comparedAt: Date | null;
  /** Processes that both ends hold differently, though no word is under way; in words. */
  readonly drifts: readonly string[];
}

/** What waits between a peer and each town whose private key this machine holds, and where their two ends differ. @throws when there is no such peer. */
export async function postWithPeer(dataDir: string, given: string): Promise<PeerPost[]> {
  const code = parseMunicipalityCode(given);
  const file = process.env['YUI_FEDERATION'] ?? join(dataDir, 'federation.json');
  const federation = await readDocument(file, Date.now() as Instant);
  if (federation === undefined) throw new Error(`there is no federation document ${file}`);
  if (!code.ok || memberOf(federation, code.value) === undefined)
    throw new Error(`${given} is no member of the federation`);
  const peer = code.value;
  const keys = process.env['YUI_KEYS_DIR'] ?? join(dataDir, 'keys');
  const found: PeerPost[] = [];
  for (const { code: town } of federation.members) {
    if (town === peer || (await ownKeys(keys, town)).length === 0) continue;
    const counts = await withTownDatabase(dataDir, town, async (database) => ({
      ...(await new OutgoingMessageStore(database).counts(peer)),
      about: byKind(await new OutgoingMessageStore(database).pendingProcesses(peer)),
      failed: await new FailedMessageStore(database).parkedFrom(peer),
      compared: await new ReconciliationStore(database).find(peer),
    }));
    const { pending, about, parked, failed, compared } = counts;
    found.push({
      ...{ town, pending, about, parked: parked + failed },
      comparedAt: compared?.comparedAt ?? null,
      drifts: (compared?.drifts ?? []).map(
        ({ processId, kind, drift, here, there, since }) =>
          `${kind} ${processId}: ${here} at ${town}, ${there} at ${peer} (${drift}, since ${since.toISOString()})`,
      ),
    });
  }
  return found;
}

function byKind(processIds: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const id of processIds) counts.set(kindOfId(id) ?? id, (counts.get(kindOfId(id) ?? id) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ');
}
