import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { goesOn, type Passing } from '#testkit/faults/peer-proxy';
import type { TradeMessageType } from '#domain/trade/messages';
import { wrongInBooks } from '../support/fault-oracle.js';
import { startFaultTowns, type FaultTown, type FaultTowns } from '../support/fault-towns.js';
import { registerWorkers, Trade } from '../support/fault-trade.js';

// Goal: whatever is killed, and whenever, every step of a trade happens once or not at all, and both ends come to the same.
// Method: three towns with a process and a database each; one step, one kill a case. Proxies before the peer doors and the databases see the
// messages and the commits, and kill at the named moment; the product knows nothing of it. People repeat what was not answered. Then an
// oracle reads all databases. `npm test` runs each step with two moments, so that each moment comes up; `npm run faults` runs all.

interface Moment {
  readonly killed: 'sender' | 'receiver';
  readonly what: 'process' | 'database';
  readonly at: 'MESSAGE' | 'ANSWER' | 'BEFORE_COMMIT' | 'AFTER_COMMIT';
}

const moments: Readonly<Record<string, Moment>> = {
  'the sender before it commits': { killed: 'sender', what: 'process', at: 'BEFORE_COMMIT' },
  'the sender after it commits, before it sends': { killed: 'sender', what: 'process', at: 'AFTER_COMMIT' },
  'the receiver after it was sent, before it arrives': { killed: 'receiver', what: 'process', at: 'MESSAGE' },
  'the receiver before it commits': { killed: 'receiver', what: 'process', at: 'BEFORE_COMMIT' },
  'the receiver after it commits, before it acknowledges': { killed: 'receiver', what: 'process', at: 'AFTER_COMMIT' },
  'the sender before it reads the acknowledgement': { killed: 'sender', what: 'process', at: 'ANSWER' },
  "the receiver's database before the commit": { killed: 'receiver', what: 'database', at: 'BEFORE_COMMIT' },
  "the receiver's database after the commit": { killed: 'receiver', what: 'database', at: 'AFTER_COMMIT' },
};

interface Step {
  readonly sender: 'publisher' | 'claimant';
  /** How far the trade is before. */
  readonly before: (trade: Trade) => Promise<unknown>;
  readonly act: (trade: Trade, towns: FaultTowns, lotId: string) => Promise<unknown>;
  /** The message whose taking in writes this one; a person's word where there is none. */
  readonly after?: TradeMessageType;
  /** How the claim stands in the end. */
  readonly ends: string | null;
}

const nothing = (): Promise<void> => Promise.resolve();
const claimed = (trade: Trade): Promise<unknown> => trade.claim();
const countered = (trade: Trade): Promise<unknown> =>
  claimed(trade).then(() => trade.byPublisher('counterClaim', { minutes: 200 }));
const awarded = (trade: Trade): Promise<unknown> =>
  claimed(trade).then(() => trade.byPublisher('awardClaim', { minutes: 300 }));
const confirmed = (trade: Trade): Promise<unknown> => awarded(trade).then(() => trade.byClaimant('confirmAward'));
const confirm = (trade: Trade): Promise<unknown> => trade.byClaimant('confirmAward');

/** What a claim can go through until an award is in force or over. Amendment, delivery and settlement are not among the steps yet. */
type StepType = Extract<
  TradeMessageType,
  `surplus-order.${string}` | `claim.${string}` | `counter.${string}` | `award.${string}`
>;

const steps: Readonly<Record<StepType, Step>> = {
  'surplus-order.stated': {
    ...{ sender: 'publisher', before: nothing, ends: null },
    act: (trade, _towns, lotId) => trade.publish(lotId),
  },
  'claim.submitted': { sender: 'claimant', before: nothing, act: claimed, ends: 'SUBMITTED' },
  'claim.countered': {
    ...{ sender: 'publisher', before: claimed, ends: 'COUNTERED' },
    act: (trade) => trade.byPublisher('counterClaim', { minutes: 200 }),
  },
  'counter.accepted': {
    ...{ sender: 'claimant', before: countered, act: (trade) => trade.byClaimant('acceptCounter'), ends: 'SUBMITTED' },
  },
  'claim.withdrawn': {
    ...{ sender: 'claimant', before: awarded, act: (trade) => trade.byClaimant('withdrawClaim'), ends: 'WITHDRAWN' },
  },
  'claim.declined': {
    ...{ sender: 'publisher', before: claimed, ends: 'DECLINED' },
    act: (trade) => trade.byPublisher('declineClaim', { reason: '自前で対応します' }),
  },
  'claim.awarded': {
    ...{ sender: 'publisher', before: claimed, ends: 'AWARDED' },
    act: (trade) => trade.byPublisher('awardClaim', { minutes: 300 }),
  },
  'award.confirmed': { sender: 'claimant', before: awarded, act: confirm, ends: 'CONFIRMED' },
  'award.in-force': { sender: 'publisher', before: awarded, act: confirm, after: 'award.confirmed', ends: 'CONFIRMED' },
  'award.terminated': {
    ...{ sender: 'publisher', before: confirmed, act: (trade) => trade.cancel(), ends: 'TERMINATED' },
  },
  'award.lapsed': {
    ...{ sender: 'publisher', before: awarded, ends: 'LAPSED' },
    act: (_trade, towns) => Promise.resolve(towns.passHours(97)),
  },
};

const names = Object.keys(moments);
const all = process.env['YUI_FAULTS'] === 'all';
const cases = (Object.keys(steps) as StepType[]).flatMap((type, index) =>
  names
    .filter(
      (_name, moment) => all || moment === index % names.length || moment === (index + names.length / 2) % names.length,
    )
    .map((moment) => [type, moment] as const),
);

describe('a kill in the middle of a trade', () => {
  let towns: FaultTowns;
  let count = 0;
  beforeAll(async () => {
    towns = await startFaultTowns();
    await registerWorkers(towns);
  }, 180_000);
  afterAll(() => towns.close());
  afterEach(() => {
    for (const { toDatabase, peerDoor } of towns.all) {
      toDatabase.watch = () => 'GOES_ON';
      peerDoor.watch = () => goesOn;
    }
  });

  /** Kills once, at the moment; answers whether it has come. */
  function killAt(
    moment: Moment,
    type: TradeMessageType,
    { sender, receiver }: Record<Moment['killed'], FaultTown>,
    after?: string,
  ) {
    const killed = moment.killed === 'sender' ? sender : receiver;
    let fired = false;
    const kill = (): void => {
      fired = true;
      void killed.kill(moment.what);
    };
    const atNextCommit = (): void => {
      killed.toDatabase.watch = ({ command, stage }) => {
        const isMoment = command === 'commitTransaction' && (stage === 'REQUEST') === (moment.at === 'BEFORE_COMMIT');
        if (fired || !isMoment) return 'GOES_ON';
        kill();
        return 'LOST';
      };
    };
    const isCommit = moment.at === 'BEFORE_COMMIT' || moment.at === 'AFTER_COMMIT';
    const isOurs = (passing: Passing, wanted: string): boolean =>
      !fired && passing.type === wanted && passing.stage === 'MESSAGE';
    receiver.peerDoor.watch = (passing) => {
      if (passing.from !== sender.code || passing.type !== type || fired) return goesOn;
      if (isCommit && moment.killed === 'receiver' && isOurs(passing, type)) atNextCommit();
      if (moment.at !== passing.stage) return goesOn;
      kill();
      return { lost: true };
    };
    if (isCommit && moment.killed === 'sender') {
      if (after === undefined) atNextCommit();
      else
        sender.peerDoor.watch = (passing) => {
          if (isOurs(passing, after)) atNextCommit();
          return goesOn;
        };
    }
    return () => fired;
  }

  it.each(cases)(
    '%s: %s',
    async (type, moment) => {
      const { sender, before, act, after, ends } = steps[type];
      const [publisher, one, other] = towns.all as [FaultTown, FaultTown, FaultTown];
      const trade = new Trade(towns, publisher, count++ % 2 === 0 ? one : other);
      const lotId = await trade.lot();
      if (type !== 'surplus-order.stated') await trade.publish(lotId);
      await before(trade);
      await towns.settle();

      const parties = { sender: trade[sender], receiver: trade[sender === 'publisher' ? 'claimant' : 'publisher'] };
      const fired = killAt(moments[moment] as Moment, type, parties, after);
      await act(trade, towns, lotId);
      if (type === 'award.lapsed') await lapses(trade);
      await towns.settle();
      expect(fired()).toBe(true);
      expect(await wrongInBooks(towns)).toEqual([]);
      for (const { stored } of [trade.publisher, trade.claimant]) {
        const claim = await stored.collection<{ _id: string }>('claims').findOne({ _id: trade.claimId });
        expect((claim as { status?: string } | null)?.status ?? null).toBe(ends);
        const order = await stored.collection<{ _id: string }>('surplus_orders').findOne({ _id: trade.surplusOrderId });
        expect(order).not.toBeNull();
      }
    },
    120_000,
  );

  it.each([
    ['a claim that stands otherwise at one end', 'claims', { status: 'CONFIRMED' }, { status: 'LAPSED' }],
    ['an award with one signature', 'claims', { status: 'CONFIRMED' }, { claimantSignature: null }],
    ['minutes that nobody awarded', 'surplus_orders', { status: 'PARTLY_AWARDED' }, { awardedMinutes: 600 }],
    ['capacity that is not taken', 'commitments', { kind: 'FIRM' }, { minutes: 1 }],
    ['a record that was changed', 'evidence_log', { _id: 2 }, { text: 'x' }],
    ['a word that never arrived', 'outgoing_messages', {}, { state: 'PARKED' }],
    ['an answer that is lost', 'answers', {}, { _id: 'another' }],
  ])('the oracle names %s', async (_name, name, filter, change) => {
    for (const town of towns.all) {
      const stored = town.stored.collection<{ _id: string }>(name);
      const right = await stored.findOne(filter as object);
      if (right === null) continue;
      await stored.deleteOne({ _id: right._id });
      const altered = { ...right, ...change } as { _id: string };
      await stored.insertOne(altered);
      expect(await wrongInBooks(towns)).not.toEqual([]);
      await stored.deleteOne({ _id: altered._id });
      await stored.insertOne(right);
      expect(await wrongInBooks(towns)).toEqual([]);
      return;
    }
    throw new Error('there is nothing to alter');
  });

  /** A publisher that was killed while it let the award lapse does it when its minute strikes again. */
  async function lapses(trade: Trade): Promise<void> {
    const claims = trade.publisher.stored.collection<{ _id: string; status: string }>('claims');
    const deadline = Date.now() + 60_000;
    while ((await claims.findOne({ _id: trade.claimId }))?.status !== 'LAPSED') {
      if (Date.now() > deadline) throw new Error('the award did not lapse');
      await new Promise((resolve) => setTimeout(resolve, 500));
      towns.passHours(0.1); // Its lease from before the kill runs out, too.
    }
  }
});
