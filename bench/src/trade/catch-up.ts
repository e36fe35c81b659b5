import { connectMongo, databaseOf } from '#mongo/connect';
import { isReady, waitUntil } from '../../../tools/src/start/wait-until.js';
import { eachOf, newLot, officeOf, publish, publisher, withTowns } from './towns.js';

const [messages, peersDown, limitSeconds] = [1_000, 4, 60];
/** Each mutation waits a moment for its messages to arrive, which they do not. */
const publishedAtOnce = 8;

/** How long it takes, once the four peers of a town are back after an outage, until they have signed for 1,000 messages that waited for them. */
export async function benchCatchUp(print: (line: string) => void, root: string): Promise<void> {
  await withTowns(root, async (federation, { databaseUri }) => {
    const here = await officeOf(federation, publisher);
    const lotId = await newLot(here, 60 * messages);
    const peers = ['shiojiri', 'neighbours'];
    for (const name of peers) await federation.processes.get(name)?.stop();
    const before = performance.now();
    const orders = Array.from({ length: messages / peersDown }, () => lotId);
    await eachOf(orders, publishedAtOnce, (lot) => publish(here, lot, 60, 60, null));
    print(
      `${messages / peersDown} surplus orders published in ${since(before)} s while all who are to hear of them are away`,
    );
    const connection = await connectMongo(databaseUri);
    try {
      const outbox = databaseOf(connection, `${federation.databasePrefix}_${publisher.code}`).collection(
        'outgoing_messages',
      );
      const waiting = await outbox.countDocuments({ state: 'PENDING' });
      for (const name of peers) federation.processes.get(name)?.start();
      await Promise.all(peers.map((name) => waitUntil(name, () => isReady(federation.address(name)))));
      const began = performance.now();
      const early = waiting - (await outbox.countDocuments({ state: 'PENDING' }));
      await waitUntil(
        'the last receipt',
        async () => (await outbox.countDocuments({ state: 'PENDING' })) === 0,
        300_000,
      );
      const seconds = Number(since(began));
      print(`${waiting} messages waited for four towns; ${early} had arrived when all were ready`);
      print(`the rest: ${seconds} s, ${seconds <= limitSeconds ? 'within' : 'OVER'} the limit of ${limitSeconds} s`);
    } finally {
      await connection.close();
    }
  });
}

function since(moment: number): string {
  return ((performance.now() - moment) / 1_000).toFixed(1);
}
