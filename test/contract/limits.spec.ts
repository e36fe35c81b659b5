import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, Kind, parse, print, specifiedRules, validate } from 'graphql';
import type { IsoDate } from '#domain/calendar/date';
import { questions } from '../../apps/gateway/src/console/questions.js';
import { mostTokens, validationRules } from '../../apps/gateway/src/limits/operation-limits.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const schema = buildSchema(read('schema.graphql'));
const notYet = JSON.parse(read('test/contract/not-yet.json')) as string[];
const contract = parse(read('test/contract/contract.graphql')).definitions.flatMap((each) =>
  each.kind === Kind.OPERATION_DEFINITION && each.name !== undefined && !notYet.includes(each.name.value)
    ? [{ name: each.name.value, text: print(each) }]
    : [],
);
const windows = questions('2027-03-20' as IsoDate).map(({ title, query }) => ({ name: title, text: query }));

describe("the gateway's limits", () => {
  it.each([...contract, ...windows])('leave room for $name', ({ text }) => {
    expect(validate(schema, parse(text, { maxTokens: mostTokens }), [...specifiedRules, ...validationRules])).toEqual(
      [],
    );
  });

  it.each([
    ['depth', `{ municipalities { ${'... { '.repeat(40)} code ${'} '.repeat(40)} } }`],
    ['aliases', `{ ${Array.from({ length: 16 }, (_, n) => `a${n}: skills { code }`).join(' ')} }`],
  ])('end at too much %s', (_, text) => {
    expect(validate(schema, parse(text), validationRules)).not.toEqual([]);
  });
});

describe('the questions of the page', () => {
  it.each([
    ['2027-03-20', '2027-08'],
    ['2027-08-31', '2027-08'],
    ['2027-09-01', '2028-08'],
  ])('on %s are about %s', (today, august) => {
    expect(questions(today as IsoDate)[0]?.variables).toMatchObject({ filter: { from: august, to: august } });
  });
});
