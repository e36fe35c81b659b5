import { wordsOf } from '#domain/text/words-of';
import type { Branches } from './branches.js';
import { LoanProcess } from './loans/process.js';
import { TradeProcess } from './process.js';
import { WorkProcess } from './performance/process.js';
import { realProtocol, type Protocol } from './protocol.js';

const kinds = { trade: TradeProcess, work: WorkProcess, loan: LoanProcess } as const;
export type ProcessKind = keyof typeof kinds;

/** Of so many processes in a row most are trades, because they have the most branches. */
const mix = (Object.entries({ trade: 10, loan: 2, work: 1 }) as [ProcessKind, number][]).flatMap(([kind, share]) =>
  Array.from({ length: share }, () => kind),
);

/**
 * One process from a seed, in a bad world: messages are lost, doubled, delayed and repeated, towns are cut off, crash, lie, and have clocks
 * that jump. Then the network heals, time passes, and both ends must have come to the same.
 * @param kind which kind of process; that of its place in the mix where it is left out.
 * @returns what was wrong, with the step; empty when nothing was.
 */
export function runProcess(
  seed: number,
  branches: Branches,
  protocol: Protocol = realProtocol,
  kind: ProcessKind = mix[seed % mix.length] ?? 'trade',
): string[] {
  try {
    return new kinds[kind](seed, branches, protocol).run().map((what) => `seed ${seed}, ${kind}, ${what}`);
  } catch (fault) {
    return [`seed ${seed}, ${kind}: ${wordsOf(fault)}`];
  }
}
