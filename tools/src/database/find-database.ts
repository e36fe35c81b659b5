import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** How the database is run: the first of these that can be had. */
export type DatabaseKind =
  | { readonly kind: 'given'; readonly uri: string }
  | { readonly kind: 'mongod' | 'secantusd-rs' | 'secantusdb'; readonly program: string };

/** Pinned: newer versions are taken up when they have been tried. */
const secantusVersion = '0.7.0b3';
const mongodVersion = '8.0.15';

/**
 * Finds the database in the order: MONGODB_URI, mongod, secantusd-rs, SecantusDB in the project's own virtual environment (installed
 * when it is missing), and where there is no Python a downloaded mongod. SecantusDB is a separate program under the GPL: run beside
 * Yui, never linked or shipped with it.
 * @throws an Error with one sentence when none can be had.
 */
export async function findDatabase(root: string, say: (line: string) => void): Promise<DatabaseKind> {
  const uri = process.env['MONGODB_URI'];
  if (uri !== undefined && uri !== '') return { kind: 'given', uri };
  for (const kind of ['mongod', 'secantusd-rs'] as const) {
    const program = onPath(kind);
    if (program !== undefined) return { kind, program };
  }
  const python = onPath('python3') ?? onPath('python');
  if (python === undefined) return { kind: 'mongod', program: await downloadMongod(root, say) };
  return { kind: 'secantusdb', program: installSecantus(root, python, say) };
}

export function onPath(program: string): string | undefined {
  const names = process.platform === 'win32' ? [`${program}.exe`, `${program}.cmd`] : [program];
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}

/** Where SecantusDB is, or would be, installed. */
export function secantusProgram(root: string): string {
  const environment = join(root, '.cache', `secantusdb-${secantusVersion}`);
  return process.platform === 'win32'
    ? join(environment, 'Scripts', 'secantusd-py.exe')
    : join(environment, 'bin', 'secantusd-py');
}

/** A mongod from MongoDB's own site, for machines without Python. Needs the open internet. */
async function downloadMongod(root: string, say: (line: string) => void): Promise<string> {
  const { MongoBinary } = await import('mongodb-memory-server-core');
  say(`There is no Python; downloading mongod ${mongodVersion} …`);
  try {
    return await MongoBinary.getPath({ version: mongodVersion, downloadDir: join(root, '.cache', 'mongod') });
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new Error(
      `No database can be had: set MONGODB_URI, or put mongod on the PATH, or install Python 3.10 or newer (a mongod could not be downloaded: ${detail}).`,
      { cause },
    );
  }
}

function installSecantus(root: string, python: string, say: (line: string) => void): string {
  const program = secantusProgram(root);
  if (existsSync(program)) return program;
  say(`Installing the embedded database (SecantusDB ${secantusVersion}) …`);
  const environment = join(root, '.cache', `secantusdb-${secantusVersion}`);
  mkdirSync(join(root, '.cache'), { recursive: true });
  rmSync(environment, { recursive: true, force: true });
  try {
    run(python, ['-m', 'venv', environment]);
    const pip = join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
    run(pip, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `secantusdb==${secantusVersion}`]);
  } catch (fault) {
    rmSync(environment, { recursive: true, force: true }); // Half an environment would look like a whole one.
    const detail = (fault as { stderr?: Buffer }).stderr?.toString().trim().split('\n').at(-1) ?? String(fault);
    throw new Error(
      `The embedded database could not be installed (${detail}). Set MONGODB_URI or put mongod on the PATH instead.`,
      { cause: fault },
    );
  }
  return program;
}

function run(program: string, args: readonly string[]): void {
  execFileSync(program, [...args], { stdio: ['ignore', 'ignore', 'pipe'] });
}
