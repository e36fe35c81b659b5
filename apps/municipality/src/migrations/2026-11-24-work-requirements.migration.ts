import type { Migration } from '#mongo/migrations';

type Known = { _id: string; dataClass?: string };
const anyone = { level: 1, licences: [] as string[] };

/**
 * Lots, surplus orders and commitments say what they ask of whoever does them. Until now any level would do and no licence was needed; a
 * commitment takes its class of data from the lot or surplus order it is for.
 */
export const workRequirements: Migration = {
  id: '2026-11-24-work-requirements',
  async up(database) {
    const lots = database.collection<Known>('lots');
    const surplusOrders = database.collection<Known>('surplus_orders');
    const claims = database.collection<{ _id: string; surplusOrderId: string }>('claims');
    for (const collection of [lots, surplusOrders])
      await collection.updateMany({ level: { $exists: false } }, { $set: anyone });
    const commitments = database.collection<{ _id: string; purpose: string; purposeId: string }>('commitments');
    for await (const { _id, purpose, purposeId } of commitments.find({ level: { $exists: false } })) {
      const claim = purpose === 'CLAIM' ? await claims.findOne({ _id: purposeId }) : null;
      const source =
        purpose === 'CLAIM'
          ? await surplusOrders.findOne({ _id: claim?.surplusOrderId ?? '' })
          : await lots.findOne({ _id: purposeId });
      await commitments.updateOne({ _id }, { $set: { ...anyone, dataClass: source?.dataClass ?? 'PUBLIC' } });
    }
  },
};
