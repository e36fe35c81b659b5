import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { real, TwoEnds, type Place, type Step, type Tables } from '#testkit/loan-towns';
import { borrower, hashOf, lender } from '#testkit/loan-walk';
import { mondayOf } from '../calendar/week.js';
import { compare } from '../reconciliation/compare.js';
import type { None } from '../trade/machine.js';
import { borrowedShift } from './borrower.js';
import { statementOfDeal } from './deal.js';
import { extensionMayDiffer, loanMayDiffer } from './held.js';
import { lentShift } from './lender.js';
import type { LoanAtBorrower, LoanAtLender } from './loan-state.js';
import { sameStatement } from './statement.js';

// Goal: whatever two towns do, in whatever order their messages come, and however wrong their clocks are: nothing is in force without both
// signatures over one hash (I-4), minutes move only by what is in force, and once all has arrived both ends tell the same.
// Method: the real reducers under any sequence of commands, clocks and deliveries. The post between them loses, doubles and reorders what
// is under way as it likes; as the real one does, each end takes every message of the other once and in order.

const steps = fc.array(
  fc.oneof(
    fc.record({
      ...{ do: fc.constant('command' as const), at: fc.constant('borrower' as const), number: fc.nat(60) },
      which: fc.constantFrom(
        ...[
          'agree',
          'cancel',
          'propose',
          'log',
          'return',
          'confirm-statement',
          'accept-extension',
          'decline-extension',
        ],
      ),
    }),
    fc.record({
      ...{ do: fc.constant('command' as const), at: fc.constant('lender' as const), number: fc.nat(60) },
      which: fc.constantFrom(
        ...[
          'offer',
          'decline',
          'cancel',
          'recall',
          'accept-extension',
          'decline-extension',
          'offer-extension',
          'state',
        ],
      ),
    }),
    fc.record({ do: fc.constant('forge' as const), to: fc.constantFrom<Place>('borrower', 'lender') }),
    fc.record({ do: fc.constant('time' as const), at: fc.constantFrom<Place>('borrower', 'lender') }),
    fc.record({
      ...{ do: fc.constant('deliver' as const), to: fc.constantFrom<Place>('borrower', 'lender') },
      which: fc.constantFrom(0, 0, 0, -1, 1, 2),
    }),
    // Mostly hours, sometimes weeks, so that all of a loan's life is reached.
    fc.record({ do: fc.constant('pass' as const), hours: fc.constantFrom(1, 6, 24, 24, 72, 24 * 7, 24 * 14) }),
  ),
  { minLength: 10, maxLength: 60 },
);
/** Most lives begin well, or hardly any would come to an agreement. */
const deliver = (to: Place): Step => ({ do: 'deliver', to, which: 0 });
const command = (at: Place, which: string): Step => ({ do: 'command', at, which, number: 4 });
const agreed = [deliver('lender'), command('lender', 'offer'), deliver('borrower'), command('borrower', 'agree')];
const begun: Step[] = [
  ...agreed,
  ...[deliver('lender'), deliver('borrower')],
  { do: 'pass', hours: 24 * 24 },
  { do: 'time', at: 'borrower' },
  { do: 'time', at: 'lender' },
];
const stated = [
  ...[...begun, command('borrower', 'log'), command('borrower', 'return'), deliver('lender'), deliver('lender')],
  ...[command('lender', 'state'), deliver('borrower')],
];
/** Said before the end, and heard after the other town's clock has ended the loan. */
const endsUnheard: Step[] = [
  { do: 'pass', hours: 24 * 30 },
  { do: 'time', at: 'borrower' },
];
const recalled: Step[] = [...begun, { do: 'command', at: 'lender', which: 'recall', number: 20 }, ...endsUnheard];
const extended = [
  ...[...begun, command('borrower', 'propose'), deliver('lender'), command('lender', 'accept-extension')],
  ...endsUnheard,
];
/** The same by the lender's offer, and by the borrower's second try after a no. */
const offeredLonger = [
  ...[...begun, command('lender', 'offer-extension'), deliver('borrower'), command('borrower', 'accept-extension')],
  ...[deliver('lender'), ...endsUnheard],
];
const askedAgain = [
  ...[...begun, command('borrower', 'propose'), deliver('lender'), command('lender', 'decline-extension')],
  ...[command('borrower', 'propose'), deliver('lender'), command('lender', 'accept-extension')],
];
/** Each proposes other terms, and nobody answers until it is over. */
const bothOpen: Step[] = [
  ...[...begun, command('borrower', 'propose'), deliver('lender')],
  { do: 'command', at: 'lender', which: 'offer-extension', number: 9 },
  ...[deliver('borrower'), ...endsUnheard],
];
const openings = fc.constantFrom<Step[]>(
  ...[[], [deliver('lender')], agreed, begun, begun, stated, recalled, extended, offeredLonger, askedAgain, bothOpen],
);

/** Every agreement that counts in a state has both signatures over the hash of its very terms, each going on from the one before. */
function isSignedByBoth(loan: LoanAtBorrower | LoanAtLender | None): void {
  if (!('agreements' in loan)) return;
  for (const [index, { terms, termsHash, lenderSignature, borrowerSignature }] of loan.agreements.entries()) {
    expect(hashOf(terms)).toBe(termsHash);
    expect([lenderSignature, borrowerSignature]).toEqual([`${lender} ${termsHash}`, `${borrower} ${termsHash}`]);
    expect(terms.follows).toBe(loan.agreements[index - 1]?.termsHash ?? null);
  }
}

const minutesOf = (weeks: readonly { readonly minutes: number }[]): number =>
  weeks.reduce((sum, { minutes }) => sum + minutes, 0);

const story = (loan: LoanAtBorrower | LoanAtLender | None): object => ({
  status: loan.status,
  ...('reason' in loan ? { reason: loan.reason } : {}),
  ...('agreements' in loan ? { agreements: loan.agreements, log: loan.log, lastDay: loan.lastDay } : {}),
});

const reached = new Map<string, number>();
const compared = new Set<string>();

/** The comparison of both ends finds no difference that no word under way explains (I-14). */
function comparesClean(towns: TwoEnds): void {
  for (const { here, there } of towns.ends()) {
    const comparison = compare(here, there, (kind, one, other) =>
      kind === 'extension' ? extensionMayDiffer(one, other) : loanMayDiffer(one, other),
    );
    expect({ here, there, comparison }).not.toMatchObject({ comparison: { outcome: 'DRIFT' } });
    const kind = here.kind === 'extension' || there.kind === 'extension' ? 'extension ' : '';
    compared.add(`${kind}${comparison.outcome} ${here.state} ${there.state}`);
  }
}

/** One life of a loan, from beginning to end, by these tables. */
const lives = (tables: Tables): fc.IPropertyWithHooks<[Step[], Step[], number]> =>
  fc.property(openings, steps, fc.constantFrom(-5, 0, 5), (opening, rest, skew) => {
    const towns = new TwoEnds(skew, tables);
    for (const step of [...opening, ...rest]) {
      const { borrower: before, lender: beforeThere } = towns;
      towns.play(step);
      comparesClean(towns);
      if (towns.lender !== beforeThere) isSignedByBoth(towns.lender);
      if (towns.borrower === before) continue;
      isSignedByBoth(towns.borrower);
      // Nobody leads here whom the lender has not let go by a signature of its own.
      if (borrowedShift(towns.borrower).weeks.length > 0) expect(towns.lender).toHaveProperty('directorId');
    }
    towns.settle();
    comparesClean(towns);
    const [here, there] = [towns.borrower, towns.lender];
    expect(JSON.parse(JSON.stringify(story(there)))).toEqual(JSON.parse(JSON.stringify(story(here))));
    expect(borrowedShift(here).weeks).toEqual(lentShift(there).weeks);
    if ('agreements' in here && 'agreements' in there) {
      expect(sameStatement(statementOfDeal(here), statementOfDeal(there))).toBe(true);
      expect(minutesOf(here.log)).toBeLessThanOrEqual(minutesOf(here.agreements.map(({ terms }) => terms)));
      expect(lentShift(there).weeks.every(({ week: each }) => mondayOf(each) <= here.lastDay)).toBe(true);
    }
    const extended = 'agreements' in here && here.agreements.length > 1 ? ' extended' : '';
    const recalled = 'said' in here && !here.said && here.lastDay < '2027-08-29' ? ' recalled' : '';
    const end = `${here.status}${extended}${recalled}`;
    reached.set(end, (reached.get(end) ?? 0) + 1);
  });

describe('both ends of a loan', () => {
  it('tell the same in the end, and nothing is in force without both signatures', () => {
    fc.assert(lives(real), { numRuns: 900, seed: 20270802 });
  });

  it('were led to every end', () => {
    const ends = ['DECLINED', 'CANCELLED', 'RETURNED', 'RETURNED recalled', 'RETURNED extended', 'SETTLED'];
    expect(ends.filter((end) => (reached.get(end) ?? 0) < 5)).toEqual([]);
    for (const state of ['REQUESTED', 'OFFERED', 'AGREED', 'SETTLED', 'DECLINED', 'CANCELLED'])
      expect([...compared]).toContain(`ALIKE ${state} ${state}`);
    for (const state of ['PROPOSED', 'OFFERED', 'PROPOSED_AND_OFFERED', 'OVER'])
      expect([...compared]).toContain(`extension ALIKE ${state} ${state}`);
    expect([...compared]).toContain('extension ALIKE OVER PROPOSED_AND_OFFERED');
    expect([...compared]).toContain('UNDER_WAY AGREED_PENDING OFFERED');
    expect([...compared]).toContain('ALIKE REQUESTED CANCELLED');
  });

  // What the property is worth: each planted bug must be found.
  const without = <R extends { on: string; from: readonly string[] }>(
    table: readonly R[],
    on: string,
    from: string,
  ): R[] => table.filter((row) => row.on !== on || !row.from.includes(from));
  const believing = <R extends { on: string; step: (...args: never[]) => unknown }>(
    table: readonly R[],
    on: string,
  ): R[] =>
    table.map((row) => {
      if (row.on !== on) return row;
      const step = row.step as (state: unknown, event: object, ...rest: unknown[]) => unknown;
      const gullible = (state: unknown, event: object, ...rest: unknown[]): unknown =>
        step(state, { ...event, genuine: true }, ...rest);
      return { ...row, step: gullible as unknown as R['step'] };
    });
  const forgettingAll = (table: typeof real.borrower): typeof real.borrower =>
    table.map((row) =>
      row.on !== 'loan.extension-declined'
        ? row
        : {
            ...row,
            step: (loan, event, context, now) => {
              const right = row.step(loan, event, context, now);
              if (!right.ok) return right;
              const state = { ...right.value.state, proposals: [] } as unknown as LoanAtBorrower;
              return { ok: true, value: { ...right.value, state } };
            },
          },
    );
  it.each<[string, Partial<Tables>]>([
    [
      'a recall is lost on a town whose clock was faster',
      { borrower: without(real.borrower, 'loan.recalled', 'RETURNED') },
    ],
    ['an extension is lost there', { borrower: without(real.borrower, 'loan.extension-agreed', 'RETURNED') }],
    ['a lender forgets what is proposed', { lender: without(real.lender, 'loan.extension-proposed', 'ACTIVE') }],
    ['a borrower forgets what is offered', { borrower: without(real.borrower, 'loan.extension-offered', 'ACTIVE') }],
    ['a lender hears of no cancellation', { lender: without(real.lender, 'loan.cancelled', 'AGREED') }],
    ['a lender hears of no return', { lender: without(real.lender, 'loan.returned', 'ACTIVE') }],
    ['a borrower hears of no offer that has ended', { borrower: without(real.borrower, 'loan.offer-ended', 'AGREED') }],
    ['a lender believes any agreement', { lender: believing(real.lender, 'loan.agreed') }],
    [
      'a no to an extension takes the same one with it that was proposed since',
      { borrower: forgettingAll(real.borrower) },
    ],
    ['a lender takes any signature under its own offer', { lender: believing(real.lender, 'loan.extension-proposed') }],
    ['a borrower believes any extension', { borrower: believing(real.borrower, 'loan.extension-agreed') }],
  ])('would be found out if %s', (_bug, planted) => {
    const tables = { ...real, ...planted };
    expect(fc.check(lives(tables), { numRuns: 3_000, seed: 1, endOnFailure: true }).failed).toBe(true);
  });
});
