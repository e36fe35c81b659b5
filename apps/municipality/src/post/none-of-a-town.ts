import type { Instant } from '#domain/calendar/date';

/** For so long another process of the town may have put something there that this one does not know of. */
const believedMs = 1_000;

/**
 * Remembers for a moment whether a town has none of something that it nearly never has, so that not everyone has to look. Who puts one there
 * says so ({@link forget}); what another process puts there is seen a second later, so that it must do no harm until then.
 */
export class NoneOfATown {
  private readonly seen = new Map<string, { readonly at: Instant; readonly none: boolean }>();

  async is(town: string, now: Instant, look: () => Promise<boolean>): Promise<boolean> {
    const last = this.seen.get(town);
    if (last !== undefined && Math.abs(now - last.at) < believedMs) return last.none; // A clock may also be turned back.
    const none = await look();
    this.seen.set(town, { at: now, none });
    return none;
  }

  forget(town: string): void {
    this.seen.delete(town);
  }
}
