import type { Migration } from '#mongo/migrations';

type Work = { _id: string; status: string; acceptedMinutes: number; amendedUnseen?: boolean };
type Claim = { _id: string; status: string };

/**
 * Work on awards that were amended down to just what had been accepted, when nothing followed from that: it is PERFORMING, and nothing is left to
 * do. Marked, it is looked at by the next job, because what follows is said to peers, and signed.
 */
export const amendedToAccepted: Migration = {
  id: '2026-11-27-amended-to-accepted',
  async up(database) {
    const performances = database.collection<Work>('performances');
    const claims = database.collection<Claim>('claims');
    const begun = { status: 'PERFORMING', acceptedMinutes: { $gt: 0 } };
    for await (const { _id, acceptedMinutes } of performances.find(begun)) {
      const done = { _id, status: 'CONFIRMED', 'terms.minutes': { $lte: acceptedMinutes } };
      if ((await claims.findOne(done)) !== null)
        await performances.updateOne({ _id, status: 'PERFORMING' }, { $set: { amendedUnseen: true } });
    }
  },
};
