import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compare, inOrder, mirrored, pairsOf, stoodStill, unheardOf, wholeOnes, within } from './compare.js';
import type { HeldProcess } from './compare.js';

// Goal: a word under way is never called a difference, what was lost is said again until both ends are alike, and a real difference is
// always named. Method: two ends that know nothing but how many words of each they have; what an end holds follows from these.

const never = (): boolean => false;
const count = fc.nat({ max: 6 });

/** Words of the one and of the other that each end knows. */
interface World {
  readonly one: { readonly said: number; readonly heard: number };
  readonly other: { readonly said: number; readonly heard: number };
}

const held = (said: number, heard: number, hash: string): HeldProcess => ({
  ...{ id: 'p', kind: 'claim', state: said + heard === 0 ? 'NONE' : `after ${said + heard}`, hash, said, heard },
});
const endsOf = ({ one, other }: World): readonly [HeldProcess, HeldProcess] => [
  held(one.said, one.heard, `${one.said} ${one.heard}`),
  held(other.said, other.heard, `${other.heard} ${other.said}`),
];
/** Each end has heard no more than the other has said. */
const honest = fc
  .record({ a: count, b: count, heardA: count, heardB: count })
  .map(({ a, b, heardA, heardB }): World => ({
    one: { said: a, heard: Math.min(heardB, b) },
    other: { said: b, heard: Math.min(heardA, a) },
  }));

describe('both ends of a process', () => {
  it('are alike when each has heard all, and else a word is under way; never is that a difference', () => {
    fc.assert(
      fc.property(honest, (world) => {
        const [here, there] = endsOf(world);
        const isSilent = here.said === there.heard && there.said === here.heard;
        expect(compare(here, there, never).outcome).toBe(isSilent ? 'ALIKE' : 'UNDER_WAY');
      }),
    );
  });

  it('see each the same, seen from the other side', () => {
    const any = fc
      .record({ said: count, heard: count, hash: fc.constantFrom('x', 'y') })
      .map(({ said, heard, hash }) => held(said, heard, hash));
    const swapped: Readonly<Record<string, string>> = {
      FORGOTTEN_HERE: 'FORGOTTEN_THERE',
      FORGOTTEN_THERE: 'FORGOTTEN_HERE',
    };
    fc.assert(
      fc.property(any, any, (one, other) => {
        const [here, there] = [compare(one, other, never), compare(other, one, never)];
        expect(there.outcome).toBe(here.outcome);
        if (here.outcome === 'UNDER_WAY' && there.outcome === 'UNDER_WAY')
          expect([there.askAfter, there.sayAfter]).toEqual([here.sayAfter, here.askAfter]);
        // Both may have forgotten; each names its own first.
        if (here.outcome === 'DRIFT' && there.outcome === 'DRIFT' && one.said < other.heard !== other.said < one.heard)
          expect(there.drift).toBe(swapped[here.drift] ?? here.drift);
      }),
    );
  });

  it('become alike when what one has lost is said again', () => {
    fc.assert(
      fc.property(honest, (world) => {
        let { one, other } = world;
        for (let round = 0; round < 3; round++) {
          const [here, there] = endsOf({ one, other });
          const comparison = compare(here, there, never);
          if (comparison.outcome !== 'UNDER_WAY') break;
          const { sayAfter, askAfter } = comparison;
          if (sayAfter !== undefined) other = { ...other, heard: sayAfter + (one.said - sayAfter) };
          if (askAfter !== undefined) one = { ...one, heard: askAfter + (other.said - askAfter) };
        }
        const [here, there] = endsOf({ one, other });
        expect(compare(here, there, never)).toEqual({ outcome: 'ALIKE' });
      }),
    );
  });

  it.each([
    ['other content', { hash: 'other' }, { outcome: 'DRIFT', drift: 'DIFFERENT' }],
    ['another state', { state: 'LAPSED' }, { outcome: 'DRIFT', drift: 'DIFFERENT' }],
    ['another kind of process', { kind: 'loan' }, { outcome: 'DRIFT', drift: 'DIFFERENT' }],
    ['nothing', { kind: '', state: 'NONE', hash: '' }, { outcome: 'DRIFT', drift: 'DIFFERENT' }],
    ['more heard than was said', { heard: 3 }, { outcome: 'DRIFT', drift: 'FORGOTTEN_HERE' }],
    ['less said than was heard', { said: 0 }, { outcome: 'DRIFT', drift: 'FORGOTTEN_THERE' }],
    ['one word less heard', { heard: 1, hash: 'other' }, { outcome: 'UNDER_WAY', sayAfter: 1 }],
    ['one word more said', { said: 2, hash: 'other' }, { outcome: 'UNDER_WAY', askAfter: 1 }],
    ['the same', {}, { outcome: 'ALIKE' }],
  ] as const)('with %s at the other end', (_name, there, expected) => {
    const here = held(2, 1, 'same');
    expect(compare(here, { ...mirrored(here), ...there }, never)).toEqual(expected);
  });

  it('may differ in their states where the kind allows it, and not in what the same state holds', () => {
    const mayDiffer = (kind: string, here: string, there: string): boolean =>
      kind === 'claim' && here === 'SUBMITTED' && there === 'LAPSED';
    const here = { ...held(1, 1, 'x'), state: 'SUBMITTED' };
    const there = { ...mirrored(here), hash: 'y' };
    expect(compare(here, { ...there, state: 'LAPSED' }, mayDiffer).outcome).toBe('ALIKE');
    expect(compare(here, there, mayDiffer).outcome).toBe('DRIFT');
    expect(compare({ ...here, kind: 'loan' }, { ...there, kind: 'loan', state: 'LAPSED' }, mayDiffer).outcome).toBe(
      'DRIFT',
    );
  });

  it('have stood still only when nothing about them has moved', () => {
    const here = held(2, 1, 'x');
    expect(stoodStill(here, { ...here })).toBe(true);
    for (const change of [{ said: 3 }, { heard: 2 }, { hash: 'y' }, { state: 'LAPSED' }])
      expect(stoodStill(here, { ...here, ...change })).toBe(false);
    expect(stoodStill(unheardOf('p'), unheardOf('p'))).toBe(true);
  });

  it('stand beside each other kind by kind, and what only one of them holds beside nothing', () => {
    const claim = held(2, 1, 'x');
    const work = { ...claim, kind: 'work', hash: 'y' };
    const nothing = (said: number, heard: number): HeldProcess => ({ ...unheardOf('p'), said, heard });
    expect(pairsOf('p', [claim, work], [mirrored(claim)])).toEqual([
      { here: claim, there: mirrored(claim) },
      { here: work, there: nothing(1, 2) },
    ]);
    // Where one keeps the messages and nothing else, and where it keeps not even those.
    expect(pairsOf('p', [claim], [nothing(1, 2)])).toEqual([{ here: claim, there: nothing(1, 2) }]);
    expect(pairsOf('p', [], [claim, work])).toEqual([
      { here: nothing(0, 0), there: claim },
      { here: nothing(0, 0), there: work },
    ]);
    expect(pairsOf('p', [nothing(1, 0)], [])).toEqual([{ here: nothing(1, 0), there: nothing(0, 0) }]);
  });

  it('fall into stretches without overlap or gap', () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(ids, fc.integer({ min: 1, max: 5 }), (names, size) => {
        // Of each process up to three kinds, which no stretch may part.
        const all = inOrder(
          names.flatMap((id, index) =>
            ['work', 'claim', 'amendment'].slice(index % 3).map((kind) => ({ ...unheardOf(id), kind })),
          ),
        );
        const seen: string[] = [];
        for (let after = ''; ;) {
          const rest = all.filter(within({ after, upTo: null }));
          const page = wholeOnes(rest, size + 2);
          const upTo = page.length < rest.length ? (page.at(-1)?.id ?? null) : null;
          expect(all.filter(within({ after, upTo }))).toEqual(page);
          expect(page.length).toBeLessThanOrEqual(size + 2);
          seen.push(...page.map(({ id, kind }) => `${id} ${kind}`));
          if (upTo === null) break;
          after = upTo;
        }
        expect(seen).toEqual(all.map(({ id, kind }) => `${id} ${kind}`));
      }),
    );
  });
});
