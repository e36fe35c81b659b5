/**
 * The newest number of each process with a peer that this process of the town has seen committed, so that it need not be read again. A guess:
 * the unique index of the numbers checks it, and what it refuses is forgotten and looked up. It is never ahead of the database, since a
 * number is remembered only once it is committed. Those that have not been asked for longest are forgotten.
 */
export class NewestNumbers<T extends { readonly seq: number }> {
  private readonly known = new Map<string, T>();

  constructor(private readonly most = 10_000) {}

  of(thread: Thread): T | undefined {
    const key = keyOf(thread);
    const found = this.known.get(key);
    if (found === undefined) return undefined;
    this.known.delete(key);
    this.known.set(key, found);
    return found;
  }

  remember(thread: Thread, newest: T): void {
    const key = keyOf(thread);
    this.known.delete(key);
    this.known.set(key, newest);
    const [oldest] = this.known.keys();
    if (this.known.size > this.most && oldest !== undefined) this.known.delete(oldest);
  }

  forget(thread: Thread): void {
    this.known.delete(keyOf(thread));
  }
}

/** What a town says to a peer, or hears from it, in one process. */
export interface Thread {
  readonly town: string;
  readonly peer: string;
  readonly processId: string;
}

function keyOf({ town, peer, processId }: Thread): string {
  return `${town} ${peer} ${processId}`;
}
