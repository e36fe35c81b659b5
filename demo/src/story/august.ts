import { randomUUID } from 'node:crypto';
import { addDays, dateInTokyo, type Instant, type IsoDate } from '#domain/calendar/date';
import { fiscalYearOf, lastDayOf } from '#domain/calendar/month';
import { weekOf } from '#domain/calendar/week';
import { comingMonth, yenPerHour } from '../generate.js';
import { askGraph, changeGraph } from './graph-client.js';
import * as operations from './operations.js';
import { expect, StoryBroken, until, type StorySettings } from './telling.js';
import { words } from './words.js';

const tateshina = '203246';
/** The story sends 120 hours at a time, so that it can be told many times. */
const usualMinutes = 120 * 60;
const smallestSlice = 20 * 60;

interface Row {
  readonly municipality: { readonly code: string; readonly name: string };
  readonly month: string;
  readonly offeredMinutes: number;
  readonly committedMinutes: number;
  readonly receivedMinutes: number;
  readonly sentMinutes: number;
  readonly freeMinutes: number;
  readonly uncoveredMinutes: number;
}

/**
 * Plays the August story against a running system through the public graph only, and asserts what it tells.
 * @throws StoryBroken when the system does not do what the story says; GraphRefused when it says no.
 */
export async function tellAugust({ gateway, language, token, print }: StorySettings): Promise<void> {
  const say = words[language];
  const key = `story-${randomUUID()}`;
  const august = comingMonth(8, dateInTokyo(Date.now() as Instant));
  const fiscalYear = fiscalYearOf(lastDayOf(august));
  const [director, coordinator] = [await token(tateshina, 'DIRECTOR'), await token(tateshina, 'COORDINATOR')];
  const workload = async (): Promise<Row[]> => {
    const { sharedWorkload } = await askGraph<{ sharedWorkload: { rows: Row[] } }>(
      gateway,
      coordinator,
      language,
      operations.sharedWorkload,
      { fiscalYear, language },
    );
    return sharedWorkload.rows.filter(({ month }) => month === august);
  };
  const change = <T>(bearer: string, mutation: string, step: string, input: object): Promise<T> =>
    changeGraph<T>(gateway, bearer, language, mutation, { ...input, idempotencyKey: `${key}-${step}` });

  print(`\n${say.title(august)}\n`);
  const before = await workload();
  print(say.before);
  for (const line of table(before, say)) print(line);

  // 1. Tateshina looks at its August.
  const lot =
    (await openLot(gateway, director, language, august)) ??
    (await newLot(change, director, august, (title) => print(`\n${say.newOrder(title)}`)));
  print(`\n${say.lot(lot.title, lot.openMinutes, lot.due)}`);
  const window = { from: weekOf(lot.earliest), to: weekOf(lot.due) };
  const { townCapacity } = await askGraph<{ townCapacity: { freeMinutes: number; bottleneck: string | null } }>(
    gateway,
    director,
    language,
    operations.townCapacity,
    {
      municipality: tateshina,
      skill: 'data-entry',
      window,
    },
  );
  print(say.own(townCapacity.freeMinutes, townCapacity.bottleneck ?? '-'));

  // 2. It takes what it can, and leaves at least the usual minutes to its neighbours.
  const own = Math.min(townCapacity.freeMinutes, Math.max(0, lot.openMinutes - usualMinutes));
  if (own > 0) {
    await change(director, operations.commitCapacity, 'commit', { lotId: lot.id, minutes: own });
    print(say.commit(own));
  }

  // 3. It asks who has time.
  print(say.ask);
  const { availableCapacity } = await askGraph<{
    availableCapacity: {
      rows: { municipality: { code: string; name: string }; freeMinutes: number }[];
      unanswered: { municipality: { name: string } }[];
    };
  }>(gateway, director, language, operations.availableCapacity, {
    filter: { skill: 'data-entry', from: august, to: august, live: true }, // It claims at once, so it wants today's word.
    language,
  });
  const neighbours = availableCapacity.rows
    .filter(({ municipality }) => municipality.code !== tateshina)
    .sort((a, b) => b.freeMinutes - a.freeMinutes);
  for (const { municipality, freeMinutes } of neighbours) print(say.row(municipality.name, freeMinutes));
  for (const { municipality } of availableCapacity.unanswered) print(say.silent(municipality.name));
  const helper = neighbours[0];
  if (helper === undefined || helper.freeMinutes < smallestSlice) throw new StoryBroken(say.nobody);

  // 4. It publishes; the neighbour with most time claims; Tateshina awards; the neighbour confirms.
  const minutes = Math.min(usualMinutes, lot.openMinutes - own, helper.freeMinutes);
  const priceYen = Math.ceil((minutes / 60) * yenPerHour);
  const { surplusOrder } = await change<{ surplusOrder: { id: string; status: string; remainingMinutes: number } }>(
    director,
    operations.publishSurplusOrder,
    'publish',
    {
      lotId: lot.id,
      minutes,
      priceYen,
      claimBy: claimBy(lot.due),
      minSliceMinutes: Math.min(smallestSlice, minutes),
      addressees: null,
    },
  );
  print(say.publish(minutes, priceYen));
  expect(
    surplusOrder.status === 'POSTED' && surplusOrder.remainingMinutes === minutes,
    'a surplus order is posted with all of its minutes',
  );

  const { code, name } = helper.municipality;
  const neighbour = await token(code, 'DIRECTOR');
  await until('the neighbour has heard of the surplus order', async () => {
    const { surplusOrders } = await askGraph<{ surplusOrders: { nodes: { id: string }[] } }>(
      gateway,
      neighbour,
      language,
      operations.surplusOrders,
      { filter: { municipalities: [tateshina] } },
    );
    return surplusOrders.nodes.some(({ id }) => id === surplusOrder.id);
  });
  const { claim } = await change<{ claim: { id: string; status: string } }>(
    neighbour,
    operations.claimSurplusOrder,
    'claim',
    {
      surplusOrderId: surplusOrder.id,
      municipality: code,
      minutes,
    },
  );
  print(say.claim(name, minutes));
  expect(claim.status === 'SUBMITTED', 'a new claim is SUBMITTED');

  const status = async (bearer: string): Promise<{ status: string; receiptPending: boolean } | undefined> => {
    const { surplusOrders } = await askGraph<{
      surplusOrders: { nodes: { claims: { id: string; status: string; receiptPending: boolean }[] }[] };
    }>(gateway, bearer, language, operations.surplusOrders, { filter: { municipalities: [tateshina] } });
    return surplusOrders.nodes.flatMap(({ claims }) => claims).find(({ id }) => id === claim.id);
  };
  await until('Tateshina has the claim', async () => (await status(director)) !== undefined);
  const awarded = await change<{
    claim: { status: string };
    surplusOrder: { remainingMinutes: number; status: string };
  }>(director, operations.awardClaim, 'award', { claimId: claim.id, minutes });
  print(say.award);
  expect(
    awarded.surplusOrder.remainingMinutes === 0 && awarded.surplusOrder.status === 'FULLY_AWARDED',
    'nothing remains of a surplus order that is awarded whole',
  );

  const ofNeighbour = async (): Promise<{ status: string; receiptPending: boolean }> =>
    (
      await askGraph<{ claim: { status: string; receiptPending: boolean } }>(
        gateway,
        neighbour,
        language,
        operations.claim,
        { id: claim.id },
      )
    ).claim;
  await until('the neighbour has the award', async () => (await ofNeighbour()).status === 'AWARDED');
  const confirmed = await change<{ claim: { status: string } }>(neighbour, operations.confirmAward, 'confirm', {
    claimId: claim.id,
  });
  expect(confirmed.claim.status === 'CONFIRMED', 'a confirmed claim is CONFIRMED');
  await until(
    'both ends have both signatures',
    async () => (await status(director))?.status === 'CONFIRMED' && !(await ofNeighbour()).receiptPending,
  );
  print(say.confirm(name));

  // 5. The coordinator's figures have moved; a town that is slow to answer is shown with its last word until it does.
  const moved = (rows: readonly Row[], town: string, of: 'sentMinutes' | 'receivedMinutes'): number => {
    const figure = (found: readonly Row[]): number =>
      found.find(({ municipality }) => municipality.code === town)?.[of] ?? 0;
    return figure(rows) - figure(before);
  };
  let after = before;
  await until('what one has sent and the other received shows in August', async () => {
    after = await workload();
    return moved(after, tateshina, 'sentMinutes') > 0 && moved(after, code, 'receivedMinutes') > 0;
  });
  print(`\n${say.after}`);
  for (const line of table(after, say)) print(line);
  print(`\n${say.moved(minutes, name)}`);
}

interface Lot {
  readonly id: string;
  readonly title: string;
  readonly openMinutes: number;
  readonly earliest: IsoDate;
  readonly due: IsoDate;
}

/** A lot of data entry in August that may go to other towns and of which enough is open. */
async function openLot(
  gateway: string,
  director: string,
  language: 'JA' | 'EN',
  august: string,
): Promise<Lot | undefined> {
  const { orders } = await askGraph<{
    orders: { nodes: { recommissionConsent: string; lots: (Lot & { skill: { code: string } })[] }[] };
  }>(gateway, director, language, operations.orders, {
    municipality: tateshina,
  });
  return orders.nodes
    .filter(({ recommissionConsent }) => recommissionConsent === 'ALLOWED')
    .flatMap(({ lots }) => lots)
    .find(
      ({ skill, due, earliest, openMinutes }) =>
        skill.code === 'data-entry' &&
        due.startsWith(august) &&
        earliest.startsWith(august) &&
        openMinutes >= usualMinutes,
    );
}

/** When the demo's own August is covered, another client comes. */
async function newLot(
  change: <T>(bearer: string, mutation: string, step: string, input: object) => Promise<T>,
  director: string,
  august: string,
  tell: (title: string) => void,
): Promise<Lot> {
  const title = 'アンケート票の追加入力';
  const { order } = await change<{ order: { id: string } }>(director, operations.createOrder, 'order', {
    municipality: tateshina,
    clientName: '株式会社しらびそ企画',
    title,
    recommissionConsent: 'ALLOWED',
  });
  tell(title);
  const { lot } = await change<{ lot: Lot }>(director, operations.addLot, 'lot', {
    orderId: order.id,
    title,
    skill: 'data-entry',
    minutes: 2 * usualMinutes,
    earliest: `${august}-01`,
    due: lastDayOf(august as Parameters<typeof lastDayOf>[0]),
    dataClass: 'INTERNAL',
  });
  return lot;
}

/** Two weeks from today, or three before the work is due if that is earlier. */
function claimBy(due: IsoDate): IsoDate {
  const today = dateInTokyo(Date.now() as Instant);
  const [inTwoWeeks, beforeDue] = [addDays(today, 14), addDays(due, -21)];
  return beforeDue < today ? due : inTwoWeeks < beforeDue ? inTwoWeeks : beforeDue;
}

function table(rows: readonly Row[], say: (typeof words)['JA'] | (typeof words)['EN']): string[] {
  const cells = rows.map(
    ({
      municipality,
      offeredMinutes,
      committedMinutes,
      receivedMinutes,
      sentMinutes,
      freeMinutes,
      uncoveredMinutes,
    }) => [
      municipality.name,
      ...[offeredMinutes, committedMinutes, receivedMinutes, sentMinutes, freeMinutes, uncoveredMinutes].map(say.hours),
    ],
  );
  return [say.head, ...cells].map(
    (row) => `    ${row.map((cell, index) => (index === 0 ? padEnd(cell, 18) : padStart(cell, 12))).join('')}`,
  );
}

/** Japanese characters are two columns wide. */
function width(text: string): number {
  return [...text].reduce((sum, character) => sum + (character.charCodeAt(0) > 0x2e7f ? 2 : 1), 0);
}

function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)));
}

function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - width(text))) + text;
}
