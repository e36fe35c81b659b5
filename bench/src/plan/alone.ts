import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { PlanInstance } from '#domain/planning/instance';

/** As `npm run plan` is started (package.json). */
const settings = ['--v8-pool-size=1'];

/**
 * Plans a year in a process of its own, which does nothing else: reads the instance and plans it, as `npm run plan` does.
 * @returns bytes that the process had in memory at most.
 */
export async function peakBytesAlone(instance: PlanInstance): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'yui-plan-'));
  try {
    const file = join(folder, 'year.json');
    writeFileSync(file, JSON.stringify(instance));
    const script = fileURLToPath(new URL('./alone-process.js', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [...settings, script, file]);
    const bytes = Number(stdout);
    if (!(bytes > 0)) throw new Error(`a plan alone said ${stdout}`);
    return bytes;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
