import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { revealedBy, type Sum } from '#testkit/linear-attack';
import { inverse, minus, prime, times } from './modular.js';
import { auditMonth, type ToldRow, type Unknown } from './month-audit.js';

const sum = (...plus: number[]): ToldRow => ({ plus, minus: [] });
const people = (count: number, offers = (_worker: number): boolean => true): Unknown[] =>
  Array.from({ length: count }, (_, worker) => ({ worker, offers: offers(worker) }));

describe('arithmetic modulo the prime', () => {
  it('agrees with big integers, also where a double would round', () => {
    const residue = fc.oneof(fc.integer({ min: 0, max: prime - 1 }), fc.integer({ min: prime - 9, max: prime - 1 }));
    fc.assert(
      fc.property(residue, residue, (a, b) => {
        expect(times(a, b)).toBe(Number((BigInt(a) * BigInt(b)) % BigInt(prime)));
        expect(minus(a, b)).toBe((a - b + prime) % prime);
        if (a !== 0) expect(times(a, inverse(a))).toBe(1);
      }),
    );
  });
});

describe('sums of one month', () => {
  it.each<[string, Unknown[], ToldRow[], ToldRow[], string[]]>([
    ['too few', people(3), [], [sum(0, 1)], ['reveals too few']],
    ['enough', people(3), [], [sum(0, 1, 2)], ['can be told']],
    ['the same again', people(3), [sum(0, 1, 2)], [sum(0, 1, 2)], ['tells nothing new']],
    ['nested but for one', people(4), [sum(0, 1, 2)], [sum(0, 1, 2, 3)], ['reveals too few']],
    ['nested but for three', people(6), [sum(0, 1, 2)], [sum(0, 1, 2, 3, 4, 5)], ['can be told']],
    [
      'a total and its parts but one',
      people(8),
      [],
      [sum(0, 1, 2, 3, 4, 5, 6, 7), sum(0, 1, 2), sum(3, 4, 5)],
      ['can be told', 'can be told', 'reveals too few'],
    ],
    [
      'three sums of which two and half the third speak of one',
      people(7),
      [sum(0, 1, 2, 3, 4, 5, 6), sum(0, 1, 2)],
      [sum(3, 4, 5)],
      ['reveals too few'],
    ],
    [
      'the rest are away',
      people(6, (worker) => worker < 4),
      [sum(0, 1, 2)],
      [sum(0, 1, 2, 3, 4, 5)],
      ['reveals too few'],
    ],
    [
      'all the rest are away',
      people(6, (worker) => worker < 3),
      [sum(0, 1, 2)],
      [sum(0, 1, 2, 3, 4, 5)],
      ['can be told'],
    ],
    [
      'one is away, which would show',
      people(4, (worker) => worker < 3),
      [sum(0, 1, 2)],
      [sum(0, 1, 2, 3)],
      ['reveals too few'],
    ],
  ])('%s', (_name, unknowns, told, wanted, effects) => {
    expect(auditMonth({ unknowns, told, wanted, fewestWorkers: 3 })).toEqual(effects);
  });

  it('one person changed twice is one person', () => {
    const unknowns = [0, 0, 0, 1, 2].map((worker) => ({ worker, offers: true }));
    const told = [sum(0, 3, 4)];
    expect(auditMonth({ unknowns, told, wanted: [{ plus: [1], minus: [0] }], fewestWorkers: 3 })).toEqual([
      'reveals too few',
    ]);
  });
});

describe('the audit', () => {
  // Up to seven people, each with one or two unknowns, and random sums.
  const months = fc.record({
    owners: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 3, maxLength: 10 }),
    sums: fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 8 }), {
      minLength: 1,
      maxLength: 8,
    }),
    fewest: fc.integer({ min: 2, max: 5 }),
  });

  it('refuses exactly what the null space finds, for every threshold', () => {
    fc.assert(
      fc.property(months, ({ owners, sums, fewest }) => {
        const unknowns = owners.map((worker) => ({ worker, offers: true }));
        const wanted = sums
          .map((positions) => [...new Set(positions)].filter((position) => position < owners.length))
          .filter((positions) => positions.length > 0)
          .map((plus) => ({ plus, minus: [] }));
        const effects = auditMonth({ unknowns, told: [], wanted, fewestWorkers: fewest });
        const published: Sum[] = [];
        wanted.forEach(({ plus }, index) => {
          const next = { unknowns: plus.map((each) => ({ name: `${each}`, owner: `${owners[each]}` })) };
          const revealed = revealedBy([...published, next], fewest) !== undefined;
          expect(effects[index] === 'reveals too few').toBe(revealed);
          if (!revealed) published.push(next);
        });
      }),
      { numRuns: 2_000 },
    );
  });
});
