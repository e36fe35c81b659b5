import { hasRole, type Caller } from '#access/caller';

/** What an order is about is for its publisher, its addressees, whoever would do it, and coordinators. */
export function maySeeOrder(concerned: readonly string[], caller: Caller): boolean {
  const { municipality: own } = caller;
  return hasRole(caller, 'COORDINATOR') || (own !== undefined && concerned.includes(own));
}
