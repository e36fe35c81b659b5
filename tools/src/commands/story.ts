import { parseArgs } from 'node:util';
import { dataFolder, isAlive, readRunning } from '../start/running.js';
import { issuerSecrets } from '../issuer/secrets.js';
import { demoToken } from '../start/token.js';
import { tellStory } from '../../../demo/src/story/story.js';

/** `npm run story`: plays the stories against the running system. */
export async function run(args: readonly string[], root: string): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { lang: { type: 'string' } } });
  const dataDir = dataFolder(root);
  const running = readRunning(dataDir);
  if (running === undefined || !isAlive(running.supervisor)) {
    console.error('Yui is not running: start it with "npm start" first.');
    return 1;
  }
  const { clientSecret } = await issuerSecrets(dataDir);
  await tellStory({
    gateway: running.gateway,
    language: values.lang === 'en' ? 'EN' : 'JA',
    token: (municipality, role) => demoToken(running.issuer, clientSecret, { municipality, roles: [role] }),
    print: (line) => console.log(line),
  });
  return 0;
}
