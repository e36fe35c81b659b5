import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { History } from '#testkit/history';
import {
  borrower,
  date,
  hashOf,
  lender,
  noon,
  offered,
  request,
  start,
  stranger,
  terms,
  week,
} from '#testkit/loan-walk';
import { none } from '#testkit/trade-walk';
import { addDays, dateInTokyo, type Instant } from '../calendar/date.js';
import { atBorrower, extensionOf, type BorrowerEvent } from '../loans/borrower.js';
import { statementOfDeal } from '../loans/deal.js';
import { atLender, type LenderEvent } from '../loans/lender.js';
import { termsOfExtension, termsOfOffer, type LoanTerms } from '../loans/loan.js';
import type { LoanAtBorrower, LoanAtLender } from '../loans/loan-state.js';
import type { LoanOutgoing } from '../loans/outgoing.js';
import { statementOf } from '../loans/statement.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { None } from '../trade/machine.js';
import { replay, type Replay } from './replay.js';

// Goal: the records of an honest loan replay without an objection, and a message that the rules would not have allowed is named.
// Method: the real reducers at both ends, walked at random with jobs that run each hour, and histories written by hand.

const steps = [
  ...[
    'offer',
    'decline',
    'take back',
    'recall',
    'accept extension',
    'state',
    'agree',
    'cancel',
    'propose',
    'log',
    'log',
  ],
  ...['return', 'confirm', 'hear', 'hear there', 'hear', 'hear there', 'an hour', 'a day', 'a week'],
] as const;
type Step = (typeof steps)[number];
const agreed: Step[] = ['hear there', 'offer', 'hear', 'agree', 'hear there', 'hear'];
const begun: Step[] = [...agreed, 'a week', 'a week', 'a week', 'log'];
const stated: Step[] = [...begun, 'hear there', 'return', 'hear there', 'state', 'hear'];
const openings = fc.constantFrom<Step[]>(['hear there'], ['hear there', 'decline'], agreed, begun, begun, stated, [
  ...begun,
  'propose',
  'hear there',
]);
const waits: Readonly<Partial<Record<Step, number>>> = { 'an hour': 1, 'a day': 24, 'a week': 168 };

/** Two towns with the real reducers and one loan between them; the borrower is here. */
class Loan {
  readonly history = new History();
  here: LoanAtBorrower | None = none;
  there: LoanAtLender | None = none;
  private now = start;
  private readonly underWay: Record<'here' | 'there', number[]> = { here: [], there: [] };

  constructor() {
    this.borrows({ type: 'request', request, asked: [lender] });
  }

  do(step: Step): void {
    this.pass(7_000);
    const deal = 'agreements' in this.there ? this.there : undefined;
    const mine = 'agreements' in this.here ? this.here : undefined;
    const today = dateInTokyo(this.now);
    switch (step) {
      case 'offer': {
        const wanted = termsOfOffer(request, lender, offered, this.now);
        return this.lends({
          type: 'offer',
          directorId: 'd',
          terms: wanted,
          termsHash: hashOf(wanted),
          signature: 'lender',
        });
      }
      case 'decline':
        return this.lends({ type: 'decline', reason: '人がいません' });
      case 'take back':
        return this.lends({ type: 'cancel', reason: '病気です' });
      case 'recall':
        return this.lends({ type: 'recall', lastDay: addDays(today, 8) });
      case 'accept extension': {
        const termsHash = deal?.proposals[0]?.termsHash ?? '';
        return this.lends({ type: 'accept-extension', termsHash, signature: 'lender' });
      }
      case 'state': {
        if (deal === undefined) return;
        const statement = statementOfDeal(deal);
        return this.lends({ type: 'state', statement, termsHash: hashOf(statement), signature: 'lender' });
      }
      case 'agree':
        return this.borrows({ type: 'agree', lender, signature: 'borrower' });
      case 'cancel':
        return this.borrows({ type: 'cancel', reason: '要らなくなりました' });
      case 'propose': {
        const longer = mine && extensionOf(mine, { minutes: 300, toWeek: week('2027-W36') });
        if (longer === undefined) return;
        return this.borrows({ type: 'propose', terms: longer, termsHash: hashOf(longer), signature: 'borrower' });
      }
      case 'log':
        return this.borrows({ type: 'log', date: today, minutes: 60 + (this.now % 7) });
      case 'return':
        return this.borrows({ type: 'return' });
      case 'confirm':
        return this.borrows({ type: 'confirm-statement', signature: 'borrower' });
      case 'hear':
      case 'hear there':
        return this.hear(step === 'hear' ? 'here' : 'there');
      default:
        for (let hours = waits[step] ?? 0; hours > 0; hours--) {
          this.pass(3_600_000);
          this.borrows({ type: 'time' });
          this.lends({ type: 'time' });
        }
    }
  }

  private pass(milliseconds: number): void {
    this.now = (this.now + milliseconds) as Instant;
  }

  private hear(end: 'here' | 'there'): void {
    const index = this.underWay[end].shift();
    const said = index === undefined ? undefined : this.history.entries[index]?.said;
    if (index === undefined || said === undefined) return;
    this.history.take(index, this.now);
    const { type, from, payload } = said;
    const message = { type, from, payload, genuine: true } as unknown as BorrowerEvent & LenderEvent;
    if (end === 'here') this.borrows(message);
    else this.lends(message);
  }

  private borrows(event: BorrowerEvent): void {
    const decision = atBorrower(this.here, event, this.now);
    if (!decision.ok) return;
    this.here = decision.value.state;
    this.tell(borrower, 'there', decision.value.outgoing);
  }

  private lends(event: LenderEvent): void {
    const decision = atLender(this.there, event, { lender }, this.now);
    if (!decision.ok) return;
    this.there = decision.value.state;
    this.tell(lender, 'here', decision.value.outgoing);
  }

  private tell(from: MunicipalityCode, to: 'here' | 'there', outgoing: readonly LoanOutgoing[]): void {
    for (const one of outgoing)
      if (one.do === 'tell') {
        const payload = one.payload as unknown as Record<string, unknown>;
        this.underWay[to].push(this.history.say({ from, to: one.to, type: one.type, payload, issuedAt: this.now }));
      }
  }
}

describe('an honest loan', () => {
  const seen = new Set<string>();
  it('replays without objection by the records of either town', () => {
    fc.assert(
      fc.property(openings, fc.array(fc.constantFrom(...steps), { maxLength: 20, size: 'max' }), (opening, walk) => {
        const loan = new Loan();
        for (const step of [...opening, ...walk]) loan.do(step);
        for (const town of [borrower, lender]) {
          const played = replay(request.id, town, loan.history.shownBy(town)) as Replay;
          expect(played.towns.map(({ objection }) => objection)).toEqual(played.towns.map(() => undefined));
          for (const { after } of played.moves) seen.add(after);
        }
      }),
      { numRuns: 80, seed: 11 },
    );
    for (const state of [
      ...['REQUESTED', 'OFFERED', 'AGREED_PENDING', 'AGREED', 'ACTIVE', 'EXTENDED', 'RECALLED', 'RETURNED', 'SETTLED'],
      ...['DECLINED', 'CANCELLED'],
    ])
      expect([...seen]).toContain(state);
  });
});

type Line = readonly [from: MunicipalityCode, type: string, payload: object, at: Instant, heardAt?: Instant];
const loanId = request.id;
const hour = (count: number): Instant => (start + count * 3_600_000) as Instant;
const hash = hashOf(terms);
const requested: Line = [borrower, 'loan.requested', { loanId, request }, hour(0)];
const offer = (of: LoanTerms): Line => [
  ...([lender, 'loan.offered', { loanId, terms: of, termsHash: hashOf(of), signature: 'lender' }, hour(1)] as const),
];
const agree = (termsHash = hash, at = hour(2), heardAt = at): Line => [
  ...([borrower, 'loan.agreed', { loanId, termsHash, signature: 'borrower' }, at, heardAt] as const),
];
const inForce = (at = hour(2)): Line => [lender, 'loan.in-force', { loanId, termsHash: hash }, at];
const dealt: readonly Line[] = [requested, offer(terms), agree(), inForce()];
const logged = (day: string, minutes: number): Line => [
  ...([borrower, 'loan.minutes-logged', { loanId, date: day, minutes }, noon('2027-08-06')] as const),
];
const returned: Line = [borrower, 'loan.returned', { loanId, on: '2027-08-08' }, noon('2027-08-08')];
const statement = (minutes: number): Line => {
  const parties = { loanId, payer: borrower, payee: lender };
  const said = statementOf(parties, [{ date: date('2027-08-05'), minutes }], terms.yenPerHour);
  return [
    lender,
    'loan.stated',
    { loanId, terms: said, termsHash: hashOf(said), signature: 'lender' },
    noon('2027-08-09'),
  ];
};
const longer = termsOfExtension({ terms, termsHash: hash }, { minutes: 300, toWeek: week('2027-W36') });
const proposal = (of: LoanTerms): Line => [
  borrower,
  'loan.extension-proposed',
  { loanId, terms: of, termsHash: hashOf(of), signature: 'borrower' },
  noon('2027-08-06'),
];

function historyOf(lines: readonly Line[]): History {
  const history = new History();
  for (const [from, type, payload, at, heardAt = at] of lines) {
    const to = from === borrower ? lender : borrower;
    history.take(history.say({ from, to, type, payload: payload as Record<string, unknown>, issuedAt: at }), heardAt);
  }
  return history;
}

const refused = (...codes: string[]): object => ({ code: 'REFUSED', refusals: codes.map((code) => ({ code })) });

describe('the rules of loans', () => {
  it('let an honest history pass that is written by hand', () => {
    const history = historyOf([...dealt, logged('2027-08-05', 120), returned, statement(120)]);
    for (const town of [borrower, lender])
      expect((replay(loanId, town, history.shownBy(town)) as Replay).towns).toMatchObject([
        { objection: undefined, stands: 'RETURNED' },
        { objection: undefined, stands: 'RETURNED' },
      ]);
  });

  it.each<[string, readonly Line[], string, object]>([
    ['an offer that nobody asked for', [offer(terms)], 'loan.offered', refused('LOAN_STEP_NOT_NOW')],
    [
      'an offer of more than was asked for',
      [requested, offer({ ...terms, minutes: 2_401 })],
      'loan.offered',
      refused('LOAN_STEP_NOT_NOW'),
    ],
    [
      'an agreement over another terms hash',
      [requested, offer(terms), agree('another')],
      'loan.agreed',
      { code: 'OTHER_WORDS', fields: ['termsHash'] },
    ],
    [
      'an agreement dated after the hard expiry',
      [requested, offer(terms), agree(hash, hour(120))],
      'loan.agreed',
      refused('CONFIRMATION_TOO_LATE'),
    ],
    [
      'an agreement that came after the hard expiry and was taken',
      [requested, offer(terms), agree(hash, hour(2), hour(120)), inForce(hour(121))],
      'loan.in-force',
      { code: 'ANSWER_DUE', due: 'loan.offer-ended' },
    ],
    [
      'minutes logged for a day ahead',
      [...dealt, logged('2027-08-07', 60)],
      'loan.minutes-logged',
      refused('LOAN_DAY_OUT_OF_RANGE'),
    ],
    [
      'minutes logged beyond those agreed',
      [...dealt, logged('2027-08-05', 2_401)],
      'loan.minutes-logged',
      refused('DAY_MINUTES_OUT_OF_RANGE', 'LOAN_MINUTES_EXCEEDED'),
    ],
    [
      'a recall without the notice agreed',
      [...dealt, [lender, 'loan.recalled', { loanId, on: '2027-08-06', lastDay: '2027-08-08' }, noon('2027-08-06')]],
      'loan.recalled',
      refused('RECALL_DAY_OUT_OF_RANGE'),
    ],
    [
      'an extension that changes the price',
      [...dealt, proposal({ ...longer, yenPerHour: 1 })],
      'loan.extension-proposed',
      refused('LOAN_STEP_NOT_NOW'),
    ],
    [
      'an extension that was never proposed',
      [
        ...dealt,
        [
          lender,
          'loan.extension-agreed',
          { loanId, termsHash: hashOf(longer), signature: 'lender' },
          noon('2027-08-06'),
        ],
      ],
      'loan.extension-agreed',
      refused('LOAN_EXTENSION_UNKNOWN'),
    ],
    [
      'a statement of more than was logged',
      [...dealt, logged('2027-08-05', 120), returned, statement(121)],
      'loan.stated',
      refused('LOAN_STATEMENT_DIFFERS'),
    ],
    ['a statement of a loan that runs', [...dealt, statement(0)], 'loan.stated', refused('LOAN_STEP_NOT_NOW')],
  ])('name %s, by the records of either town', (_what, lines, type, why) => {
    const history = historyOf(lines);
    for (const town of [borrower, lender]) {
      const { towns } = replay(loanId, town, history.shownBy(town)) as Replay;
      const named = towns.flatMap(({ objection }) => (objection === undefined ? [] : [objection]));
      expect(named.map(({ said, why: because }) => [said.type, because])).toMatchObject([[type, why]]);
    }
  });

  it('know a town that chose another lender by what it said to each', () => {
    const history = new History();
    const say = (from: MunicipalityCode, to: MunicipalityCode, type: string, payload: object, at: Instant): void =>
      history.take(history.say({ from, to, type, payload: payload as Record<string, unknown>, issuedAt: at }), at);
    for (const town of [lender, stranger]) say(borrower, town, 'loan.requested', { loanId, request }, hour(0));
    say(lender, borrower, 'loan.offered', { loanId, terms, termsHash: hash, signature: 'lender' }, hour(1));
    say(borrower, lender, 'loan.agreed', { loanId, termsHash: hash, signature: 'borrower' }, hour(2));
    say(borrower, stranger, 'loan.cancelled', { loanId, reason: 'ANOTHER_CHOSEN' }, hour(2));
    say(lender, borrower, 'loan.in-force', { loanId, termsHash: hash }, hour(2));
    for (const [town, stands] of [
      [borrower, ['AGREED', 'AGREED', 'CANCELLED']],
      [lender, ['AGREED', 'AGREED']],
      [stranger, ['CANCELLED', 'CANCELLED']],
    ] as const) {
      const { towns } = replay(loanId, town, history.shownBy(town)) as Replay;
      expect(towns.map(({ objection }) => objection)).toEqual(stands.map(() => undefined));
      expect(towns.map((each) => each.stands).sort()).toEqual([...stands].sort());
    }
  });

  it('know nothing of other kinds of process', () => {
    expect(replay('203246-order-1', borrower, [])).toBeUndefined();
  });
});
