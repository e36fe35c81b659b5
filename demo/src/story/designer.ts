import { randomUUID } from 'node:crypto';
import { dateInTokyo, type Instant, type IsoDate } from '#domain/calendar/date';
import { monthOfDate, monthsFrom, weeksOfMonth, type IsoMonth } from '#domain/calendar/month';
import { mondayOf, sundayOf, type IsoWeek } from '#domain/calendar/week';
import type { WeekWindow } from '#domain/calendar/window';
import { askGraph, changeGraph, GraphRefused } from './graph-client.js';
import * as operations from './operations.js';
import { expect, StoryBroken, type StorySettings } from './telling.js';
import { words } from './words.js';

const nagawa = '203505';
/** A few hours at a time, so that the story can be told many times before a month is full. */
const designMinutes = 4 * 60;
const [posterTitle, videoTitle] = ['観光ポスターのデザイン', '移住案内の動画編集'];

interface Free {
  readonly freeMinutes: number;
  readonly bottleneck: string | null;
}
interface BothFree {
  readonly design: Free;
  readonly video: Free;
}

/**
 * Plays the story of the designer who edits videos, too: her time shows under both skills and is sold once.
 * @throws StoryBroken when the system does not do what the story says; GraphRefused when it says no.
 */
export async function tellDesigner(settings: StorySettings): Promise<void> {
  const { language, print } = settings;
  const say = words[language].designer;
  const director = await directorOfNagawa(settings);

  // 1. Nagawa's director looks at both skills in a month that still has room.
  const { month, before, arrived } = await roomyMonth(director);
  const window = windowOf(month);
  print(`\n${say.title(month)}\n`);
  if (arrived) print(say.arrives);
  print(say.before);
  tellFree(before);
  expect(
    before.design.freeMinutes === before.video.freeMinutes,
    'design and video editing have the same minutes free in Nagawa, where nobody has only one of them',
  );
  print(say.same);

  // 2. She takes a few hours of design, and both figures fall by the same minutes.
  await director.commit(await director.newLot(posterTitle, 'design', designMinutes, window), designMinutes);
  print(say.take(posterTitle, designMinutes));
  const after = await director.bothFree(window);
  print(say.after);
  tellFree(after);
  for (const skill of ['design', 'video'] as const)
    expect(
      before[skill].freeMinutes - after[skill].freeMinutes === designMinutes,
      `what is free of ${skill} falls by the ${designMinutes} minutes of design that were committed`,
    );
  print(say.fell(designMinutes));

  // 3. What was free of the other skill before cannot be promised any more.
  const asked = before.video.freeMinutes;
  const videoLot =
    (await director.openVideoLot(asked, window)) ?? (await director.newLot(videoTitle, 'video-editing', asked, window));
  print(say.ask(videoTitle, asked));
  const refusal = await director.commit(videoLot, asked).then(
    () => undefined,
    (fault: unknown) => {
      if (fault instanceof GraphRefused) return fault;
      throw fault;
    },
  );
  if (refusal === undefined) throw new StoryBroken('The story says: the same time is not sold twice. It was.');
  expect(
    refusal.code === 'CAPACITY_EXCEEDED' && refusal.message.includes(after.video.bottleneck ?? '?'),
    `the refusal names what stops it (${after.video.bottleneck}), but it was "${refusal.message}"`,
  );
  print(say.refused(refusal.message));
  print(say.moral);

  function tellFree({ design, video }: BothFree): void {
    print(say.row(say.design, design.freeMinutes));
    print(say.row(say.video, video.freeMinutes));
  }
}

type Director = Awaited<ReturnType<typeof directorOfNagawa>>;

/** The coming month in which the designer has enough time; when all of the coming year is full, a second one registers. */
async function roomyMonth(
  director: Director,
): Promise<{ readonly month: IsoMonth; readonly before: BothFree; readonly arrived: boolean }> {
  const today = dateInTokyo(Date.now() as Instant);
  const months = monthsFrom(monthOfDate(today), 13).slice(1);
  for (const arrived of [false, true]) {
    if (arrived) await director.registerDesigner();
    for (const month of months) {
      const before = await director.bothFree(windowOf(month));
      if (Math.min(before.design.freeMinutes, before.video.freeMinutes) >= 2 * designMinutes)
        return { month, before, arrived };
    }
  }
  throw new StoryBroken('The story says: a designer who has just registered in Nagawa has time. It is not so.');
}

function windowOf(month: IsoMonth): WeekWindow {
  const weeks = weeksOfMonth(month);
  return { from: weeks[0] as IsoWeek, to: weeks.at(-1) as IsoWeek };
}

/** What Nagawa's director asks and does in this story. */
async function directorOfNagawa({ gateway, language, token }: StorySettings) {
  const bearer = await token(nagawa, 'DIRECTOR');
  const key = `designer-${randomUUID()}`;
  let step = 0;
  const ask = <T>(query: string, variables: object): Promise<T> =>
    askGraph<T>(gateway, bearer, language, query, variables);
  const change = <T>(mutation: string, input: object): Promise<T> =>
    changeGraph<T>(gateway, bearer, language, mutation, { ...input, idempotencyKey: `${key}-${++step}` });
  const free = async (skill: string, window: WeekWindow): Promise<Free> =>
    (await ask<{ townCapacity: Free }>(operations.townCapacity, { municipality: nagawa, skill, window })).townCapacity;

  return {
    async bothFree(window: WeekWindow): Promise<BothFree> {
      return { design: await free('design', window), video: await free('video-editing', window) };
    },

    async registerDesigner(): Promise<void> {
      await change(operations.registerWorker, {
        municipality: nagawa,
        displayName: '藤原 結衣',
        skills: ['design', 'video-editing'].map((code) => ({ code, level: 3 })),
        weeklyMinutes: 20 * 60,
      });
    },

    /** A lot of a new order, due in these weeks; its id. */
    async newLot(title: string, skill: string, minutes: number, { from, to }: WeekWindow): Promise<string> {
      const { order } = await change<{ order: { id: string } }>(operations.createOrder, {
        municipality: nagawa,
        clientName: '和田宿にぎわい協議会',
        title,
        recommissionConsent: 'ALLOWED',
      });
      const { lot } = await change<{ lot: { id: string } }>(operations.addLot, {
        orderId: order.id,
        title,
        skill,
        minutes,
        earliest: mondayOf(from),
        due: sundayOf(to),
        dataClass: 'PUBLIC',
      });
      return lot.id;
    },

    /** The video that was refused when the story was told before, if it is long enough. */
    async openVideoLot(minutes: number, { from, to }: WeekWindow): Promise<string | undefined> {
      const { orders } = await ask<{
        orders: {
          nodes: { lots: { id: string; title: string; openMinutes: number; earliest: IsoDate; due: IsoDate }[] }[];
        };
      }>(operations.orders, { municipality: nagawa });
      return orders.nodes
        .flatMap(({ lots }) => lots)
        .find(
          ({ title, openMinutes, earliest, due }) =>
            title === videoTitle && openMinutes >= minutes && earliest === mondayOf(from) && due === sundayOf(to),
        )?.id;
    },

    commit(lotId: string, minutes: number): Promise<unknown> {
      return change(operations.commitCapacity, { lotId, minutes });
    },
  };
}
