import type { Random } from '../../../../demo/src/random.js';
import type { Fate, Post, Travelling } from './post.js';

/** How unkind the world is to one process; each is a share from 0 to 1. */
export interface Weather {
  readonly loss: number;
  readonly doubling: number;
  readonly crashes: number;
  readonly early: number;
}

/** The weather of one process. */
export function someWeather(random: Random): Weather {
  return {
    loss: random.pick([0, 0.1, 0.4]),
    doubling: random.pick([0, 0.1, 0.3]),
    crashes: random.pick([0, 0.05, 0.2]),
    early: random.pick([0, 0.1]),
  };
}

export const fair: Weather = { loss: 0, doubling: 0, crashes: 0, early: 0 };

/** Carries messages between towns, and loses, doubles and delays them; towns can be cut off from each other. */
export class Network {
  /** Second copies, and what its sender takes for lost, that are still under way. */
  private readonly late: { readonly to: Post; readonly message: Travelling }[] = [];
  private readonly cut = new Set<string>();

  constructor(
    private readonly towns: readonly Post[],
    private readonly random: Random,
  ) {}

  /** How the next commit goes. */
  fate({ crashes }: Weather): Fate {
    const roll = this.random.next();
    return roll < crashes / 2 ? 'BEFORE' : roll < crashes ? 'AFTER' : 'WELL';
  }

  /** Cuts two towns off from each other, or joins them again. */
  cutOrJoin(): void {
    const [one, other] = [this.random.between(0, this.towns.length - 1), this.random.between(0, this.towns.length - 1)];
    const pair = pairOf(this.towns[one] as Post, this.towns[other] as Post);
    if (!this.cut.delete(pair)) this.cut.add(pair);
  }

  heal(): void {
    this.cut.clear();
  }

  /** Sends what a town has to say; whether anything arrived. Each process's messages to one peer go in their order. */
  send(from: Post, time: number, weather: Weather): boolean {
    let arrived = false;
    const now = from.now(time);
    from.parkExpired(now);
    for (const queue of from.outbox.values()) {
      const [first] = queue;
      if (first === undefined) continue;
      const to = this.towns.find(({ code }) => code === first.tell.to) as Post;
      const ready = from.sendable(queue, now);
      for (let [head, next] = ready; head !== undefined; [head, next] = ready) {
        if (this.cut.has(pairOf(from, to))) break;
        if (this.random.next() < weather.loss) {
          if (this.random.next() < 0.3) this.late.push({ to, message: head }); // Not lost: under way for long.
          break;
        }
        // Two schedulers at once may send a later message first.
        const message = next !== undefined && this.random.next() < weather.early ? next : head;
        if (this.random.next() < weather.doubling) this.late.push({ to, message });
        from.handled.push({ what: 'sent', message, now });
        const answer = to.receive(message, this.fate(weather), to.now(time));
        if (!from.hears(message, this.random.next() < weather.loss ? 'SILENCE' : answer)) break;
        ready.splice(ready.indexOf(message), 1);
        arrived = true;
        if (message !== head) break;
      }
    }
    return arrived;
  }

  /** Sends what every town has to say until nothing is under way; nothing is lost meanwhile. */
  deliverAll(time: number): void {
    for (let arrived = true; arrived;) arrived = this.towns.map((town) => this.send(town, time, fair)).includes(true);
  }

  /** Something arrives that has been under way for long; nobody hears the answer. */
  deliverLate(time: number, weather: Weather): void {
    if (this.late.length === 0) return;
    const [late] = this.late.splice(this.random.between(0, this.late.length - 1), 1);
    late?.to.receive(late.message, this.fate(weather), late.to.now(time));
  }

  /** A minute before a message of some town expires, where one will within days; undefined where none does. */
  justInTime(from: Post, time: number): number | undefined {
    const waiting = [...from.outbox.values()].flat().filter(({ expiresAt, isParked }) => !isParked && expiresAt > time);
    const ends = waiting.map(({ expiresAt }) => expiresAt - 60_000).filter((end) => end > time && end < time + soonMs);
    return ends[this.random.between(0, ends.length - 1)];
  }
}

const soonMs = 5 * 86_400_000;

function pairOf(one: Post, other: Post): string {
  return one.code < other.code ? `${one.code} ${other.code}` : `${other.code} ${one.code}`;
}
