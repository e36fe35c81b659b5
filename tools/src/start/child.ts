import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface ChildSettings {
  /** What people call it: `gateway`, `municipality 203246`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly logFile: string;
  /** Told when it ends without having been asked to, with the last lines of its log. */
  readonly onDeath?: (name: string, how: string, lastLines: readonly string[]) => void;
}

const graceMs = 5_000;

/** A process of ours: started, watched, restarted when it dies, stopped when asked. */
export class Child {
  private process: ChildProcess | undefined;
  private wanted = false;
  private deaths = 0;
  private restart: NodeJS.Timeout | undefined;

  constructor(private readonly settings: ChildSettings) {}

  get name(): string {
    return this.settings.name;
  }

  get pid(): number | undefined {
    return this.process?.pid;
  }

  start(): void {
    this.wanted = true;
    const { command, args, env, cwd, logFile } = this.settings;
    mkdirSync(dirname(logFile), { recursive: true });
    const log = openSync(logFile, 'a');
    const startedAt = Date.now();
    const started = spawn(command, [...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    this.process = started;
    const ended = (how: string): void => {
      if (this.process !== started) return;
      this.process = undefined;
      if (!this.wanted) return;
      if (Date.now() - startedAt > 30_000) this.deaths = 0;
      this.settings.onDeath?.(this.name, how, this.lastLines());
      // At once the first time, then more slowly: what dies at every start must not burn the machine.
      const pause = this.deaths === 0 ? 100 : Math.min(15_000, 500 * 2 ** this.deaths);
      this.deaths++;
      this.restart = setTimeout(() => this.start(), pause);
    };
    started.once('error', (fault) => ended(fault.message));
    started.once('exit', (code, signal) => ended(signal === null ? `exit code ${code}` : signal));
  }

  /** Asks it to end, and ends it when it does not within five seconds. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.wanted = false;
    clearTimeout(this.restart);
    const running = this.process;
    if (running?.pid === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => running.once('exit', () => resolve()));
    running.kill(signal);
    const force = setTimeout(() => running.kill('SIGKILL'), graceMs);
    await gone;
    clearTimeout(force);
  }

  /** Sends a signal without changing what is wanted: a killed child comes back, a stopped one (SIGSTOP) hangs. */
  signal(signal: NodeJS.Signals): void {
    this.process?.kill(signal);
  }

  lastLines(count = 8): string[] {
    try {
      return readFileSync(this.settings.logFile, 'utf8').trimEnd().split('\n').slice(-count);
    } catch {
      return []; // It never wrote a line.
    }
  }
}
