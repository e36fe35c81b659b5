/** A bounded map that forgets what has not been asked for longest. */
export class LeastRecentlyUsed<V> {
  private readonly entries = new Map<string, V>();

  constructor(private readonly most: number) {}

  /** The value of a key, made when it is not there. */
  get(key: string, make: () => V): V {
    const found = this.entries.get(key) ?? make();
    this.entries.delete(key);
    this.entries.set(key, found);
    const [oldest] = this.entries.keys();
    if (this.entries.size > this.most && oldest !== undefined) this.entries.delete(oldest);
    return found;
  }
}
