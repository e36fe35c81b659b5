import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { wordsOf } from '#domain/text/words-of';
import { isFree } from './free-port.js';
import { clearDataFolder, startFederation, type RunningFederation } from './federation-processes.js';
import { dataFolder, forgetRunning, isAlive, isOurs, isSupervisor, readRunning, writeRunning } from './running.js';

const words = {
  ja: {
    busyData: (folder: string) =>
      `このデータフォルダーのYuiは既に動いています: ${folder}。先に止めるか、YUI_DATA_DIR で別のフォルダーを指定してください。`,
    busyPort: (port: number) => `ポート ${port} は使用中です。YUI_PORT で別の番号を指定してください。`,
    badPort: (text: string) => `YUI_PORT には1から65535までの番号を指定してください(指定: ${text})。`,
    notMine: 'MONGODB_URI のデータベースはYuiのものではないため、--fresh では消しません。ご自身で空にしてください。',
    starting: 'Yui(結)を起動しています …',
    died: (name: string, how: string) => `${name} が止まったので起動し直します(${how})。最後の記録:`,
    stopping: '停止しています …',
    stopped: '停止しました。',
    ready: (gateway: string, seconds: string) => `
Yui(結)が動いています(${seconds}秒)。   止めるには Ctrl-C

  画面      ${gateway}/          すぐに試せる質問が三つ入っています
  グラフ    ${gateway}/graphql

  デモ用トークン(立科町のディレクター):
      npm run --silent token -- --municipality 203246 --role DIRECTOR

  まずお試しください:
    1. ${gateway}/ を開いて、三つの質問を実行する
    2. npm run story                  四つの物語を、動いているシステムで見る
    3. npm run doctor                 各サービスの状態を見る
`,
  },
  en: {
    busyData: (folder: string) =>
      `Yui is already running with the data folder ${folder}: stop it first, or name another one in YUI_DATA_DIR.`,
    busyPort: (port: number) => `Port ${port} is taken: name another one in YUI_PORT.`,
    badPort: (text: string) => `YUI_PORT takes a number from 1 to 65535, not "${text}".`,
    notMine: "The database at MONGODB_URI is not Yui's to empty: empty it yourself instead of --fresh.",
    starting: 'Starting Yui …',
    died: (name: string, how: string) => `${name} has died (${how}) and is being restarted. Its last words:`,
    stopping: 'Stopping …',
    stopped: 'Stopped.',
    ready: (gateway: string, seconds: string) => `
Yui is running (${seconds} s).   Ctrl-C stops it

  page      ${gateway}/          three questions, ready to run
  graph     ${gateway}/graphql

  a demo token (a director of Tateshina):
      npm run --silent token -- --municipality 203246 --role DIRECTOR

  three things to try:
    1. open ${gateway}/ and run the three questions
    2. npm run story -- --lang en     watch four stories on the running system
    3. npm run doctor                 see how each service is
`,
  },
};

/** `npm start`: starts everything, says where to look, and stays until it is told to stop. */
export async function start(args: readonly string[], root: string): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { fresh: { type: 'boolean' }, lang: { type: 'string' } } });
  const say =
    words[
      values.lang === 'en' || (values.lang === undefined && !(process.env['LANG'] ?? 'ja').startsWith('ja'))
        ? 'en'
        : 'ja'
    ];
  const print = (line: string): void => console.log(line);
  const dataDir = dataFolder(root);
  const portText = process.env['YUI_PORT'] ?? '4000';
  const gatewayPort = Number(portText);
  if (!Number.isInteger(gatewayPort) || gatewayPort < 1 || gatewayPort > 65_535) return refuse(say.badPort(portText));

  const before = readRunning(dataDir);
  if (before !== undefined && isAlive(before.supervisor) && isSupervisor(before.supervisor))
    return refuse(say.busyData(dataDir));
  for (const { pid } of before?.services ?? []) if (isOurs(pid, dataDir)) process.kill(pid, 'SIGKILL'); // Left behind by a supervisor that was killed.
  if (before !== undefined) await new Promise((resolve) => setTimeout(resolve, 500));
  if (!(await isFree(gatewayPort))) return refuse(say.busyPort(gatewayPort));
  if (values.fresh === true && (process.env['MONGODB_URI'] ?? '') !== '') return refuse(say.notMine);
  if (values.fresh === true) clearDataFolder(dataDir);
  mkdirSync(dataDir, { recursive: true });

  const startedAt = Date.now();
  const seconds = (): string => ((Date.now() - startedAt) / 1_000).toFixed(1);
  print(say.starting);
  let federation: RunningFederation | undefined;
  let stopping: (() => void) | undefined;
  const asked = new Promise<void>((resolve) => (stopping = resolve));
  let times = 0;
  const onSignal = (): void => {
    times++;
    if (times > 1) process.exit(130); // The second Ctrl-C does not wait.
    stopping?.();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);

  const note = (running: RunningFederation): void =>
    writeRunning(dataDir, {
      supervisor: process.pid,
      gateway: running.gateway,
      issuer: running.issuer,
      database: running.databaseDescription,
      services: [...running.processes.values()].map((child) => ({
        name: child.name,
        pid: child.pid ?? 0,
        ...(child.name === 'database' ? {} : { address: running.address(child.name) }),
      })),
    });
  try {
    federation = await startFederation({
      root,
      dataDir,
      gatewayPort,
      seed: true,
      say: (line) => print(`  ${seconds().padStart(5)} s  ${line}`),
      onDeath: (name, how, lastLines) => {
        print(say.died(name, how));
        for (const line of lastLines) print(`    | ${line.slice(0, 300)}`);
        setTimeout(() => federation !== undefined && note(federation), 1_000);
      },
    });
  } catch (fault) {
    return refuse(wordsOf(fault));
  }
  note(federation);
  print(say.ready(federation.gateway, seconds()));
  await asked;
  print(say.stopping);
  await federation.stop();
  forgetRunning(dataDir);
  print(say.stopped);
  return 0;
}

function refuse(sentence: string): number {
  console.error(sentence);
  return 1;
}
