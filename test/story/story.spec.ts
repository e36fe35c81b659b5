import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tellDesigner } from '../../demo/src/story/designer.js';
import { tellStory } from '../../demo/src/story/story.js';
import type { StorySettings } from '../../demo/src/story/telling.js';
import { startTestFederation } from '../support/federation.js';
import { daysFromNow, isoWeek, newLot } from '../support/towns.js';

// Goal: what `npm start` shows and `npm run story` tells is true, in both languages, more than once, and while the database dies.
// Method: the whole demo in real processes; the story plays through the public graph and asserts what it says.

describe('the stories', () => {
  let federation: Awaited<ReturnType<typeof startTestFederation>>;
  const tell = async (
    language: 'JA' | 'EN',
    listen: (line: string) => void = () => undefined,
    story: (settings: StorySettings) => Promise<void> = tellStory,
  ): Promise<string> => {
    const lines: string[] = [];
    await story({
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

  it('are about towns that lack nothing, and know their directors, seats and support office', async () => {
    const known: Record<string, readonly number[]> = {};
    for (const municipality of ['203246', '202151', '203505', '202177', '203041']) {
      const { data, errors } = await (
        await federation.as(municipality, 'DIRECTOR')
      ).ask(
        `query ($municipality: MunicipalityCode!) {
          shortfalls(municipality: $municipality) { minutes }
          directors(municipality: $municipality) { id }
          seats(municipality: $municipality) { seats }
          workers(municipality: $municipality, first: 200) { nodes { kind } }
        }`,
        { municipality },
      );
      expect(errors).toEqual([]);
      const { shortfalls, directors, seats, workers } = data as unknown as {
        readonly [list in 'shortfalls' | 'directors' | 'seats']: readonly unknown[];
      } & { readonly workers: { readonly nodes: readonly { readonly kind: string }[] } };
      expect(shortfalls).toEqual([]);
      const offices = workers.nodes.filter(({ kind }) => kind === 'SUPPORT_OFFICE');
      known[municipality] = [directors.length, seats.length, offices.length];
    }
    expect(known).toEqual({
      '203246': [2, 0, 0],
      '202151': [2, 1, 0],
      '203505': [1, 0, 0],
      '202177': [2, 0, 1],
      '203041': [1, 0, 0],
    });
  });

  it('are told in Japanese', async () => {
    const told = await tell('JA');
    expect(told).toMatch(/立科町から塩尻市へ120時間が移り/);
    expect(told).toMatch(/両方から同じ4時間が減りました/);
    expect(told).toMatch(/「この期間に空いているのは.+不足しているところ: 動画編集 \d{4}年/);
    expect(told).toMatch(/川上村に伝わるのは「応援ディレクター」という呼び名だけです/);
    expect(told).toMatch(/川上村の空きは.+から.+に増えました/);
    // 11,500 yen of work and 2,300 of paid rework one way, 4,600 the other.
    expect(told).toMatch(/塩尻市 → 立科町: 13,800円 \/ 1,380円 \/ 15,180円/);
    expect(told).toMatch(/立科町 → 塩尻市: 4,600円 \/ 460円 \/ 5,060円/);
    expect(told).toMatch(/立科町が塩尻市に10,120円を支払います/);
    expect(told).toMatch(/「この月は .+ に終わります/);
  });

  it('are told again, in English', async () => {
    const told = await tell('EN');
    expect(told).toMatch(/120 h have moved from Tateshina to Shiojiri-shi/);
    expect(told).toMatch(/Both have fallen by the same 4 h\./);
    expect(told).toMatch(/"Only .+ are free in this period .+ Bottleneck: Video editing \d{4}-W/);
    expect(told).toMatch(/What is free in Kawakami rises from .+ to .+\./);
    expect(told).toMatch(/Netted, Tateshina-machi pays Shiojiri-shi 20,240 yen\./); // The second time in a month.
  });

  it("the designer's is told where her coming year is full, and where there is no designer: another one registers", async () => {
    const director = await federation.as('203505', 'DIRECTOR');
    const [earliest, due] = [daysFromNow(0), daysFromNow(420)];
    const window = { from: isoWeek(new Date(earliest)), to: isoWeek(new Date(due)) };
    const { data } = await director.run('TownCapacity', { municipality: '203505', skill: 'design', window });
    const minutes = Number(data?.['townCapacity']?.['freeMinutes']);
    const lotId = await newLot(director, '203505', minutes, { skill: 'design', earliest, due });
    await director.does('CommitCapacity', { lotId, minutes });
    const arrives = /A worker who can do both design and video editing registers/;
    expect(await tell('EN', undefined, tellDesigner)).toMatch(arrives);
    expect(await tell('EN', undefined, tellDesigner)).not.toMatch(arrives);
  });

  it('go on when the database is killed in the middle, and nothing acknowledged is lost', async () => {
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
