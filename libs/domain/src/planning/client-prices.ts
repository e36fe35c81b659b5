import type { PlanInstance } from './instance.js';

/** Yen that a client pays for a minute of a lot, by the lot's name. */
export type ClientPrices = Readonly<Record<string, number>>;

/**
 * The instance with the clients' prices: a plan from public orders counts every minute the same, so that none is preferred for its price;
 * what a town gains by it is told in yen. A lot without a price keeps what a minute of it counts.
 */
export function withPrices(instance: PlanInstance, prices: ClientPrices): PlanInstance {
  return {
    ...instance,
    lots: instance.lots.map((lot) => ({ ...lot, yenPerMinute: prices[lot.id] ?? lot.yenPerMinute })),
  };
}
