import { accessSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { wordsOf } from '#domain/text/words-of';
import { onPath, secantusProgram } from '../database/find-database.js';
import { isFree } from '../start/free-port.js';
import { postWithPeer, type PeerPost } from '../start/peer-post.js';
import { dataFolder, isAlive, readRunning } from '../start/running.js';

type Finding = readonly [ok: boolean, what: string];

/**
 * `npm run doctor`: what is missing on this machine, and how each running service is; with `--peer CODE`, what waits between that peer and
 * the towns here, and where both ends differ. 1 when something needed is missing, or something waits for a person.
 */
export async function run(args: readonly string[], root: string): Promise<number> {
  const dataDir = dataFolder(root);
  const { values } = parseArgs({ args: [...args], options: { peer: { type: 'string' } } });
  if (values.peer !== undefined) return peer(dataDir, values.peer);
  const findings: Finding[] = [
    [true, `Node.js ${process.version}`],
    database(root),
    folder(dataDir),
    disk(dataDir),
    ...(await running(dataDir)),
  ];
  for (const [ok, what] of findings) console.log(`${ok ? 'ok     ' : 'MISSING'}  ${what}`);
  return findings.every(([ok]) => ok) ? 0 : 1;
}

async function peer(dataDir: string, code: string): Promise<number> {
  try {
    const found = await postWithPeer(dataDir, code);
    for (const each of found) for (const line of linesOf(code, each)) console.log(line);
    return found.every(isSound) ? 0 : 1;
  } catch (fault) {
    console.error(wordsOf(fault));
    return 1;
  }
}

function isSound({ parked, drifts }: PeerPost): boolean {
  return parked === 0 && drifts.length === 0;
}

function linesOf(peer: string, post: PeerPost): string[] {
  const { town, pending, about, parked, drifts, comparedAt } = post;
  const compared = comparedAt === null ? 'not compared yet' : `compared ${comparedAt.toISOString()}`;
  const waiting = `${pending} on the way${about === '' ? '' : ` (${about})`}, ${parked} parked for a person, ${drifts.length} held differently (${compared})`;
  return [
    `${isSound(post) ? 'ok     ' : 'LOOK   '}  ${town} and ${peer}: ${waiting}`,
    ...drifts.map((drift) => `         ${drift}`),
  ];
}

function database(root: string): Finding {
  if (process.env['MONGODB_URI']) return [true, 'database: the one MONGODB_URI names'];
  const found = onPath('mongod') ?? onPath('secantusd-rs');
  if (found !== undefined) return [true, `database: ${found}`];
  const embedded = secantusProgram(root);
  if (existsSync(embedded)) return [true, 'database: SecantusDB, installed in .cache'];
  const python = onPath('python3') ?? onPath('python');
  if (python === undefined) {
    return [
      true,
      'database: a mongod will be downloaded at the first start (needs the open internet; Python 3.10 or newer would do as well)',
    ];
  }
  try {
    execFileSync(python, ['-c', 'import venv, ensurepip'], { stdio: 'ignore' });
    return [true, `database: SecantusDB will be installed with ${python} at the first start`];
  } catch {
    return [false, `database: ${python} has no venv module (on Debian: apt-get install python3-venv)`];
  }
}

function folder(dataDir: string): Finding {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK);
    return [true, `data folder: ${dataDir}`];
  } catch {
    return [false, `data folder: ${dataDir} cannot be written; name another one in YUI_DATA_DIR`];
  }
}

function disk(dataDir: string): Finding {
  const { bavail, bsize } = statfsSync(existsSync(dataDir) ? dataDir : '.');
  const gigabytes = (bavail * bsize) / 1e9;
  return [gigabytes >= 1, `disk: ${gigabytes.toFixed(1)} GB free${gigabytes < 1 ? ', 1 GB is needed' : ''}`];
}

async function running(dataDir: string): Promise<Finding[]> {
  const found = readRunning(dataDir);
  if (found === undefined || !isAlive(found.supervisor)) {
    const port = Number(process.env['YUI_PORT'] ?? 4000);
    const free = await isFree(port);
    return [
      [
        free,
        free
          ? `Yui is not running; port ${port} is free`
          : `Yui is not running, and port ${port} is taken; name another one in YUI_PORT`,
      ],
    ];
  }
  return Promise.all(
    found.services.map(async ({ name, address, pid }): Promise<Finding> => {
      if (address === undefined)
        return [isAlive(pid), `${name} (process ${pid}): ${isAlive(pid) ? 'running' : 'not running'}`];
      try {
        const response = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(3_000) });
        const { checks } = (await response.json()) as { checks?: Record<string, string> };
        const detail = Object.entries(checks ?? {})
          .map(([check, outcome]) => `${check} ${outcome}`)
          .join(', ');
        return [
          response.ok,
          `${name} at ${address}: ${response.ok ? 'ready' : 'not ready'}${detail === '' ? '' : ` (${detail})`}`,
        ];
      } catch {
        return [false, `${name} at ${address}: does not answer`];
      }
    }),
  );
}
