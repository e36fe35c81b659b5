import type { Instant } from '#domain/calendar/date';
import { nextLink, type EntryKind, type EvidenceLink } from '#messages/evidence-chain';
import type { Migration } from '#mongo/migrations';

type Stored = { _id: string; processId: string; sealed: string; writtenAt?: Date; receivedAt?: Date };
type Found = { readonly kind: EntryKind; readonly processId: string; readonly text: string; readonly at: Instant };

/**
 * The chain of evidence begins with the messages that are there, in the order in which they were written or came. Its head is made last:
 * a run that died before begins anew.
 */
export const evidenceLog: Migration = {
  id: '2026-11-25-evidence-log',
  async up(database) {
    const heads = database.collection<{ _id: string; number: number; hash: string }>('evidence_head');
    if ((await heads.findOne({ _id: 'head' })) !== null) return;
    const log = database.collection<{ _id: number }>('evidence_log');
    await log.deleteMany({});
    const of = async (name: string, kind: EntryKind, moment: (each: Stored) => Date | undefined): Promise<Found[]> =>
      (await database.collection<Stored>(name).find().toArray()).map((each) => ({
        ...{ kind, processId: each.processId, text: each.sealed },
        at: (moment(each) ?? new Date(0)).getTime() as Instant,
      }));
    const found = [
      ...(await of('outgoing_messages', 'SENT', ({ writtenAt }) => writtenAt)),
      ...(await of('incoming_messages', 'RECEIVED', ({ receivedAt }) => receivedAt)),
    ].sort((a, b) => a.at - b.at);
    let last: EvidenceLink | undefined;
    for (const { kind, processId, text, at } of found) {
      last = nextLink(last, { kind, text, at });
      const { number, at: moment, ...link } = last;
      await log.insertOne({ _id: number, at: new Date(moment), ...link, processId, text } as { _id: number });
    }
    await heads.insertOne({ _id: 'head', number: last?.number ?? 0, hash: last?.hash ?? '' });
  },
};
