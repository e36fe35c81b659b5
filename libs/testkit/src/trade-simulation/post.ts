import type { Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { LifeObstacle, MessageLife, Waiting } from '#domain/post/message-life';
import { count, type Branches } from './branches.js';
import type { Protocol } from './protocol.js';

/** What a town says to another, of whatever kind. */
export interface Told {
  readonly to: MunicipalityCode;
  readonly processId: string;
  readonly type: string;
  readonly payload: object;
}

/** A message as it travels. `seq` counts the messages of a process in one direction. */
export interface Travelling<T extends Told = Told> extends Required<MessageLife> {
  readonly messageId: number;
  readonly from: MunicipalityCode;
  readonly seq: number;
  readonly tell: T;
  /** Its sender's people have given up what it said: it has no effect. */
  readonly isDismissed: boolean;
}

/** What one town said about one process to another and that has not been acknowledged, in its order. */
export type Queue<T extends Told = Told> = (Travelling<T> & Waiting)[];

/** A message that was sent, or taken in, at a moment by the clock of who did it. */
export interface Handled {
  readonly what: 'sent' | 'taken in';
  readonly message: Travelling;
  readonly now: Instant;
}

/** What a sender hears of a message: that it was taken in (now or before), nothing, that one before it is missing, or why its time is not now. */
export type Answer = 'RECEIPT' | 'SILENCE' | 'EARLY' | LifeObstacle;

/** How a commit goes. BEFORE, the process dies and nothing was written; AFTER, it dies and nobody hears that it was. */
export type Fate = 'WELL' | 'BEFORE' | 'AFTER';

let messages = 0;

/**
 * A town's database and its post as the service has it. State, inbox and outbox change in one commit; a message is sent until it is
 * acknowledged or expires, in the order of its process; a repeated one is known, an early one waits, an expired one is refused. What
 * has expired or was refused is parked until people decide.
 */
export abstract class Post<T extends Told = Told> {
  readonly outbox = new Map<string, Queue<T>>();
  readonly said: Travelling<T>[] = [];
  readonly handled: Handled[] = [];
  /** Whose end follows from what they ask for, as they were sealed first. */
  readonly sealed: Travelling<T>[] = [];
  /** Writes so far, besides those that only note a word as heard. */
  commits = 0;
  /** How far its clock is off. */
  skew = 0;
  protected pending: (() => void)[] = [];
  private readonly sequences = new Map<string, number>();
  private readonly inbox = new Map<string, number>();
  private readonly taken = new Set<number>();
  private readonly givenUp = new Set<string>();

  constructor(
    readonly code: MunicipalityCode,
    protected readonly protocol: Protocol,
    protected readonly branches: Branches,
  ) {}

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

  /** Takes in a message, or not; the answer to its sender. */
  receive(message: Travelling<T>, fate: Fate, now: Instant): Answer {
    const { messageId, from, seq, tell, isDismissed } = message;
    const obstacle = this.protocol.lifeObstacle(message, now);
    const key = `${tell.processId} ${from}`;
    const last = this.inbox.get(key) ?? 0;
    const isKnown = seq <= last || this.taken.has(messageId);
    const place = isKnown ? 'KNOWN' : seq === last + 1 ? 'NEXT' : 'EARLY';
    const seen = obstacle?.toLowerCase() ?? (isDismissed && place !== 'EARLY' ? 'dismissed' : 'in-time');
    const isTakenIn = place === 'NEXT' && obstacle === undefined;
    count(this.branches, `receiver ${obstacle === undefined ? place : 'UNREAD'} ${seen}`, isTakenIn);
    if (obstacle !== undefined) return obstacle;
    if (place !== 'NEXT') return isKnown ? 'RECEIPT' : 'EARLY';
    const before = this.commits;
    const heard = this.transact(fate, () => {
      this.pending.push(() => {
        this.taken.add(messageId);
        this.inbox.set(key, seq);
        this.handled.push({ what: 'taken in', message, now });
      });
      if (!isDismissed) this.act(from, tell, now);
      return true;
    });
    // A word that changes nothing leaves nothing new to look at.
    if (this.commits === before + 1) this.commits = before;
    return heard ? 'RECEIPT' : 'SILENCE';
  }

  /** Writes a message into the outbox; part of the open transaction. `end`: where it follows from what the message asks for. */
  tell(tell: T, now: Instant, end?: Instant): void {
    this.pending.push(() => {
      const queue = queueOf(tell);
      const seq = (this.sequences.get(queue) ?? 0) + 1;
      this.sequences.set(queue, seq);
      const life = this.protocol.lifeFrom(now, end);
      const message = {
        messageId: ++messages,
        from: this.code,
        seq,
        tell,
        ...life,
        isDismissed: false,
        isParked: false,
      };
      this.said.push(message);
      if (end !== undefined) this.sealed.push(message);
      const waiting = this.outbox.get(queue);
      if (waiting === undefined) this.outbox.set(queue, [message]);
      else waiting.push(message);
    });
  }

  /** Parks what has not arrived before its end, as the service does before it sends. */
  parkExpired(now: Instant): void {
    for (const queue of this.outbox.values())
      for (const message of queue)
        if (!message.isParked && message.expiresAt <= now) this.change(message, { isParked: true }, 'expired');
  }

  /** What may be sent of a queue now, in its order. */
  sendable(queue: Queue<T>, now: Instant): Queue<T> {
    return this.protocol.sendable(queue, now);
  }

  /** What a sender does about the answer to a message; whether the next one of its process may follow. */
  hears(message: Queue<T>[number], answer: Answer): boolean {
    if (answer === 'RECEIPT') {
      const queue = this.outbox.get(queueOf(message.tell)) ?? [];
      queue.splice(queue.indexOf(message), 1);
    }
    // Dated ahead passes with time; the other obstacles are for a person.
    const isFinal = !['RECEIPT', 'SILENCE', 'EARLY', 'AHEAD'].includes(answer);
    if (isFinal) this.change(message, { isParked: true }, 'refused');
    else count(this.branches, `sender PENDING ${answer.toLowerCase()}`, answer === 'RECEIPT');
    return answer === 'RECEIPT';
  }

  /** A person has a parked message sealed anew, with the dates of today. */
  retry(message: Queue<T>[number], now: Instant): void {
    this.change(message, { ...this.protocol.lifeFrom(now), isParked: false }, 'retry');
  }

  /** A person gives a parked message up: in its place goes a word without effect, so that the later ones of its process can come. */
  dismiss(message: Queue<T>[number], now: Instant): void {
    this.givenUp.add(message.tell.processId);
    this.change(message, { ...this.protocol.lifeFrom(now), isDismissed: true, isParked: false }, 'dismiss');
  }

  /** Whether a word about a process was given up. */
  hasGivenUp(processId: string): boolean {
    return this.givenUp.has(processId);
  }

  /** Whether a word about a process waits for another town. */
  isSaying(processId: string, to: MunicipalityCode): boolean {
    return (this.outbox.get(`${processId} ${to}`)?.length ?? 0) > 0;
  }

  /** How many messages about a process were said to another town, and heard of it. */
  counts(processId: string, other: MunicipalityCode): { readonly said: number; readonly heard: number } {
    const key = `${processId} ${other}`;
    return { said: this.sequences.get(key) ?? 0, heard: this.inbox.get(key) ?? 0 };
  }

  private change(message: Queue<T>[number], change: Partial<Queue<T>[number]>, event: string): void {
    const queue = this.outbox.get(queueOf(message.tell)) ?? [];
    queue[queue.indexOf(message)] = { ...message, ...change };
    count(this.branches, `sender ${message.isParked ? 'PARKED' : 'PENDING'} ${event}`, true);
  }
}

function queueOf({ processId, to }: Told): string {
  return `${processId} ${to}`;
}
