import type { Language } from '../refusals/catalogue.js';
import { decide, refusal, type Decision, type Refusal } from '../refusals/decision.js';

// 自立化. The request that began this project: "30 million yen a year; 30 workers who earn a million; 1,000 yen × 5 hours × 16 days". Whether
// a goal carries the body that runs the work is arithmetic, and better done before the year than after it.

/** What a town imagines. Yen are whole. */
export interface SelfSufficiencyInput {
  /** What clients pay in a year: the goal. */
  readonly revenueYen: number;
  readonly workers: number;
  readonly wageYenPerHour: number;
  readonly hoursPerDay: number;
  readonly daysPerMonth: number;
  /** What one contract brings. */
  readonly contractYen: number;
  /** What a client pays for an hour of work; null: not asked. */
  readonly priceYenPerHour: number | null;
  /** Operating margin: the part of the revenue, in per cent, that everything but wages needs; null: not asked. */
  readonly marginPercent: number | null;
}

/** The model of the request. */
export const requestedModel: SelfSufficiencyInput = {
  ...{ revenueYen: 30_000_000, workers: 30, wageYenPerHour: 1_000, hoursPerDay: 5, daysPerMonth: 16 },
  ...{ contractYen: 3_000_000, priceYenPerHour: null, marginPercent: null },
};

/** What it comes to in a year. Yen and hours are rounded to whole ones, shares are of 1. */
export interface SelfSufficiency {
  readonly input: SelfSufficiencyInput;
  /** Hours of all workers, and their wages. */
  readonly hours: number;
  readonly wagesYen: number;
  readonly yenPerWorker: number;
  /** What the goal leaves for everything but wages: directors, rent, licences, sales. Negative where it does not even pay the wages. */
  readonly leftYen: number;
  readonly leftShare: number;
  /** Contracts that the goal takes. */
  readonly contracts: number;
  /** What an hour must cost at least if all hours are sold and nothing but wages is paid. */
  readonly barePriceYen: number;
  readonly atPrice: AtPrice | null;
  readonly atMargin: AtMargin | null;
}

/** The goal, sold at a price an hour. */
export interface AtPrice {
  /** Hours that have to be sold and worked, and the part of the workers' hours that they are; above 1, too few workers. */
  readonly hours: number;
  readonly hoursShare: number;
  readonly wagesYen: number;
  readonly yenPerWorker: number;
  readonly leftYen: number;
  readonly leftShare: number;
}

/** What it takes that the margin is left when every worker works all hours. */
export interface AtMargin {
  readonly priceYenPerHour: number;
  readonly revenueYen: number;
  readonly contracts: number;
  /** Workers whom the goal itself pays in full beside the margin. */
  readonly workersPaid: number;
  /** Whether the goal leaves the margin with all hours paid. */
  readonly isReached: boolean;
}

const months = 12;

/** What a goal leaves, or every number of it that makes no sense. */
export function selfSufficiency(input: SelfSufficiencyInput): Decision<SelfSufficiency> {
  const { workers, wageYenPerHour, hoursPerDay, daysPerMonth } = input;
  return decide(refusalsOf(input), () => {
    const hours = workers * hoursPerDay * daysPerMonth * months;
    const wagesYen = hours * wageYenPerHour;
    return {
      ...{ input, hours: Math.round(hours), wagesYen: Math.round(wagesYen) },
      ...{ yenPerWorker: Math.round(wagesYen / workers), barePriceYen: Math.ceil(input.revenueYen / hours) },
      ...left(input.revenueYen, wagesYen),
      contracts: Math.ceil(input.revenueYen / input.contractYen),
      atPrice: atPrice(input, hours),
      atMargin: atMargin(input, hours),
    };
  });
}

/** What it comes to, in sentences; the first is the one that matters. */
export function saySelfSufficiency(
  { input, hours, wagesYen, yenPerWorker, leftYen, leftShare, atPrice: price, atMargin: margin }: SelfSufficiency,
  language: Language,
): string[] {
  const { workers, hoursPerDay, daysPerMonth, wageYenPerHour, revenueYen, marginPercent, contractYen } = input;
  if (language === 'JA')
    return [
      `${workers}人×1日${hoursPerDay}時間×月${daysPerMonth}日×12か月=${count(hours)}時間、時給${count(wageYenPerHour)}円で報酬は${count(wagesYen)}円(1人${count(yenPerWorker)}円)。目標${count(revenueYen)}円のうち、報酬以外のすべてに残るのは${count(leftYen)}円(${percent(leftShare)})`,
      ...(price === null
        ? []
        : [
            `1時間${count(input.priceYenPerHour ?? 0)}円なら、目標は${count(price.hours)}時間で届き、ワーカーの時間の${percent(price.hoursShare)}。1人の報酬は${count(price.yenPerWorker)}円、残るのは${count(price.leftYen)}円(${percent(price.leftShare)})`,
          ]),
      ...(margin === null
        ? []
        : [
            `全員がすべての時間働き、${marginPercent}%を残すには、1時間${count(margin.priceYenPerHour)}円、年${count(margin.revenueYen)}円(${count(contractYen)}円の契約が${margin.contracts}件)が必要。目標の金額では${margin.workersPaid}人分`,
          ]),
    ];
  return [
    `${workers} workers × ${hoursPerDay} h × ${daysPerMonth} days × 12 months are ${count(hours)} h; at ${count(wageYenPerHour)} yen an hour wages are ${count(wagesYen)} yen (${count(yenPerWorker)} each). Of the goal of ${count(revenueYen)} yen, ${count(leftYen)} yen (${percent(leftShare)}) are left for everything else`,
    ...(price === null
      ? []
      : [
          `At ${count(input.priceYenPerHour ?? 0)} yen an hour the goal is reached with ${count(price.hours)} h, ${percent(price.hoursShare)} of the workers' hours; each earns ${count(price.yenPerWorker)} yen, and ${count(price.leftYen)} yen (${percent(price.leftShare)}) are left`,
        ]),
    ...(margin === null
      ? []
      : [
          `To leave ${marginPercent} % with everyone working all hours, an hour must cost ${count(margin.priceYenPerHour)} yen and a year bring ${count(margin.revenueYen)} yen (${margin.contracts} contracts of ${count(contractYen)} yen); the goal pays ${margin.workersPaid} workers in full`,
        ]),
  ];
}

function atPrice(
  { revenueYen, workers, wageYenPerHour, priceYenPerHour }: SelfSufficiencyInput,
  offered: number,
): AtPrice | null {
  if (priceYenPerHour === null) return null;
  const hours = revenueYen / priceYenPerHour;
  // Hours that nobody has are not worked; the wages are those of the goal all the same.
  const wagesYen = hours * wageYenPerHour;
  return {
    ...{ hours: Math.round(hours), hoursShare: hours / offered, wagesYen: Math.round(wagesYen) },
    yenPerWorker: Math.round(wagesYen / workers),
    ...left(revenueYen, wagesYen),
  };
}

function atMargin(
  { revenueYen, workers, wageYenPerHour, contractYen, marginPercent }: SelfSufficiencyInput,
  hours: number,
): AtMargin | null {
  if (marginPercent === null) return null;
  const wagesShare = (100 - marginPercent) / 100;
  const needed = (hours * wageYenPerHour) / wagesShare;
  return {
    ...{ priceYenPerHour: Math.ceil(wageYenPerHour / wagesShare), revenueYen: Math.ceil(needed) },
    contracts: Math.ceil(needed / contractYen),
    workersPaid: Math.min(workers, Math.floor((revenueYen / needed) * workers)),
    isReached: revenueYen >= needed,
  };
}

function left(revenueYen: number, wagesYen: number): { readonly leftYen: number; readonly leftShare: number } {
  return { leftYen: Math.round(revenueYen - wagesYen), leftShare: (revenueYen - wagesYen) / revenueYen };
}

function refusalsOf(input: SelfSufficiencyInput): Refusal[] {
  const within = (field: keyof SelfSufficiencyInput, atLeast: number, atMost: number, whole = true): Refusal[] => {
    const given = input[field];
    if (given === null || (given >= atLeast && given <= atMost && (!whole || Number.isInteger(given)))) return [];
    return [refusal('PLAN_NUMBER_OUT_OF_RANGE', { field, given, atLeast, atMost })];
  };
  return [
    ...within('revenueYen', 1, 1_000_000_000_000),
    ...within('workers', 1, 1_000_000),
    ...within('wageYenPerHour', 1, 100_000),
    ...within('hoursPerDay', 0.25, 24, false),
    ...within('daysPerMonth', 1, 31),
    ...within('contractYen', 1, 1_000_000_000_000),
    ...within('priceYenPerHour', 1, 1_000_000),
    ...within('marginPercent', 0, 99),
  ];
}

function count(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ',');
}

function percent(share: number): string {
  return `${Math.round(share * 1_000) / 10}%`;
}
