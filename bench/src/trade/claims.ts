import { connectMongo, databaseOf, type Database } from '#mongo/connect';
import { waitUntil } from '../../../tools/src/start/wait-until.js';
import { claimant, newLot, officeOf, publish, publisher, withTowns, type Office } from './towns.js';

const [claims, warmUp, atOnce, slice, orderMinutes] = [200, 20, 8, 60, 600];
const wantedShare = 0.5;
const writing = ['insert', 'update', 'delete'];

/**
 * Claims decided per second between two town processes, from the claim to the receipt of the award in force, beside what the same database
 * does in the same run for as many transactions with as many writes and nothing else. Both go through one proxy, which counts.
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
      for (const id of await eachOf(surplusOrders, (surplusOrder) => decided(here, there, surplusOrder)))
        await waitUntil('the award in force', () => there.isInForce(id));
    };

    await decide(slices.slice(0, warmUp));
    [commits, writes] = [0, 0];
    const began = performance.now();
    await decide(slices.slice(warmUp));
    const seconds = (performance.now() - began) / 1_000;
    const [transactions, each] = [commits, Math.round(writes / commits)];
    const bare = await bareSeconds(databaseUri, transactions, each);

    print(`${claims} claims, ${atOnce} at once, on ${description}, each claimed, awarded, confirmed and in force`);
    print(
      `two towns         ${perSecond(claims, seconds)} claims/s   ${perSecond(transactions, seconds)} transactions/s`,
    );
    print(`database alone    ${perSecond(claims, bare)} claims/s   ${perSecond(transactions, bare)} transactions/s`);
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

/** Runs a task for each, some at once. */
async function eachOf<T, U>(items: readonly T[], task: (item: T) => Promise<U>): Promise<U[]> {
  const left = [...items];
  const done: U[] = [];
  const work = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) done.push(await task(item));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return done;
}

/** Seconds that the database needs for so many transactions in two databases, with as many at once as helped it most. */
async function bareSeconds(uri: string, transactions: number, writes: number): Promise<number> {
  const connection = await connectMongo(uri);
  const names = ['log', 'head'];
  const towns = ['one', 'other'].map((name) => databaseOf(connection, `bench_${name}`));
  try {
    for (const town of towns) for (const name of names) await town.createCollection(name);
    const round = async (count: number, each: number): Promise<number> => {
      let left = count;
      const began = performance.now();
      const work = async (town: Database, id: string): Promise<void> => {
        while (left-- > 0)
          await town.transaction(
            async (session) => {
              const head = town.collection<{ _id: string }>('head');
              await head.updateOne({ _id: id }, { $inc: { n: 1 } }, { session, upsert: true });
              for (let n = 1; n < writes; n++)
                await town.collection('log').insertOne({ text: 'x'.repeat(800) }, { session });
            },
            { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority', journal: true } },
          );
      };
      await Promise.all(towns.flatMap((town) => Array.from({ length: each }, (_, n) => work(town, `head ${n}`))));
      return (performance.now() - began) / 1_000;
    };
    let [best, fastest] = [1, Infinity];
    for (const each of [1, 2, 4, 8]) {
      const seconds = await round(200, each);
      if (seconds < fastest) [best, fastest] = [each, seconds];
    }
    return await round(transactions, best);
  } finally {
    await connection.close();
  }
}

function perSecond(count: number, seconds: number): string {
  return (count / seconds).toFixed(1).padStart(7);
}
