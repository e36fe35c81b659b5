import { run as test } from './test.js';

/**
 * `npm run faults`: kills each process and database at each moment of each step of a trade, and plays more bad weather than `npm test` has
 * time for. Other arguments go to jest, for example `-t award.confirmed`.
 */
export function run(args: readonly string[], root: string): number {
  process.env['YUI_FAULTS'] = 'all';
  return test(['--quick', 'test/faults/matrix.spec.ts', 'test/faults/weather.spec.ts', ...args], root);
}
