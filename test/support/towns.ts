import { freshKey, type Person, type Tree } from './federation.js';

/** Dates that lie ahead whenever the tests run: a whole month that begins in about half a year. */
export function monthAhead(): {
  readonly month: string;
  readonly first: string;
  readonly last: string;
  readonly window: { readonly from: string; readonly to: string };
} {
  const now = new Date();
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 6, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0));
  return {
    month: iso(first).slice(0, 7),
    first: iso(first),
    last: iso(last),
    window: { from: isoWeek(first), to: isoWeek(last) },
  };
}

export function daysFromNow(days: number): string {
  return iso(new Date(Date.now() + days * 86_400_000));
}

/** Three workers who do nothing but data entry, each with the given minutes in every week. */
export async function threeWorkers(
  director: Person,
  municipality: string,
  weeklyMinutes: number,
  skill = 'data-entry',
): Promise<string[]> {
  const ids: string[] = [];
  for (const displayName of ['試験 一郎', '試験 二郎', '試験 三郎']) {
    const { worker } = await director.does('RegisterWorker', {
      municipality,
      displayName,
      skills: [{ code: skill, level: 2 }],
      weeklyMinutes,
    });
    ids.push(String(worker?.['id']));
  }
  return ids;
}

/** A lot, unless told otherwise of data entry in {@link monthAhead} that may go to other towns. */
export async function newLot(
  director: Person,
  municipality: string,
  minutes: number,
  details: { consent?: string; dataClass?: string; skill?: string; earliest?: string; due?: string } = {},
): Promise<string> {
  const { order } = await director.does('CreateOrder', {
    municipality,
    clientName: '株式会社テスト商事',
    title: '台帳の電子化',
    recommissionConsent: details.consent ?? 'ALLOWED',
  });
  const { first, last } = monthAhead();
  const { lot } = await director.does('AddLot', {
    orderId: String(order?.['id']),
    title: '台帳の入力',
    skill: details.skill ?? 'data-entry',
    minutes,
    earliest: details.earliest ?? first,
    due: details.due ?? last,
    dataClass: details.dataClass ?? 'INTERNAL',
  });
  return String(lot?.['id']);
}

/** Publishes minutes of a new lot to everyone; the surplus order. */
export async function publish(
  director: Person,
  municipality: string,
  minutes: number,
  details: { minSliceMinutes?: number; claimBy?: string } = {},
): Promise<Tree> {
  const lotId = await newLot(director, municipality, minutes);
  const { surplusOrder } = await director.does('PublishSurplusOrder', {
    lotId,
    minutes,
    claimBy: details.claimBy ?? daysFromNow(14),
    priceYen: 100_000,
    minSliceMinutes: details.minSliceMinutes ?? 60,
    addressees: null,
    idempotencyKey: freshKey(),
  });
  if (surplusOrder === undefined) throw new Error('nothing was published');
  return surplusOrder;
}

function iso(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** ISO 8601, written independently of the product. */
export function isoWeek(date: Date): string {
  const thursday = new Date(date);
  thursday.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  const yearStart = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = Math.ceil(((thursday.getTime() - yearStart) / 86_400_000 + 1) / 7);
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}
