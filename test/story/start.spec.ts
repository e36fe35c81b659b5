import { afterAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../tools/src/start/free-port.js';
import { root } from '../support/federation.js';

// Goal: `npm start` keeps its promises to the person at the terminal.
// Method: the command itself in a new data folder, as a process of its own; what it prints is what is asserted.

const dataDir = mkdtempSync(join(tmpdir(), 'yui-start-'));
const port = await freePort();
const env = { ...process.env, YUI_DATA_DIR: dataDir, YUI_PORT: String(port), LANG: 'en_US.UTF-8', MONGODB_URI: '' };
const running: ChildProcess[] = [];

interface Command {
  readonly process: ChildProcess;
  output(): string;
  /** Waits until the output holds a text. */
  says(text: string): Promise<void>;
  readonly ended: Promise<number | null>;
}

function yui(args: readonly string[], change: Readonly<Record<string, string>> = {}): Command {
  const child = spawn(process.execPath, [join(root, 'tools/yui.mjs'), ...args], {
    cwd: root,
    env: { ...env, ...change },
  });
  running.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return {
    process: child,
    output: () => text,
    ended: new Promise((resolve) => child.once('exit', resolve)),
    says: async (wanted) => {
      const deadline = Date.now() + 120_000;
      while (!text.includes(wanted)) {
        if (Date.now() > deadline || child.exitCode !== null) throw new Error(`it never said "${wanted}":\n${text}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}

interface Running {
  readonly services: readonly { readonly name: string; readonly pid: number }[];
}
const services = (): Running['services'] =>
  (JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')) as Running).services;
const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`);

async function ordersOfTateshina(): Promise<number> {
  const token = yui(['token', '--municipality', '203246', '--role', 'DIRECTOR']);
  expect(await token.ended).toBe(0);
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token.output().trim()}` },
    body: JSON.stringify({ query: '{ orders(municipality: "203246") { totalCount } }' }),
  });
  const { data } = (await response.json()) as { data: { orders: { totalCount: number } } };
  return data.orders.totalCount;
}

describe('npm start', () => {
  afterAll(() => {
    for (const child of running) child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('says one clear sentence when its port is taken or no port', async () => {
    const server = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const refused = yui(['start']);
    expect(await refused.ended).toBe(1);
    expect(refused.output().trim()).toBe(`Port ${port} is taken: name another one in YUI_PORT.`);
    await new Promise((resolve) => server.close(resolve));
    const nonsense = yui(['start'], { YUI_PORT: 'four thousand' });
    expect(await nonsense.ended).toBe(1);
    expect(nonsense.output().trim()).toBe('YUI_PORT takes a number from 1 to 65535, not "four thousand".');
  });

  it('says so when a command needs it and it is not running', async () => {
    for (const command of ['token', 'story']) {
      const refused = yui([command]);
      expect(await refused.ended).toBe(1);
      expect(refused.output().trim()).toBe('Yui is not running: start it with "npm start" first.');
    }
  });

  it('makes the demo, brings back what dies, stops cleanly, and keeps everything for the next start', async () => {
    const first = yui(['start']);
    await first.says('Yui is running');
    expect(first.output()).toContain('seeding the demo towns');
    expect(first.output()).toContain(`http://127.0.0.1:${port}/graphql`);
    expect(await ordersOfTateshina()).toBe(10);

    const second = yui(['start']);
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain('is already running with the data folder');

    const shiojiri = services().find(({ name }) => name === 'shiojiri');
    process.kill(Number(shiojiri?.pid), 'SIGKILL');
    await first.says('shiojiri has died (SIGKILL) and is being restarted');

    const pids = services().map(({ pid }) => pid);
    first.process.kill('SIGINT');
    expect(await first.ended).toBe(0);
    expect(first.output()).toContain('Stopped.');
    expect(pids.filter(isAlive)).toEqual([]);

    const third = yui(['start']);
    await third.says('Yui is running');
    expect(third.output()).not.toContain('seeding');
    expect(await ordersOfTateshina()).toBe(10);

    // A supervisor that is killed leaves its children behind; the next start ends them first.
    const left = services().map(({ pid }) => pid);
    third.process.kill('SIGKILL');
    await third.ended;
    const fourth = yui(['start']);
    await fourth.says('Yui is running');
    expect(left.filter(isAlive)).toEqual([]);
    fourth.process.kill('SIGTERM');
    expect(await fourth.ended).toBe(0);
  }, 240_000);
});
