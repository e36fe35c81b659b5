import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { run as lint } from './lint.js';

interface JestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numFailedTestSuites: number;
}

/** Left alone, jest keeps a core for itself, and so takes one of two; but end-to-end tests wait for other processes most of the time. */
const workers = Math.max(2, availableParallelism() - 1);

/** `npm test`: lint, then every test. `--quick` leaves lint out; other arguments go to jest. */
export function run(args: readonly string[], root: string): number {
  const lintFailed = args.includes('--quick') ? 0 : lint([], root);
  const scratch = mkdtempSync(join(tmpdir(), 'yui-test-'));
  const report = join(scratch, 'jest.json');
  try {
    const jest = spawnSync(
      process.execPath,
      [
        '--experimental-vm-modules',
        '--no-warnings',
        join(root, 'node_modules/jest/bin/jest.js'),
        '--json',
        `--outputFile=${report}`,
        `--maxWorkers=${workers}`,
        ...args.filter((arg) => arg !== '--quick'),
      ],
      { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const result = JSON.parse(readFileSync(report, 'utf8')) as JestResult;
    const { numPassedTests: passed, numFailedTests, numPendingTests: skipped, numFailedTestSuites } = result;
    const failed = Math.max(numFailedTests, numFailedTestSuites) + lintFailed;
    console.log(
      `\n${lintFailed > 0 ? 'lint FAILED\n' : ''}${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
    );
    return jest.status === 0 && failed === 0 && passed > 0 ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
