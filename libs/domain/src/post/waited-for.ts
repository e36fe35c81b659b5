/**
 * What asks for something, or tells what the other town may do without: who has not heard it waits for nothing, and what its sender keeps for
 * it ends by itself. All else the other end waits for, however long it takes; types that a later version brings among them.
 */
const nobodyWaitsFor: ReadonlySet<string> = new Set([
  ...['claim.submitted', 'claim.countered', 'counter.accepted', 'claim.awarded'],
  ...['loan.requested', 'loan.offered', 'loan.extension-proposed', 'loan.extension-offered'],
  ...['plan.move-accepted', 'message.dismissed'],
]);

/**
 * Whether the other end waits for a message: given up, the two towns hold different things about its process from then on.
 * @param type as docs/protocol.md names it
 * @param isReplaced whether the same town has said the same again later in its process, so that it is heard all the same
 */
export function isWaitedFor(type: string, isReplaced: boolean): boolean {
  if (nobodyWaitsFor.has(type)) return false;
  // The newest word about how a surplus order stands takes the place of those before it.
  return type !== 'surplus-order.stated' || !isReplaced;
}
