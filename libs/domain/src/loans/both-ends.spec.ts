import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { borrower, date, hashOf, lender, noon, offered, request, week } from '#testkit/loan-walk';
import { none } from '#testkit/trade-walk';
import { hoursAfter, type Instant } from '../calendar/date.js';
import { mondayOf } from '../calendar/week.js';
import { compare, type HeldProcess } from '../reconciliation/compare.js';
import type { None } from '../trade/machine.js';
import {
  atBorrower,
  borrowedShift,
  borrowerTransitions,
  extensionOf,
  type BorrowerCommand,
  type BorrowerEvent,
} from './borrower.js';
import { lastAgreement, statementOfDeal } from './deal.js';
import { heldAtBorrower, heldAtLender, loanMayDiffer } from './held.js';
import { atLender, lenderTransitions, lentShift, type LenderCommand, type LenderEvent } from './lender.js';
import { termsOfOffer } from './loan.js';
import type { LoanAtBorrower, LoanAtLender } from './loan-state.js';
import type { LoanOutgoing } from './outgoing.js';
import { sameStatement } from './statement.js';

// Goal: whatever two towns do, in whatever order their messages come, and however wrong their clocks are: nothing is in force without both
// signatures over one hash (I-4), minutes move only by what is in force, and once all has arrived both ends tell the same.
// Method: the real reducers under any sequence of commands, clocks and deliveries. The post between them loses, doubles and reorders what
// is under way as it likes; as the real one does, each end takes every message of the other once and in order.

type Place = 'borrower' | 'lender';
type Message = Extract<LoanOutgoing, { do: 'tell' }>;
interface Signed {
  readonly terms?: object;
  readonly termsHash?: string;
  readonly signature?: string;
}
type Step =
  | { readonly do: 'command'; readonly at: Place; readonly which: string; readonly number: number }
  | { readonly do: 'time'; readonly at: Place }
  | { readonly do: 'deliver'; readonly to: Place; readonly which: number }
  | { readonly do: 'forge'; readonly to: Place }
  | { readonly do: 'pass'; readonly hours: number };

const steps = fc.array(
  fc.oneof(
    fc.record({
      ...{ do: fc.constant('command' as const), at: fc.constant('borrower' as const), number: fc.nat(60) },
      which: fc.constantFrom('agree', 'cancel', 'propose', 'log', 'return', 'confirm-statement'),
    }),
    fc.record({
      ...{ do: fc.constant('command' as const), at: fc.constant('lender' as const), number: fc.nat(60) },
      which: fc.constantFrom('offer', 'decline', 'cancel', 'recall', 'accept-extension', 'state'),
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
const openings = fc.constantFrom<Step[]>([], agreed, begun, begun, stated, recalled, extended);

interface Tables {
  readonly borrower: typeof borrowerTransitions;
  readonly lender: typeof lenderTransitions;
}
const real: Tables = { borrower: borrowerTransitions, lender: lenderTransitions };

class Towns {
  borrower: LoanAtBorrower | None = none;
  lender: LoanAtLender | None = none;
  private now: Instant = noon('2027-07-12');
  private readonly sent: Record<Place, Message[]> = { borrower: [], lender: [] };
  private readonly taken: Record<Place, number> = { borrower: 0, lender: 0 };

  /** @param skewMinutes by how much the lender's clock is ahead of the borrower's. */
  constructor(
    private readonly skewMinutes: number,
    private readonly tables: Tables,
  ) {
    this.apply('borrower', { type: 'request', request, asked: [lender] });
  }

  play(step: Step): void {
    if (step.do === 'pass') this.now = hoursAfter(this.now, step.hours);
    else if (step.do === 'time') this.apply(step.at, { type: 'time' });
    else if (step.do === 'deliver') this.deliver(step.to, step.which);
    else if (step.do === 'forge') this.forge(step.to);
    else {
      const command =
        step.at === 'borrower'
          ? this.borrowerCommand(step.which, step.number)
          : this.lenderCommand(step.which, step.number);
      if (command !== undefined) this.apply(step.at, command);
    }
  }

  /** Everything arrives, every clock strikes, until nothing changes any more. */
  settle(): void {
    for (let round = 0; round < 4; round++) {
      for (const place of ['lender', 'borrower', 'lender', 'borrower'] as const)
        while (this.taken[place] < this.sent[place].length) this.deliver(place, 0);
      this.now = hoursAfter(this.now, 24 * 400);
      for (const place of ['borrower', 'lender', 'borrower', 'lender'] as const) this.apply(place, { type: 'time' });
    }
  }

  /** Both ends as the borrower compares them. */
  ends(): readonly [HeldProcess, HeldProcess] {
    const nothing = { state: 'NONE', content: {} };
    const here = this.borrower.status === 'NONE' ? nothing : heldAtBorrower(this.borrower, lender);
    const there = this.lender.status === 'NONE' ? nothing : heldAtLender(this.lender);
    const held = ({ state, content }: typeof nothing, said: number, heard: number): HeldProcess => ({
      ...{ id: request.id, kind: state === 'NONE' ? '' : 'loan', state, said, heard },
      hash: state === 'NONE' ? '' : hashOf(JSON.parse(JSON.stringify(content)) as object),
    });
    const { sent, taken } = this;
    return [held(here, sent.lender.length, taken.borrower), held(there, sent.borrower.length, taken.lender)];
  }

  /** A message that comes again (-1) or too early (1, 2) is not taken in, as the inbox does; only the next one (0) is. */
  private deliver(to: Place, which: number): void {
    const message = this.sent[to][this.taken[to] + which];
    if (message === undefined || which !== 0) return;
    this.taken[to]++;
    const { type, payload } = message;
    const { terms, termsHash, signature } = payload as Signed;
    const isSigned = signature === undefined || signature === `${to === 'borrower' ? lender : borrower} ${termsHash}`;
    const genuine = isSigned && (terms === undefined || hashOf(terms) === termsHash);
    // As it comes out of canonical JSON.
    const told = JSON.parse(JSON.stringify(payload)) as object;
    const event = { type, from: to === 'borrower' ? lender : borrower, payload: told, genuine };
    this.apply(to, event as unknown as BorrowerEvent & LenderEvent);
  }

  /** A signature that is none under terms that are on the table: it must put nothing in force. */
  private forge(to: Place): void {
    const { borrower: here, lender: there } = this;
    const [from, termsHash] =
      to === 'lender'
        ? [borrower, 'offer' in there ? there.offer.termsHash : '']
        : [lender, 'proposals' in here ? (here.proposals[0]?.termsHash ?? '') : ''];
    const type = to === 'lender' ? 'loan.agreed' : 'loan.extension-agreed';
    const payload = { loanId: request.id, termsHash, signature: 'forged' };
    this.apply(to, { type, from, payload, genuine: false } as unknown as BorrowerEvent & LenderEvent);
  }

  private apply(place: Place, event: BorrowerEvent | LenderEvent): void {
    const at = place === 'borrower' ? this.now : ((this.now + this.skewMinutes * 60_000) as Instant);
    const decision =
      place === 'borrower'
        ? atBorrower(this.borrower, event as BorrowerEvent, at, this.tables.borrower)
        : atLender(this.lender, event as LenderEvent, { lender }, at, this.tables.lender);
    if (!decision.ok) return;
    const { state, outgoing } = decision.value;
    this.moves(place, outgoing);
    if (place === 'borrower') this.borrower = state as LoanAtBorrower;
    else this.lender = state as LoanAtLender;
    for (const one of outgoing)
      if (one.do === 'tell') this.sent[place === 'borrower' ? 'lender' : 'borrower'].push(one);
  }

  private moves(place: Place, outgoing: readonly LoanOutgoing[]): void {
    for (const one of outgoing)
      if (one.do === 'move') expect(one.shift.kind).toBe(place === 'borrower' ? 'BORROWED' : 'LENT');
  }

  private borrowerCommand(which: string, number: number): BorrowerCommand | undefined {
    const loan = this.borrower;
    switch (which) {
      case 'agree':
        return 'offers' in loan && loan.offers[0]
          ? { type: 'agree', lender, signature: `${borrower} ${loan.offers[0].termsHash}` }
          : undefined;
      case 'propose': {
        const last = 'agreements' in loan ? lastAgreement(loan).terms.toWeek : undefined;
        if (last === undefined) return undefined;
        const [year, at] = [last.slice(0, 4), Number(last.slice(6))];
        const terms = extensionOf(loan as LoanAtBorrower, {
          minutes: 60 + number,
          toWeek: week(`${year}-W${String(Math.min(52, at + 1 + (number % 3))).padStart(2, '0')}`),
        });
        const termsHash = hashOf(terms ?? {});
        return terms && { type: 'propose', terms, termsHash, signature: `${borrower} ${termsHash}` };
      }
      case 'log':
        return {
          type: 'log',
          date: date(new Date(Date.UTC(2027, 7, 1 + number)).toISOString().slice(0, 10)),
          minutes: (number * 37) % 200,
        };
      case 'confirm-statement':
        return 'stated' in loan && loan.stated
          ? { type: 'confirm-statement', signature: `${borrower} ${loan.stated.termsHash}` }
          : undefined;
      case 'cancel':
        return { type: 'cancel', reason: `r${number}` };
      default:
        return { type: 'return' };
    }
  }

  private lenderCommand(which: string, number: number): LenderCommand | undefined {
    const loan = this.lender;
    switch (which) {
      case 'offer': {
        const terms = termsOfOffer(request, lender, { ...offered, recallNoticeDays: number % 10 }, this.now);
        const termsHash = hashOf(terms);
        return { type: 'offer', directorId: 'director', terms, termsHash, signature: `${lender} ${termsHash}` };
      }
      case 'accept-extension': {
        const proposal = 'proposals' in loan ? loan.proposals[0] : undefined;
        const termsHash = proposal?.termsHash;
        return termsHash === undefined
          ? undefined
          : { type: 'accept-extension', termsHash, signature: `${lender} ${termsHash}` };
      }
      case 'state': {
        if (!('agreements' in loan)) return undefined;
        const statement = statementOfDeal(loan);
        const termsHash = hashOf(statement);
        return { type: 'state', statement, termsHash, signature: `${lender} ${termsHash}` };
      }
      case 'recall':
        return {
          type: 'recall',
          lastDay: date(new Date(Date.UTC(2027, 6, 25 + number)).toISOString().slice(0, 10)),
        };
      case 'decline':
        return { type: 'decline', reason: `r${number}` };
      default:
        return { type: 'cancel', reason: `r${number}` };
    }
  }
}

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
function comparesClean(towns: Towns): void {
  const [here, there] = towns.ends();
  const comparison = compare(here, there, (_kind, one, other) => loanMayDiffer(one, other));
  expect({ here, there, comparison }).not.toMatchObject({ comparison: { outcome: 'DRIFT' } });
  compared.add(`${comparison.outcome} ${here.state} ${there.state}`);
}

/** One life of a loan, from beginning to end, by these tables. */
const lives = (tables: Tables): fc.IPropertyWithHooks<[Step[], Step[], number]> =>
  fc.property(openings, steps, fc.constantFrom(-5, 0, 5), (opening, rest, skew) => {
    const towns = new Towns(skew, tables);
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
    fc.assert(lives(real), { numRuns: 600, seed: 20270802 });
  });

  it('were led to every end', () => {
    const ends = ['DECLINED', 'CANCELLED', 'RETURNED', 'RETURNED recalled', 'RETURNED extended', 'SETTLED'];
    expect(ends.filter((end) => (reached.get(end) ?? 0) < 5)).toEqual([]);
    for (const state of ['REQUESTED', 'OFFERED', 'AGREED', 'SETTLED', 'DECLINED', 'CANCELLED'])
      expect([...compared]).toContain(`ALIKE ${state} ${state}`);
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
  it.each<[string, Partial<Tables>]>([
    [
      'a recall is lost on a town whose clock was faster',
      { borrower: without(real.borrower, 'loan.recalled', 'RETURNED') },
    ],
    ['an extension is lost there', { borrower: without(real.borrower, 'loan.extension-agreed', 'RETURNED') }],
    ['a lender hears of no cancellation', { lender: without(real.lender, 'loan.cancelled', 'AGREED') }],
    ['a lender hears of no return', { lender: without(real.lender, 'loan.returned', 'ACTIVE') }],
    ['a borrower hears of no offer that has ended', { borrower: without(real.borrower, 'loan.offer-ended', 'AGREED') }],
    ['a lender believes any agreement', { lender: believing(real.lender, 'loan.agreed') }],
    ['a borrower believes any extension', { borrower: believing(real.borrower, 'loan.extension-agreed') }],
  ])('would be found out if %s', (_bug, planted) => {
    const tables = { ...real, ...planted };
    expect(fc.check(lives(tables), { numRuns: 3_000, seed: 1, endOnFailure: true }).failed).toBe(true);
  });
});
