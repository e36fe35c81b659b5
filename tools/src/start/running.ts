import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What is known of a running Yui: written by `npm start` into its data folder, read by the other commands. */
export interface Running {
  readonly supervisor: number;
  readonly gateway: string;
  readonly issuer: string;
  readonly database: string;
  readonly services: readonly { readonly name: string; readonly address?: string; readonly pid: number }[];
}

const file = 'running.json';

export function writeRunning(dataDir: string, running: Running): void {
  writeFileSync(join(dataDir, file), `${JSON.stringify(running, undefined, 2)}\n`, { mode: 0o600 });
}

export function readRunning(dataDir: string): Running | undefined {
  try {
    return JSON.parse(readFileSync(join(dataDir, file), 'utf8')) as Running;
  } catch {
    return undefined; // Not running, or never was.
  }
}

export function forgetRunning(dataDir: string): void {
  rmSync(join(dataDir, file), { force: true });
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether a process is one of ours and not a stranger that got the number later. Only where /proc tells. */
export function isOurs(pid: number, dataDir: string): boolean {
  try {
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return commandLine.includes('secantusd') || commandLine.includes('mongod')
      ? commandLine.includes(dataDir)
      : /dist\/(apps|tools)\//.test(commandLine);
  } catch {
    return false;
  }
}

/** Whether a live process is a supervisor of Yui; where /proc does not tell, it is taken for one. */
export function isSupervisor(pid: number): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('yui.mjs');
  } catch {
    return false;
  }
}

/** The data folder of this run. */
export function dataFolder(root: string): string {
  const given = process.env['YUI_DATA_DIR'];
  return given === undefined || given === '' ? join(root, '.yui') : resolve(given);
}
