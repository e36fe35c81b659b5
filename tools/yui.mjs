// Where npm's scripts enter: makes sure that everything is installed and built, then hands over to the built command.
// Plain JavaScript without dependencies, because on a fresh machine there is nothing else yet.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const commands = [
  'start',
  'test',
  'build',
  'lint',
  'token',
  'story',
  'doctor',
  'bench',
  'simulate',
  'faults',
  'federation',
  'evidence',
  'plan',
];
const [command = '', ...args] = process.argv.slice(2);

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Yui needs Node.js 20.19 or newer; this is ${process.version}.`);
}
if (!commands.includes(command)) fail(`Say one of: ${commands.join(', ')}.`);

/** Those that may start the embedded database, some of them several times at once: it is installed before, while others wait. */
const withDatabase = ['start', 'test', 'story', 'faults'];

await alone(async () => {
  install();
  await build();
  if (!withDatabase.includes(command)) return;
  const { findDatabase } = await import(pathToFileURL(join(root, 'dist/tools/src/database/find-database.js')).href);
  await findDatabase(root, say).catch((fault) => fail(fault.message));
});
if (command !== 'build') {
  const { run } = await import(pathToFileURL(join(root, `dist/tools/src/commands/${command}.js`)).href);
  try {
    process.exitCode = await run(args, root);
  } catch (fault) {
    fail(fault instanceof Error ? fault.message : String(fault));
  }
}

/** Installs the locked dependencies unless exactly these are there. */
function install() {
  const wanted = hashOf([
    readFileSync(join(root, 'package-lock.json')),
    `${major} ${process.platform} ${process.arch}`,
  ]);
  const stamp = join(root, 'node_modules/.yui-installed');
  if (read(stamp) === wanted) return;
  say('Installing dependencies (npm ci) …');
  npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, wanted);
}

/** Builds unless the sources are those of the last build. */
async function build() {
  const sources = ['apps', 'libs', 'tools', 'demo', 'bench', 'test/contract'].flatMap((folder) =>
    filesIn(join(root, folder)),
  );
  const settings = [
    'package.json',
    'package-lock.json',
    'nest-cli.json',
    '.swcrc',
    'schema.graphql',
    'CHANGELOG.md',
  ].map((file) => join(root, file));
  const wanted = () => hashOf([...sources, ...settings].flatMap((file) => [file.slice(root.length), read(file) ?? '']));
  const stamp = join(root, 'dist/.yui-built');
  if (read(stamp) === wanted()) return;
  say('Building …');
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const nest = spawnSync(process.execPath, [join(root, 'node_modules/@nestjs/cli/bin/nest.js'), 'build', '--all'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (nest.status !== 0 || !existsSync(join(root, 'dist/tools/src/compose/compose.js')))
    fail(`The build failed:\n${nest.stdout}${nest.stderr}`);
  const { composeGraph } = await import(pathToFileURL(join(root, 'dist/tools/src/compose/compose.js')).href);
  try {
    // A test run only looks whether the published schema is current; a build brings it up to date.
    await composeGraph(root, { check: command === 'test' });
  } catch (fault) {
    fail(fault.message);
  }
  writeFileSync(stamp, wanted());
}

/** One installation or build at a time, however many commands are started. */
async function alone(body) {
  const lock = join(root, '.cache/yui.lock');
  mkdirSync(dirname(lock), { recursive: true });
  for (let announced = false; ; announced = true) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (fault) {
      if (fault.code !== 'EEXIST') throw fault;
      if (!isRunning(Number(read(lock)))) {
        rmSync(lock, { force: true }); // Its owner has died.
        continue;
      }
      if (!announced) say('Another Yui command is installing or building; waiting for it …');
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
  process.once('exit', () => rmSync(lock, { force: true }));
  try {
    await body();
  } finally {
    rmSync(lock, { force: true });
    process.removeAllListeners('exit');
  }
}

function isRunning(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return fault.code === 'EPERM';
  }
}

function npm(parameters) {
  // npm's own script where this runs under npm: on Windows `npm` itself is no program that can be spawned.
  const script = process.env.npm_execpath;
  const [program, first] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
  const done = spawnSync(program, [...first, ...parameters], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'development' },
  });
  if (done.status !== 0)
    fail(`npm ${parameters[0]} failed:\n${(done.stderr ?? String(done.error)).split('\n').slice(0, 12).join('\n')}`);
}

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesIn(path) : path.endsWith('.spec.ts') ? [] : [path]));
}

function hashOf(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // Not there: whoever asks treats it as out of date.
  }
}

/** Progress goes to stderr, so that the output of a command is its own. */
function say(line) {
  process.stderr.write(`${line}\n`);
}

function fail(line) {
  say(line);
  process.exit(1);
}
