import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Each check with the script that does it; all of them run, so that one look shows everything. */
const checks = [
  { name: 'types', script: 'typescript/bin/tsc', args: ['--noEmit', '-p', '.'] },
  { name: 'code', script: 'eslint/bin/eslint.js', args: ['.', '--max-warnings', '0'] },
  {
    name: 'directions of dependency',
    script: 'dependency-cruiser/bin/dependency-cruise.mjs',
    args: ['apps', 'libs', 'tools', 'demo', 'bench', 'test', '--config', '.dependency-cruiser.cjs'],
  },
  { name: 'format', script: 'prettier/bin/prettier.cjs', args: ['--check', '--log-level', 'warn', '.'] },
] as const;

/** `npm run lint`. */
export function run(_args: readonly string[], root: string): number {
  let failed = 0;
  for (const { name, script, args } of checks) {
    const done = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      encoding: 'utf8',
    });
    if (done.status === 0) {
      console.log(`lint: ${name} ok`);
    } else {
      failed++;
      console.log(`lint: ${name} FAILED\n${done.stdout}${done.stderr}`);
    }
  }
  return failed === 0 ? 0 : 1;
}
