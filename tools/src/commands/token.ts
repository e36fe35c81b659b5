import { parseArgs } from 'node:util';
import { wordsOf } from '#domain/text/words-of';
import { issuerSecrets } from '../issuer/secrets.js';
import { dataFolder, isAlive, readRunning } from '../start/running.js';
import { demoToken } from '../start/token.js';

/** `npm run --silent token -- --municipality 203246 --role DIRECTOR`: prints one demo token and nothing else. */
export async function run(args: readonly string[], root: string): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      municipality: { type: 'string' },
      role: { type: 'string', multiple: true },
      worker: { type: 'string' },
      ttl: { type: 'string' },
    },
  });
  const dataDir = dataFolder(root);
  const running = readRunning(dataDir);
  if (running === undefined || !isAlive(running.supervisor)) {
    console.error('Yui is not running: start it with "npm start" first.');
    return 1;
  }
  try {
    const { clientSecret } = await issuerSecrets(dataDir);
    const ttl = values.ttl === undefined ? undefined : Number(values.ttl);
    const token = await demoToken(running.issuer, clientSecret, {
      municipality: values.municipality,
      roles: values.role ?? [],
      worker: values.worker,
      ttl,
    });
    process.stdout.write(`${token}\n`);
    return 0;
  } catch (fault) {
    console.error(`No token: ${wordsOf(fault)}.`);
    return 1;
  }
}
