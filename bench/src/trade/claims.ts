import { connectMongo, databaseOf, type Database } from '#mongo/connect';
import { waitUntil } from '../../../tools/src/start/wait-until.js';
import { claimant, eachOf, newLot, officeOf, publish, publisher, withTowns, type Office } from './towns.js';

const [rounds, claimsOfRound, warmUp, atOnce, slice, orderMinutes] = [4, 50, 20, 8, 60, 600];
const claims = rounds * claimsOfRound;
const wantedShare = 0.5;
const writing = ['insert', 'update', 'delete'];

/**
 * Claims decided per second between two town processes, from the claim to the receipt of the award in force, beside what the same database
 * does in the same run for as many transactions with as many writes and nothing else. Both go through one proxy, which counts.
 *
 * Several claims are under way at once, as many for one town; the database alone may choose how many it does at once. What is counted of
 * the towns is every commit and every command that writes, in all databases, while claims are decided; the database alone then commits
 * exactly as often and gets exactly as many writing commands, one small record each where the towns also write several by one. It has no
 * indexes to keep and nothing to read. Both take turns in rounds, so that whatever else the machine does meanwhile falls on both.
 */
export async function benchClaims(print: (line: string) => void, root: string): Promise<void> {
  await withTowns(root, async (federation, { databaseUri, description, proxy }) => {
    let [commits, writes] = [0, 0];
    proxy.watch = ({ command, stage }) => {
      if (stage === 'REQUEST' && command === 'commitTransaction') commits++;
      if (stage === 'REQUEST' && writing.includes(command)) writes++;
      return 'GOES_ON';
    };
    const [here, there] = [await officeOf(federation, publisher), await officeOf(federation, claimant)];
    await registerWorkers(there);
    const slices = await publishSlices(here, claims + warmUp);
    const decide = async (surplusOrders: readonly string[]): Promise<void> => {
      for (const id of await eachOf(surplusOrders, atOnce, (surplusOrder) => decided(here, there, surplusOrder)))
        await waitUntil('the award in force', () => there.isInForce(id));
    };

    await decide(slices.splice(0, warmUp));
    let [seconds, bare, transactions, written] = [0, 0, 0, 0];
    const alone = await databaseAlone(databaseUri);
    try {
      while (slices.length > 0) {
        [commits, writes] = [0, 0];
        const began = performance.now();
        await decide(slices.splice(0, claimsOfRound));
        seconds += (performance.now() - began) / 1_000;
        const done = { transactions: commits, writes };
        bare += await alone.seconds(done);
        transactions += done.transactions;
        written += done.writes;
      }
    } finally {
      await alone.close();
    }

    print(`${claims} claims, ${atOnce} at once, on ${description}, each claimed, awarded, confirmed and in force`);
    print(
      `two towns         ${perSecond(claims, seconds)} claims/s   ${perSecond(transactions, seconds)} transactions/s`,
    );
    print(`database alone    ${perSecond(claims, bare)} claims/s   ${perSecond(transactions, bare)} transactions/s`);
    const each = (written / transactions).toFixed(1);
    print(`one claim takes ${(transactions / claims).toFixed(1)} durable transactions of ${each} writes`);
    const share = bare / seconds;
    print(
      `share: ${(100 * share).toFixed(0)} %, ${share >= wantedShare ? 'within' : 'UNDER'} the wanted ${100 * wantedShare} %`,
    );
  });
}

async function registerWorkers(there: Office): Promise<void> {
  for (let n = 0; n < 4; n++)
    await there.does('registerWorker: worker { id }', {
      ...{ municipality: claimant.code, displayName: `試験 ${n}`, weeklyMinutes: 5_000 },
      skills: [{ code: 'data-entry', level: 2 }],
    });
}

/** Surplus orders addressed to the claimant; each as often as it has slices. */
async function publishSlices(here: Office, count: number): Promise<string[]> {
  const slices: string[] = [];
  while (slices.length < count) {
    const id = await publish(here, await newLot(here, orderMinutes), orderMinutes, slice, [claimant.code]);
    for (let n = 0; n < orderMinutes / slice; n++) slices.push(id);
  }
  return slices.slice(0, count);
}

/** Claims, awards and confirms; answers the claim. Until a word has arrived the other town knows nothing to award or confirm. */
async function decided(here: Office, there: Office, surplusOrderId: string): Promise<string> {
  const { claim } = await there.does('claimSurplusOrder: claim { id }', {
    ...{ municipality: claimant.code, surplusOrderId, minutes: slice },
  });
  if (claim === undefined) throw new Error(`nothing was claimed of ${surplusOrderId}`);
  const claimId = String(claim['id']);
  await waitUntil(
    'the award',
    async () => 'claim' in (await here.does('awardClaim: claim { id }', { claimId, minutes: slice })),
  );
  await waitUntil(
    'the confirmation',
    async () => 'claim' in (await there.does('confirmAward: claim { id }', { claimId })),
  );
  return claimId;
}

interface Load {
  readonly transactions: number;
  /** Commands that write, in all of the transactions together. */
  readonly writes: number;
}

/** Does transactions in two databases, with as many at once as help it most, and nothing else. */
async function databaseAlone(uri: string): Promise<{ seconds(load: Load): Promise<number>; close(): Promise<void> }> {
  const connection = await connectMongo(uri);
  const towns = ['one', 'other'].map((name) => databaseOf(connection, `bench_${name}`));
  for (const town of towns) for (const name of ['log', 'head']) await town.createCollection(name);
  const done = async ({ transactions, writes }: Load, each: number): Promise<number> => {
    let begun = 0;
    const began = performance.now();
    const work = async (town: Database, id: string): Promise<void> => {
      for (let n = begun++; n < transactions; n = begun++)
        // The writes are dealt out evenly, so that all of them together are as many.
        await write(town, id, Math.floor((writes * (n + 1)) / transactions) - Math.floor((writes * n) / transactions));
    };
    await Promise.all(towns.flatMap((town) => Array.from({ length: each }, (_, n) => work(town, `head ${n}`))));
    return (performance.now() - began) / 1_000;
  };
  let [best, fastest] = [1, Infinity];
  for (const each of [1, 2, 4, 8]) {
    const seconds = await done({ transactions: 200, writes: 1_200 }, each);
    if (seconds < fastest) [best, fastest] = [each, seconds];
  }
  return { seconds: (load) => done(load, best), close: () => connection.close() };
}

async function write(town: Database, id: string, writes: number): Promise<void> {
  await town.transaction(
    async (session) => {
      const head = town.collection<{ _id: string }>('head');
      await head.updateOne({ _id: id }, { $inc: { n: 1 } }, { session, upsert: true });
      for (let n = 1; n < writes; n++) await town.collection('log').insertOne({ text: 'x'.repeat(800) }, { session });
    },
    { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority', journal: true } },
  );
}

function perSecond(count: number, seconds: number): string {
  return (count / seconds).toFixed(1).padStart(7);
}
