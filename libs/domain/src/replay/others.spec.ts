import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { History } from '#testkit/history';
import { hashOf, hour, key, line, other, SettlementMonth, signed, stater } from '#testkit/settlement-month';
import { claimant, order, publisher, start, stranger } from '#testkit/trade-walk';
import { endOfDayInTokyo, type Instant, type IsoDate } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { statementOf, type Statement } from '../settlement/statement.js';
import { ofOrder } from '../trade/published-order.js';
import { withAwarded, type SurplusOrder } from '../trade/surplus-order.js';
import { replay, type Replay } from './replay.js';

// Goal: the records of honest settlements and surplus orders replay without an objection, and a message that the rules would not have allowed
// is named. Method: the real table at both ends of a settlement, walked at random, and histories written by hand.

const steps = ['state', 'confirm', 'dispute', 'adjust', 'pay', 'hear', 'hear there', 'hear', 'hear there'] as const;

type Line = readonly [from: MunicipalityCode, to: MunicipalityCode, type: string, payload: object, at: Instant];

function historyOf(lines: readonly Line[]): History {
  const history = new History();
  for (const [from, to, type, payload, issuedAt] of lines)
    history.take(history.say({ from, to, type, payload: payload as Record<string, unknown>, issuedAt }), issuedAt);
  return history;
}
const namedIn = (process: string, town: MunicipalityCode, history: History): unknown[] =>
  (replay(process, town, history.shownBy(town)) as Replay).towns.flatMap(({ objection }) =>
    objection === undefined ? [] : [[objection.said.type, objection.why]],
  );
const refused = (code: string): object => ({ code: 'REFUSED', refusals: [{ code }] });

describe('an honest settlement', () => {
  it('replays without objection by the records of either town', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 40, size: 'max' }), (walk) => {
        const month = new SettlementMonth();
        for (const step of ['state', ...walk] as const) month.do(step);
        for (const town of [stater, other]) {
          const played = replay(key.id, town, month.history.shownBy(town)) as Replay;
          expect(played.towns.map(({ objection }) => objection)).toEqual(played.towns.map(() => undefined));
          for (const { after } of played.moves) seen.add(after);
        }
      }),
      { numRuns: 300, seed: 11 },
    );
    expect([...seen].sort()).toEqual(['ADJUSTED', 'CONFIRMED', 'DISPUTED', 'PAID', 'STATED']);
  });
});

describe('the rules of settlements', () => {
  const right = statementOf(key, 1, [line]);
  const stated = (statement: Statement, at = 1): Line => [
    stater,
    other,
    'settlement.stated',
    signed(statement),
    hour(at),
  ];
  const settlementId = key.id;
  const confirmed = (statementHash = hashOf(right)): Line => [
    ...([
      other,
      stater,
      'settlement.confirmed',
      { settlementId, statementHash, signature: 'theirs' },
      hour(2),
    ] as const),
  ];
  const paid = (from: MunicipalityCode, yen: number): Line => [
    from,
    from === stater ? other : stater,
    'settlement.paid',
    { settlementId, statementHash: hashOf(right), paidOn: '2027-08-31', yen },
    hour(3),
  ];
  const again: Line = [stater, other, 'settlement.adjusted', signed(statementOf(key, 2, [line])), hour(3)];

  it.each<[string, readonly Line[], string, object]>([
    ['a month stated before it is over', [stated(right, -1)], 'settlement.stated', refused('PERIOD_NOT_OVER')],
    [
      'a payment that is not the sum of its lines',
      [stated({ ...right, payment: { ...right.payment, yen: 2_201 } })],
      'settlement.stated',
      refused('STATEMENT_DIFFERS'),
    ],
    [
      'tax at another rate than that of the day',
      [stated(statementOf(key, 1, [{ ...line, taxPercent: 8 }]))],
      'settlement.stated',
      refused('STATEMENT_DIFFERS'),
    ],
    [
      'a signature under another statement',
      [stated(right), confirmed('another')],
      'settlement.confirmed',
      refused('STATEMENT_DIFFERS'),
    ],
    [
      'a closed month stated anew',
      [stated(right), confirmed(), again],
      'settlement.adjusted',
      refused('SETTLEMENT_NOT_ACTIONABLE'),
    ],
    [
      'a receipt by the town that pays',
      [stated(right), confirmed(), paid(other, 2_200)],
      'settlement.paid',
      refused('SETTLEMENT_OTHER_TOWN'),
    ],
    [
      'a receipt of less than is owed',
      [stated(right), confirmed(), paid(stater, 2_199)],
      'settlement.paid',
      refused('PAYMENT_DIFFERS'),
    ],
    [
      'a payment before both have signed',
      [stated(right), paid(stater, 2_200)],
      'settlement.paid',
      refused('SETTLEMENT_NOT_ACTIONABLE'),
    ],
  ])('name %s, by the records of either town', (_what, lines, type, why) => {
    for (const town of [stater, other]) expect(namedIn(key.id, town, historyOf(lines))).toMatchObject([[type, why]]);
  });
});

describe('the rules of surplus orders', () => {
  const at = (count: number): Instant => (start + count * 3_600_000) as Instant;
  const tell = (surplusOrder: SurplusOrder, moment: Instant): Line[] =>
    [claimant, stranger].map((to) => [publisher, to, 'surplus-order.stated', { surplusOrder }, moment] as const);
  const part = withAwarded(order, 1_200);
  const awardsEnd = endOfDayInTokyo('2027-07-18' as IsoDate);
  const closed = ofOrder({ order: part, claims: [] }, { type: 'time' }, awardsEnd);
  const rest = closed.ok ? (closed.value.state.order as SurplusOrder) : part;

  it('let the life of one pass, by the records of its publisher and of an addressee', () => {
    const life = [
      ...[
        ...tell(order, at(0)),
        ...tell(part, at(1)),
        ...tell(order, at(2)),
        ...tell(part, at(3)),
        ...tell(rest, awardsEnd),
      ],
      ...[...tell({ ...rest, status: 'PERFORMING' }, awardsEnd), ...tell({ ...rest, status: 'COMPLETED' }, awardsEnd)],
    ];
    for (const town of [publisher, claimant]) {
      const { towns, unshown } = replay(order.id, town, historyOf(life).shownBy(town)) as Replay;
      expect(towns).toMatchObject([{ town: publisher, objection: undefined, stands: 'COMPLETED' }]);
      expect(unshown).toContain('CLAIMS');
    }
  });

  it('let one pass of which parts are split off, up to all of it', () => {
    const split = {
      ...order,
      minutes: order.minutes - 900,
      priceYen: (order.priceYen * (order.minutes - 900)) / order.minutes,
    };
    const life = [
      ...tell(order, at(0)),
      ...tell(split, at(1)),
      ...tell({ ...split, status: 'WITHDRAWN' as const }, at(2)),
    ];
    for (const town of [publisher, claimant]) {
      const { towns } = replay(order.id, town, historyOf(life).shownBy(town)) as Replay;
      expect(towns).toMatchObject([{ town: publisher, objection: undefined, stands: 'WITHDRAWN' }]);
    }
  });

  it.each<[string, Line[], object]>([
    [
      'a part split off at another price',
      [...tell(order, at(0)), ...tell({ ...order, minutes: order.minutes - 900 }, at(1))],
      { code: 'OTHER_WORDS', fields: ['surplusOrder'] },
    ],
    [
      'a part split off after an award',
      [...tell(order, at(0)), ...tell(part, at(1)), ...tell({ ...part, minutes: order.minutes - 900 }, at(2))],
      { code: 'OTHER_WORDS', fields: ['surplusOrder'] },
    ],
    ['one that begins as sold', tell(part, at(0)), { code: 'OTHER_WORDS', fields: ['surplusOrder'] }],
    [
      'another price than published',
      [...tell(order, at(0)), ...tell({ ...part, priceYen: 1 }, at(1))],
      { code: 'OTHER_WORDS', fields: ['surplusOrder'] },
    ],
    [
      'more awarded than published',
      [
        ...tell(order, at(0)),
        ...tell({ ...order, minutes: 3_000, awardedMinutes: 2_500, status: 'PARTLY_AWARDED' }, at(1)),
      ],
      refused('REMAINING_MINUTES_EXCEEDED'),
    ],
    [
      'a withdrawal after an award',
      [
        ...tell(order, at(0)),
        ...tell(part, at(1)),
        ...tell({ ...part, awardedMinutes: 0, status: 'WITHDRAWN' }, at(2)),
      ],
      refused('SURPLUS_ORDER_NOT_WITHDRAWABLE'),
    ],
    [
      'an end before its time',
      [...tell(order, at(0)), ...tell({ ...order, status: 'EXPIRED' }, at(1))],
      refused('SURPLUS_ORDER_CLOSED'),
    ],
    [
      'work on what is not sold',
      [...tell(order, at(0)), ...tell({ ...order, status: 'PERFORMING' }, at(1))],
      refused('SURPLUS_ORDER_CLOSED'),
    ],
  ])('name %s', (_what, lines, why) => {
    for (const town of [publisher, claimant])
      expect(namedIn(order.id, town, historyOf(lines))).toMatchObject([['surplus-order.stated', why]]);
  });
});
