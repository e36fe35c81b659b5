import type { Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';

/** What a town says to another, of whatever kind. */
export interface Told {
  readonly to: MunicipalityCode;
  readonly processId: string;
  readonly type: string;
  readonly payload: object;
}

/** A message as it travels. `seq` counts the messages of a process in one direction. */
export interface Travelling<T extends Told = Told> {
  readonly messageId: number;
  readonly from: MunicipalityCode;
  readonly seq: number;
  readonly tell: T;
}

/** How a commit goes. BEFORE, the process dies and nothing was written; AFTER, it dies and nobody hears that it was. */
export type Fate = 'WELL' | 'BEFORE' | 'AFTER';

let messages = 0;

/**
 * A town's database and its post as the service has it. State, inbox and outbox change in one commit; a message is sent until it is
 * acknowledged, in the order of its process; a repeated one is known, an early one waits.
 */
export abstract class Post<T extends Told = Told> {
  readonly outbox = new Map<string, Travelling<T>[]>();
  readonly said: Travelling<T>[] = [];
  /** Writes so far, besides those that only note a word as heard. */
  commits = 0;
  /** How far its clock is off. */
  skew = 0;
  protected pending: (() => void)[] = [];
  private readonly sequences = new Map<string, number>();
  private readonly inbox = new Map<string, number>();
  private readonly taken = new Set<number>();

  constructor(readonly code: MunicipalityCode) {}

  /** What a deadline changes; each in a transaction of its own, as the job does it. */
  abstract passDeadlines(fate: Fate, now: Instant): void;
  /** What a message does, inside the transaction that takes it in. */
  protected abstract act(from: MunicipalityCode, tell: T, now: Instant): void;

  now(time: number): Instant {
    return (time + this.skew) as Instant;
  }

  /** One transaction: what `body` wants written is written whole or not at all. Whether anybody heard that it was. */
  transact(fate: Fate, body: () => boolean): boolean {
    this.pending = [];
    const accepted = body();
    if (accepted && fate !== 'BEFORE') {
      for (const write of this.pending) write();
      this.commits += this.pending.length;
    }
    this.pending = [];
    return fate === 'WELL';
  }

  /** Takes in a message; whether the sender hears so. */
  receive({ messageId, from, seq, tell }: Travelling<T>, fate: Fate, now: Instant): boolean {
    if (this.taken.has(messageId)) return true;
    const key = `${tell.processId} ${from}`;
    const last = this.inbox.get(key) ?? 0;
    if (seq !== last + 1) return seq <= last;
    const before = this.commits;
    const heard = this.transact(fate, () => {
      this.pending.push(() => {
        this.taken.add(messageId);
        this.inbox.set(key, seq);
      });
      this.act(from, tell, now);
      return true;
    });
    // A word that changes nothing leaves nothing new to look at.
    if (this.commits === before + 1) this.commits = before;
    return heard;
  }

  /** Writes a message into the outbox; part of the open transaction. */
  tell(tell: T): void {
    this.pending.push(() => {
      const queue = `${tell.processId} ${tell.to}`;
      const seq = (this.sequences.get(queue) ?? 0) + 1;
      this.sequences.set(queue, seq);
      const message = { messageId: ++messages, from: this.code, seq, tell };
      this.said.push(message);
      const waiting = this.outbox.get(queue);
      if (waiting === undefined) this.outbox.set(queue, [message]);
      else waiting.push(message);
    });
  }

  /** Whether a word about a process waits for another town. */
  isSaying(processId: string, to: MunicipalityCode): boolean {
    return (this.outbox.get(`${processId} ${to}`)?.length ?? 0) > 0;
  }
}
