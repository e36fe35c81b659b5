import { isDeepStrictEqual } from 'node:util';
import { addDays, dateInTokyo, type Instant } from '#domain/calendar/date';
import { monthOfDate } from '#domain/calendar/month';
import { GraphRefused } from './graph-client.js';
import * as operations from './operations.js';
import { directorOf, expect, StoryBroken, until, type StoryDirector, type StorySettings } from './telling.js';
import { words } from './words.js';

const [tateshina, shiojiri] = ['203246', '202151'];
const yenPerHour = 1_150;
/** A few hours each way, so that the story can be told many times. */
const [there, back, rework] = [10 * 60, 4 * 60, 2 * 60];

interface Town {
  readonly code: string;
  readonly name: string;
}
interface Settlement {
  readonly status: string;
  readonly lines: readonly {
    readonly kind: string;
    readonly claimId: string;
    readonly minutes: number;
    readonly priceYen: number;
  }[];
  readonly invoices: readonly {
    readonly seller: Town;
    readonly buyer: Town;
    readonly rates: readonly { readonly netYen: number; readonly taxYen: number }[];
    readonly totalYen: number;
  }[];
  readonly payment: { readonly from: Town; readonly to: Town; readonly yen: number };
}

/**
 * Plays the story of work that is delivered, inspected, done again for pay and settled: two neighbours work for each other, and the
 * statement of the month nets what they owe.
 * @throws StoryBroken when the system does not do what the story says; GraphRefused when it says no.
 */
export async function tellSettlement(settings: StorySettings): Promise<void> {
  const { language, print } = settings;
  const say = words[language].settlement;
  const month = monthOfDate(today());
  const [us, them] = [await directorOf(tateshina, settings), await directorOf(shiojiri, settings)];
  const names = language === 'JA' ? { us: '立科町', them: '塩尻市' } : { us: 'Tateshina', them: 'Shiojiri' };
  print(`\n${say.title(month)}\n`);

  // 1. Shiojiri works for Tateshina. The specification was wrong, and doing it again is paid on top.
  const titleThere = '紅葉アンケートの急ぎの入力';
  const claimId = await inForce(us, them, { title: titleThere, client: '株式会社白樺ツーリスト', minutes: there });
  print(say.inForce(titleThere, names.us, names.them, there, priceOf(there)));
  await them.change(operations.startWork, { claimId });
  await seen(us, claimId, 'PERFORMING');
  await them.change(operations.deliverWork, { claimId, minutes: there });
  print(say.deliver(names.them, there));
  await seen(us, claimId, 'DELIVERED');
  const reason = '入力様式が古いままでした';
  await us.change(operations.rejectDelivery, { claimId, number: 1, reason, cause: 'SPECIFICATION' });
  print(say.reject(names.us, reason));
  await seen(them, claimId, 'PERFORMING');
  await them.change(operations.deliverWork, { claimId, minutes: there, reworkMinutes: rework });
  print(say.redeliver(names.them, rework));
  await seen(us, claimId, 'DELIVERED');
  await us.change(operations.acceptDelivery, { claimId, number: 2, minutes: there });
  await seen(them, claimId, 'INSPECTED');
  print(say.accept(names.us));

  // 2. And Tateshina for Shiojiri.
  const titleBack = '収穫記録の入力';
  const backId = await inForce(them, us, { title: titleBack, client: '塩尻葡萄酒組合', minutes: back });
  print(say.inForce(titleBack, names.them, names.us, back, priceOf(back)));
  await us.change(operations.startWork, { claimId: backId });
  await seen(them, backId, 'PERFORMING');
  await us.change(operations.deliverWork, { claimId: backId, minutes: back });
  print(say.deliver(names.us, back));
  await seen(them, backId, 'DELIVERED');
  await them.change(operations.acceptDelivery, { claimId: backId, number: 1, minutes: back });
  await seen(us, backId, 'INSPECTED');
  print(say.accept(names.them));

  // 3. Each town reckons the month alone, and comes to the same: gross both ways, paid net.
  const shownBy = async ({ code, ask }: StoryDirector): Promise<Settlement | undefined> => {
    const peer = code === tateshina ? shiojiri : tateshina;
    const asked = { municipality: code, month, peer, language };
    return (await ask<{ settlements: Settlement[] }>(operations.settlements, asked)).settlements[0];
  };
  let settlement: Settlement | undefined;
  await until('both towns come to the same statement', async () => {
    settlement = await shownBy(us);
    return settlement !== undefined && isDeepStrictEqual(settlement, await shownBy(them));
  });
  if (settlement === undefined) throw new StoryBroken('The story says: there is a statement. There is none.');
  const { status, lines, invoices, payment } = settlement;
  expect(status === 'ACCRUING', 'the settlement of a month that is not over is ACCRUING');
  const ours = lines.filter((line) => line.claimId === claimId || line.claimId === backId);
  const told = (parts: readonly { kind: string; minutes: number; priceYen: number }[]): string =>
    parts
      .map(({ kind, minutes, priceYen }) => `${kind} ${minutes} min ${priceYen} yen`)
      .sort()
      .join(', ');
  const line = (kind: string, minutes: number): (typeof lines)[number] => ({
    ...{ kind, minutes, priceYen: priceOf(minutes), claimId: '' },
  });
  expect(
    told(ours) === told([line('WORK', there), line('REWORK', rework), line('WORK', back)]),
    `the statement holds what was accepted and the paid rework, at the awarded price, and it holds ${told(ours)}`,
  );
  const owedTo = (code: string | undefined): number =>
    invoices.find(({ seller }) => seller.code === code)?.totalYen ?? 0;
  const net = owedTo(shiojiri) - owedTo(tateshina);
  expect(
    payment.yen === Math.abs(net) && (net === 0 || payment.to.code === (net > 0 ? shiojiri : tateshina)),
    'what is paid is what one invoice is more than the other',
  );
  print(say.statement);
  for (const { seller, buyer, rates, totalYen } of invoices) {
    const sum = (of: 'netYen' | 'taxYen'): number => rates.reduce((yen, rate) => yen + rate[of], 0);
    expect(sum('netYen') + sum('taxYen') === totalYen, 'an invoice adds up');
    print(say.invoice(seller.name, buyer.name, sum('netYen'), sum('taxYen'), totalYen));
  }
  print(say.payment(payment.from.name, payment.to.name, payment.yen));

  // 4. The town with the lower code states it, once the month is over.
  const refusal = await them
    .change(operations.stateSettlement, { municipality: shiojiri, peer: tateshina, month })
    .then(
      () => undefined,
      (fault: unknown) => {
        if (fault instanceof GraphRefused) return fault;
        throw fault;
      },
    );
  expect(refusal?.code === 'PERIOD_NOT_OVER', 'a month is not stated before it is over');
  print(say.notYet);
  print(say.refused(refusal?.message ?? ''));
}

interface Work {
  readonly title: string;
  readonly client: string;
  readonly minutes: number;
}

/** Work of a new order that may begin today, awarded to the other town with both signatures; the claim's id. */
async function inForce(
  publisher: StoryDirector,
  claimant: StoryDirector,
  { title, client, minutes }: Work,
): Promise<string> {
  const { order } = await publisher.change<{ order: { id: string } }>(operations.createOrder, {
    ...{ municipality: publisher.code, clientName: client, title, recommissionConsent: 'ALLOWED' },
  });
  const { lot } = await publisher.change<{ lot: { id: string } }>(operations.addLot, {
    ...{ orderId: order.id, title, skill: 'data-entry', minutes, dataClass: 'INTERNAL' },
    ...{ earliest: today(), due: addDays(today(), 60) },
  });
  const { surplusOrder } = await publisher.change<{ surplusOrder: { id: string } }>(operations.publishSurplusOrder, {
    ...{ lotId: lot.id, minutes, priceYen: priceOf(minutes), claimBy: addDays(today(), 14) },
    ...{ minSliceMinutes: minutes, addressees: [claimant.code] },
  });
  const surplusOrderId = surplusOrder.id;
  await until('the neighbour has heard of the surplus order', async () => {
    const { surplusOrders } = await claimant.ask<{ surplusOrders: { nodes: { id: string }[] } }>(
      operations.surplusOrders,
      { filter: { municipalities: [publisher.code] } },
    );
    return surplusOrders.nodes.some(({ id }) => id === surplusOrderId);
  });
  const { claim } = await claimant.change<{ claim: { id: string } }>(operations.claimSurplusOrder, {
    ...{ surplusOrderId, municipality: claimant.code, minutes },
  });
  await seen(publisher, claim.id, 'SUBMITTED');
  await publisher.change(operations.awardClaim, { claimId: claim.id, minutes });
  await seen(claimant, claim.id, 'AWARDED');
  await claimant.change(operations.confirmAward, { claimId: claim.id });
  await until('both ends have both signatures', async () => {
    const [here, other] = [await claimSeenBy(claimant, claim.id), await claimSeenBy(publisher, claim.id)];
    return here?.status === 'CONFIRMED' && !here.receiptPending && other?.status === 'CONFIRMED';
  });
  return claim.id;
}

type Claim = { readonly status: string; readonly receiptPending: boolean } | null;

async function claimSeenBy(director: StoryDirector, id: string): Promise<Claim> {
  return (await director.ask<{ claim: Claim }>(operations.claim, { id })).claim;
}

/** Waits for a word of the other town's: until a director sees a claim in a state. */
function seen(director: StoryDirector, id: string, status: string): Promise<void> {
  return until(
    `${director.code} sees the claim ${status}`,
    async () => (await claimSeenBy(director, id))?.status === status,
  );
}

function priceOf(minutes: number): number {
  return (minutes / 60) * yenPerHour;
}

function today(): ReturnType<typeof dateInTokyo> {
  return dateInTokyo(Date.now() as Instant);
}
