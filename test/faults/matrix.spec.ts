import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { goesOn, type Passing } from '#testkit/faults/peer-proxy';
import type { TradeMessageType } from '#domain/trade/messages';
import { wrongInBooks } from '../support/fault-oracle.js';
import { settlementSteps, tradeSteps, type Parties, type Step } from '../support/fault-steps.js';
import { startFaultTowns, type FaultTown, type FaultTowns } from '../support/fault-towns.js';
import { registerWorkers, Settling, Trade } from '../support/fault-trade.js';

// Goal: whatever is killed, and whenever, every step from the surplus order to the payment happens once or not at all, and both ends come to
// the same.
// Method: three towns with a process and a database each; one step, one kill a case. Proxies before the peer doors and the databases see the
// messages and the commits, and kill at the named moment; the product knows nothing of it. People repeat what was not answered. Then an
// oracle reads all databases. `npm test` runs each step with one moment, so that each moment comes up; `npm run faults` runs all.

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
  "the sender's database before the commit": { killed: 'sender', what: 'database', at: 'BEFORE_COMMIT' },
  "the sender's database after the commit": { killed: 'sender', what: 'database', at: 'AFTER_COMMIT' },
};

const names = Object.keys(moments);
const all = process.env['YUI_FAULTS'] === 'all';
/** Steps with moments: all, or for each step the next moment. */
function casesOf<T extends string>(steps: Readonly<Record<T, unknown>>, from: number): (readonly [T, string])[] {
  return (Object.keys(steps) as T[]).flatMap((type, index) =>
    names
      .filter((_name, moment) => all || moment === (from + index) % names.length)
      .map((name) => [type, name] as const),
  );
}
const tradeCases = casesOf(tradeSteps, 0);
const settlementCases = casesOf(settlementSteps, Object.keys(tradeSteps).length);

describe('a kill in the middle of a step', () => {
  let towns: FaultTowns;
  let settlings: readonly Settling[];
  let [trades, months] = [0, 0];
  beforeAll(async () => {
    towns = await startFaultTowns();
    await registerWorkers(towns);
    const [publisher, one, other] = towns.all as [FaultTown, FaultTown, FaultTown];
    const pairs = [[publisher, one] as const, [publisher, other] as const, [other, one] as const];
    // Before there is anything that could lapse meanwhile.
    settlings = await Settling.afterMonths(towns, pairs, Math.ceil(settlementCases.length / pairs.length));
  }, 300_000);
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

  /** Does a step, kills once in the middle of it, and looks at what both ends keep. */
  async function survives<S extends Parties>(
    { sender, before, act, after, ends }: Step<S>,
    subject: S,
    [type, moment]: readonly [TradeMessageType, string],
  ): Promise<void> {
    await before(subject);
    await towns.settle();
    const parties = { sender: subject[sender], receiver: subject[sender === 'publisher' ? 'claimant' : 'publisher'] };
    const fired = killAt(moments[moment] as Moment, type, parties, after);
    await act(subject);
    await towns.settle();
    expect(fired()).toBe(true);
    expect(await wrongInBooks(towns)).toEqual([]);
    const kept = ends(subject);
    for (const { stored } of [subject.publisher, subject.claimant])
      expect(await stored.collection<{ _id: string }>(kept.in).findOne({ _id: kept.id })).toMatchObject(kept.like);
  }

  it.each(tradeCases)(
    '%s: %s',
    async (type, moment) => {
      const [publisher, one, other] = towns.all as [FaultTown, FaultTown, FaultTown];
      const trade = new Trade(towns, publisher, trades++ % 2 === 0 ? one : other);
      await survives(tradeSteps[type], trade, [type, moment]);
    },
    120_000,
  );

  it.each(settlementCases)(
    '%s: %s',
    async (type, moment) => {
      const settling = settlings[months++ % settlings.length] as Settling;
      await survives(settlementSteps[type], settling, [type, moment]);
    },
    120_000,
  );

  it('has every step and every moment among its cases', () => {
    const cases = [...tradeCases, ...settlementCases];
    const steps = [...Object.keys(tradeSteps), ...Object.keys(settlementSteps)];
    expect(new Set(cases.map(([type]) => type))).toEqual(new Set(steps));
    expect(new Set(cases.map(([, moment]) => moment))).toEqual(new Set(names));
  });

  it.each([
    ['a claim that stands otherwise at one end', 'claims', { status: 'CONFIRMED' }, { status: 'LAPSED' }],
    ['an award with one signature', 'claims', { status: 'CONFIRMED' }, { claimantSignature: null }],
    ['minutes that nobody awarded', 'surplus_orders', { status: 'PARTLY_AWARDED' }, { awardedMinutes: 600 }],
    ['capacity that is not taken', 'commitments', { kind: 'FIRM' }, { minutes: 1 }],
    ['a record that was changed', 'evidence_log', { _id: 2 }, { text: 'x' }],
    ['a word that never arrived', 'outgoing_messages', {}, { state: 'PARKED' }],
    ['an answer that is lost', 'answers', {}, { _id: 'another' }],
    ['a delivery that stands otherwise at one end', 'performances', {}, { acceptedMinutes: 1 }],
    ['a payment that one end knows of', 'settlements', { status: 'CONFIRMED' }, { status: 'PAID' }],
    ['a closed month with one signature', 'settlements', { status: 'CONFIRMED' }, { otherSignature: null }],
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
});
