import { createHash } from 'node:crypto';
import type { Migration } from '#mongo/migrations';

type Stored = { _id: string; sealed: string; writtenAt?: Date; state?: string };

const thirtyDaysMs = 30 * 86_400_000;

/**
 * Messages get an end, and what arrives is receipted. What is under way was sealed in the first protocol: it lives thirty days from when it
 * was written, and is sealed anew when it is sent. What arrived before stays without a receipt.
 */
export const messageReceipts: Migration = {
  id: '2026-11-25-message-receipts',
  async up(database) {
    const outgoing = database.collection<Stored>('outgoing_messages');
    for await (const { _id, sealed, writtenAt, state } of outgoing.find({ protocol: { $exists: false } })) {
      const written = writtenAt ?? new Date();
      await outgoing.updateOne(
        { _id },
        {
          $set: {
            protocol: 1,
            expiresAt: new Date(written.getTime() + thirtyDaysMs),
            hashes: [createHash('sha256').update(sealed).digest('base64url')],
            receipt: null,
            parkedAt: state === 'PARKED' ? written : null,
            dismissedAt: null,
          },
        },
      );
    }
    const incoming = database.collection<Stored>('incoming_messages');
    await incoming.updateMany({ receipt: { $exists: false } }, { $set: { receipt: null } });
  },
};
