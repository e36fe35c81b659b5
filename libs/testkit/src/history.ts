import type { Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { Said } from '#domain/replay/end';
import type { Shown } from '#domain/replay/replay';

interface Entry {
  readonly said: Omit<Said, 'number'>;
  readonly seq: number;
  /** Places in the order in which everything happened. */
  readonly saidAs: number;
  takenAs?: number;
  takenAt?: Instant;
  hasReceipt?: boolean;
}

/** What towns said to each other about one process and took in, and what each of them can show of it. */
export class History {
  readonly entries: Entry[] = [];

  /** @param records counts what happened, of all processes whose records stand in one chain. */
  constructor(private readonly records = { count: 0 }) {}

  /** @returns the place of the message among all. */
  say(said: Omit<Said, 'number' | 'genuine'> & { readonly genuine?: boolean }): number {
    const seq = this.entries.filter((each) => each.said.from === said.from && each.said.to === said.to).length + 1;
    // As it comes out of canonical JSON.
    const payload = JSON.parse(JSON.stringify(said.payload)) as Said['payload'];
    return this.entries.push({ said: { genuine: true, ...said, payload }, seq, saidAs: ++this.records.count }) - 1;
  }

  take(index: number, at: Instant, hasReceipt = true): void {
    Object.assign(this.entries[index] as Entry, { takenAs: ++this.records.count, takenAt: at, hasReceipt });
  }

  /** The records of one town, in their order. */
  shownBy(town: MunicipalityCode): Shown[] {
    return this.entries
      .flatMap(({ said, seq, saidAs, takenAs, takenAt, hasReceipt }): Shown[] => {
        const isOwn = said.from === town;
        const number = isOwn ? saidAs : takenAs;
        if (number === undefined || (!isOwn && said.to !== town)) return [];
        const shown = { ...said, number };
        const receipt = takenAt === undefined || (isOwn && hasReceipt === false) ? {} : { receivedAt: takenAt };
        return [{ said: shown, heard: shown, seq, at: (isOwn ? said.issuedAt : takenAt) as Instant, ...receipt }];
      })
      .sort((a, b) => a.said.number - b.said.number);
  }
}
