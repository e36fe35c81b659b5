import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tellStory } from '../../demo/src/story/story.js';
import { startTestFederation } from '../support/federation.js';

// Goal: what `npm start` shows and `npm run story` tells is true, in both languages, more than once, and while the database dies.
// Method: the whole demo in real processes; the story plays through the public graph and asserts what it says.

describe('the August story', () => {
  let federation: Awaited<ReturnType<typeof startTestFederation>>;
  const tell = async (language: 'JA' | 'EN', listen: (line: string) => void = () => undefined): Promise<string> => {
    const lines: string[] = [];
    await tellStory({
      gateway: federation.gateway,
      language,
      token: (municipality, role) => federation.token({ municipality, roles: [role] }),
      print: (line) => {
        lines.push(line);
        listen(line);
      },
    });
    return lines.join('\n');
  };

  beforeAll(async () => {
    federation = await startTestFederation({ seed: true });
  }, 180_000);
  afterAll(() => federation.close());

  it('is told in Japanese', async () => {
    expect(await tell('JA')).toMatch(/立科町から塩尻市へ120時間が移り/);
  });

  it('is told again, in English', async () => {
    expect(await tell('EN')).toMatch(/120 h have moved from Tateshina to Shiojiri-shi/);
  });

  it('goes on when the database is killed in the middle, and nothing acknowledged is lost', async () => {
    const director = await federation.as('203246', 'DIRECTOR');
    const confirmed = async (): Promise<number> => {
      const { data } = await director.run('SurplusOrders', { filter: { municipalities: ['203246'] }, first: 200 });
      const nodes = data?.['surplusOrders']?.['nodes'] as unknown as { claims: { status: string }[] }[];
      return nodes.flatMap(({ claims }) => claims).filter(({ status }) => status === 'CONFIRMED').length;
    };
    const before = await confirmed();
    let killed = false;
    await tell('JA', (line) => {
      if (!killed && line.includes('引き受けると申し出ました')) {
        killed = true;
        federation.processes.get('database')?.signal('SIGKILL');
      }
    });
    expect(killed).toBe(true);
    expect(await confirmed()).toBe(before + 1);
  }, 180_000);
});
