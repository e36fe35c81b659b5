import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { allBranches, merge, tableOf, type Branches } from '#testkit/trade-simulation/branches';

interface Report {
  readonly branches: Branches;
  readonly violations: readonly string[];
}

/** Seeds that one thread works through before it reports. */
const batch = 5_000;

/**
 * `npm run simulate -- --processes 1000000 [--from 1]`: trades under faults, from seeds; prints what went wrong and how often each event
 * met each state.
 */
export async function run(args: readonly string[], root: string): Promise<number> {
  const [processes, from] = [numberOf(args, '--processes', 10_000), numberOf(args, '--from', 1)];
  const began = Date.now();
  const branches: Branches = new Map();
  const violations: string[] = [];
  let next = from;
  const work = async (): Promise<void> => {
    while (next < from + processes) {
      const first = next;
      next = Math.min(first + batch, from + processes);
      const report = await inThread(root, first, next - 1);
      merge(branches, report.branches);
      violations.push(...report.violations);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));

  console.log('Each cell: how often the event changed or sent out something / how often it met the state.\n');
  for (const line of tableOf(branches)) console.log(line);
  const counts = allBranches.map((branch) => branches.get(branch)?.reached ?? 0);
  const seconds = ((Date.now() - began) / 1_000).toFixed(1);
  console.log(
    `\n${processes} processes in ${seconds} s; ${counts.length} branches, the rarest reached ${Math.min(...counts)} times`,
  );
  for (const violation of violations.slice(0, 50)) console.log(violation);
  console.log(`${violations.length} violations`);
  return violations.length === 0 ? 0 : 1;
}

function inThread(root: string, first: number, last: number): Promise<Report> {
  return new Promise((resolve, reject) => {
    const script = join(root, 'dist/libs/testkit/src/trade-simulation/worker.js');
    const worker = new Worker(script, { workerData: { first, last } });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

function numberOf(args: readonly string[], name: string, otherwise: number): number {
  const at = args.indexOf(name);
  if (at < 0) return otherwise;
  const value = Number(args[at + 1]);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${name} takes a whole number from 1.`);
  return value;
}
