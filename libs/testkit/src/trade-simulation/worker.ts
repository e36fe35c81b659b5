import { parentPort, workerData } from 'node:worker_threads';
import type { Branches } from './branches.js';
import { runProcess } from './run.js';

/** Runs the processes of some seeds in a thread of its own and reports what was wrong and what was reached. */
const { first, last } = workerData as { readonly first: number; readonly last: number };
const branches: Branches = new Map();
const violations: string[] = [];
for (let seed = first; seed <= last; seed++) violations.push(...runProcess(seed, branches));
parentPort?.postMessage({ branches, violations });
