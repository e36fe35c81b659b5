import type { Migration } from '#mongo/migrations';

type Terms = { priceYen: number; earliest: string; due: string };
type Known = { _id: string; surplusOrderId: string; minutes: number; terms?: Terms | null };
type Published = Terms & { _id: string; minutes: number };

/** Claims say what lies on their table. Until now that was always the claim itself, on the published terms. */
export const claimOffers: Migration = {
  id: '2026-11-24-claim-offers',
  async up(database) {
    const claims = database.collection<Known>('claims');
    const surplusOrders = database.collection<Published>('surplus_orders');
    for await (const { _id, surplusOrderId, minutes, terms } of claims.find({ offer: { $exists: false } })) {
      const order = await surplusOrders.findOne({ _id: surplusOrderId });
      const share = order === null ? 0 : Number((BigInt(order.priceYen) * BigInt(minutes)) / BigInt(order.minutes));
      const { priceYen = share, earliest = order?.earliest, due = order?.due } = terms ?? {};
      await claims.updateOne(
        { _id },
        { $set: { offer: { minutes, priceYen, earliest, due, by: 'CLAIMANT', number: 1 } } },
      );
    }
  },
};
