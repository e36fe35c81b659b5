import {
  requestedModel,
  saySelfSufficiency,
  selfSufficiency,
  type SelfSufficiencyInput,
} from '#domain/planning/self-sufficiency';
import type { Language } from '#domain/refusals/catalogue';
import { sentenceOf } from '#domain/refusals/sentence';

/** What each option sets. */
const options: Readonly<Record<string, keyof SelfSufficiencyInput>> = {
  ...{ revenue: 'revenueYen', workers: 'workers', wage: 'wageYenPerHour', hours: 'hoursPerDay', days: 'daysPerMonth' },
  ...{ contract: 'contractYen', price: 'priceYenPerHour', margin: 'marginPercent' },
};

export const selfSufficiencyUsage = `npm run plan -- --self-sufficiency ${Object.keys(options)
  .map((name) => `[--${name} N]`)
  .join(' ')}`;

/** Whether the goal of the request, or another, leaves anything beside wages. */
export function tellSelfSufficiency(option: (name: string) => string | undefined, language: Language): number {
  const given = Object.entries(options).flatMap(([name, field]) => {
    const value = option(name);
    return value === undefined ? [] : [[field, Number(value)] as const];
  });
  const imagined = selfSufficiency({ ...requestedModel, ...Object.fromEntries(given) });
  if (!imagined.ok) {
    for (const each of imagined.refusals) console.error(`${each.field ?? ''}: ${sentenceOf(each, language)}`);
    return 1;
  }
  for (const sentence of saySelfSufficiency(imagined.value, language)) console.log(sentence);
  return 0;
}
