import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { memberOf } from '#domain/federation/federation';
import { protocolVersion } from '#domain/post/message-life';
import { ownEnvelope } from '#messages/envelope';
import { readReceipt, signReceipt } from '#messages/receipt';
import { hashOfText, sign } from '#messages/signing';
import { inTransaction } from '#mongo/transaction';
import { Clock } from '#service/clock';
import { messageReceipts } from '../../apps/municipality/src/migrations/2026-11-25-message-receipts.migration.js';
import { Evidence } from '../../apps/municipality/src/evidence/evidence.service.js';
import { OutgoingMessageStore } from '../../apps/municipality/src/post/outgoing-message.store.js';
import { Parked } from '../../apps/municipality/src/post/parked.service.js';
import { Post } from '../../apps/municipality/src/post/post.service.js';
import { Receiving } from '../../apps/municipality/src/post/receiving.service.js';
import { Sending } from '../../apps/municipality/src/post/sending.service.js';
import { Towns } from '../../apps/municipality/src/towns/towns.service.js';
import { postWithPeer } from '../../tools/src/start/peer-post.js';
import { freshKey } from '../support/federation.js';
import { startTwoTowns, type TwoTowns } from '../support/two-towns.js';

// Goal: a message has arrived when its receiver has signed so, and never before; what cannot arrive comes before a person; and whatever
// that person decides, the process goes on. Method: two towns with a clock that can be turned; faults at the receiver's door.

const day = 86_400_000;

describe('the post between two towns', () => {
  let towns: TwoTowns;
  const taken: string[] = [];
  let failing = false;
  beforeAll(async () => {
    towns = await startTwoTowns(['203246', '202151']);
    towns.at(Post).on('test.said', (_town, { payload }) => {
      if (failing) return Promise.reject(new Error('a broken handler'));
      taken.push((payload as { word: string }).word);
      return Promise.resolve();
    });
  }, 120_000);
  afterAll(() => towns.close());
  afterEach(async () => {
    towns.turnClock(0);
    failing = false;
    for (const town of [towns.one, towns.other])
      for (const { messageId } of await towns.at(Parked).messages(town)) {
        for (let times = 0; times < 2; times++) await towns.at(Parked).dismiss(town, allTheSame(messageId));
      }
  });

  const process = (): string => `process-${randomUUID()}`;
  const write = (processId: string, word: string): Promise<void> =>
    inTransaction(towns.one.database, () =>
      towns.at(Post).write(towns.one, { processId, to: towns.other.code, type: 'test.said', payload: { word } }),
    );
  const say = async (processId: string, word: string): Promise<void> => {
    await write(processId, word);
    await towns.at(Post).sendDue(towns.one);
  };
  const last = async (processId: string) => {
    const found = await new OutgoingMessageStore(towns.one.database).last(processId, towns.other.code);
    if (found === null) throw new Error('nothing was written');
    return found;
  };
  const parked = () => towns.at(Parked).messages(towns.one);
  /** What the cases before have left on its way arrives: else it would be sent again in the middle of this one, and counted with it. */
  const arriveAll = async (): Promise<void> => {
    towns.turnClock(60_000);
    await towns.at(Post).sendDue(towns.one);
    towns.turnClock(0);
  };
  const key = (messageId: string) => ({ messageId, idempotencyKey: freshKey() });
  /** Given up, whoever waits for it. */
  const allTheSame = (messageId: string) => ({ ...key(messageId), acceptDifference: true });

  it('has arrived when its receiver has signed for it; knocking again gets the same receipt', async () => {
    const about = process();
    await say(about, 'receipted');
    const { state, receipt, sealed, _id } = await last(about);
    expect(state).toBe('DELIVERED');
    const giver = memberOf(towns.at(Towns).federation, towns.other.code);
    expect(await readReceipt(receipt ?? '', giver)).toMatchObject({
      ...{ messageId: _id, processId: about, hash: hashOfText(sealed), by: towns.other.code, from: towns.one.code },
    });
    expect(await towns.at(Post).receive(towns.other, sealed)).toEqual({ reception: 'REPEATED', receipt });
    expect(taken.filter((word) => word === 'receipted')).toHaveLength(1);
  });

  it.each([
    ['no receipt', () => Promise.resolve(undefined), 'PENDING'],
    ['text for a receipt', () => Promise.resolve('abc'), 'PENDING'],
    ['a receipt by another key', (id: string, hash: string) => forged(id, hash, towns.one), 'PENDING'],
    ['something else signed', () => sign({ receivedAt: 1 }, towns.other.key, 'yui-receipt'), 'PENDING'],
    ['a receipt over another message', (id: string) => forged(id, hashOfText('another'), towns.other), 'PARKED'],
  ])('has not arrived with %s', async (_name, receiptFor, state) => {
    const about = process();
    await write(about, 'unproved');
    const { _id, sealed } = await last(about);
    const receipt = await receiptFor(_id, hashOfText(sealed));
    await towns.away(
      towns.other.code,
      () => ({ status: 200, body: { reception: 'RECEIVED', receipt } }),
      () => towns.at(Post).sendDue(towns.one),
    );
    expect((await last(about)).state).toBe(state);
  });
  const forged = (messageId: string, hash: string, by: TwoTowns['one']): Promise<string> => {
    const [receivedAt, from] = [towns.at(Clock).now(), towns.one.code];
    return signReceipt({ messageId, processId: 'x', hash, by: towns.other.code, from, receivedAt }, by.key);
  };

  it('waits for a person when its receiver will not have it; later ones of its process wait behind it', async () => {
    await arriveAll();
    const about = process();
    const refuse = () => ({ status: 422, body: { message: 'we do not know such messages' } });
    const heard = await towns.away(towns.other.code, refuse, async () => {
      await say(about, 'refused');
      await say(about, 'behind');
    });
    expect(heard).toHaveLength(1);
    const [waiting] = await parked();
    expect(waiting).toMatchObject({ direction: 'OUTGOING', peer: '202151', processId: about, type: 'test.said' });
    expect(waiting?.fault).toContain('we do not know such messages');

    const again = key(waiting?.messageId ?? '');
    for (let times = 0; times < 2; times++)
      expect(await towns.at(Parked).retry(towns.one, again)).toMatchObject({ ok: true });
    await towns.at(Post).sendDue(towns.one);
    expect(taken.filter((word) => ['refused', 'behind'].includes(word))).toEqual(['refused', 'behind']);
    expect(await parked()).toEqual([]);
    const gone = await towns.at(Parked).retry(towns.one, key(waiting?.messageId ?? ''));
    expect(gone).toMatchObject({ ok: false, refusals: [{ code: 'PARKED_MESSAGE_UNKNOWN', field: 'messageId' }] });
  });

  it('is counted for the operator: what is on the way to a peer, and what waits for a person', async () => {
    await arriveAll();
    const [clean] = await postWithPeer(towns.dataDir, towns.other.code);
    expect(clean?.pending).toBe(0);
    await towns.away(
      towns.other.code,
      () => ({ status: 422, body: {} }),
      () => say(process(), 'counted'),
    );
    const [after] = await postWithPeer(towns.dataDir, towns.other.code);
    expect([clean?.town, after?.town]).toEqual(['203246', '203246']);
    expect((after?.parked ?? 0) - (clean?.parked ?? 0)).toBe(1);
    await expect(postWithPeer(towns.dataDir, '011002')).rejects.toThrow('is no member');
  });

  it('can be given up: it has no effect, and the next one comes', async () => {
    const about = process();
    await towns.away(
      towns.other.code,
      () => ({ status: 422, body: {} }),
      () => say(about, 'given up'),
    );
    await write(about, 'the next one');
    const [waiting] = await parked();
    expect(waiting).toMatchObject({ isWaitedFor: true });
    const unasked = { ...allTheSame(waiting?.messageId ?? ''), acceptDifference: false };
    expect(await towns.at(Parked).dismiss(towns.one, unasked)).toMatchObject({
      refusals: [{ code: 'MESSAGE_WAITED_FOR', field: 'acceptDifference', facts: { given: 'test.said' } }],
    });
    expect(await parked()).toMatchObject([{ messageId: unasked.messageId }]);
    expect(await towns.at(Parked).dismiss(towns.one, allTheSame(waiting?.messageId ?? ''))).toMatchObject({ ok: true });
    await towns.at(Post).sendDue(towns.one);
    expect(taken).toContain('the next one');
    expect(taken).not.toContain('given up');
  });

  it('keeps its effect when it had arrived before it was given up: the old receipt counts', async () => {
    const about = process();
    await write(about, 'arrived unnoticed');
    const { sealed, _id } = await last(about);
    await towns.away(
      towns.other.code,
      () => ({ status: 422, body: {} }),
      () => towns.at(Post).sendDue(towns.one),
    );
    await towns.at(Post).receive(towns.other, sealed);
    await towns.at(Parked).dismiss(towns.one, allTheSame(_id));
    expect((await last(about)).state).toBe('DELIVERED');
    expect(taken.filter((word) => word === 'arrived unnoticed')).toHaveLength(1);
  });

  it('waits for a person here when we fail to take it in five times; then it can be tried again', async () => {
    const about = process();
    failing = true;
    await write(about, 'poison');
    const { sealed, _id } = await last(about);
    const receive = () =>
      towns
        .at(Post)
        .receive(towns.other, sealed)
        .catch(() => 'failed');
    for (let times = 1; times < 5; times++) expect(await receive()).toBe('failed');
    expect([await receive(), await receive()]).toEqual([{ reception: 'PARKED' }, { reception: 'PARKED' }]);
    const [waiting] = await towns.at(Parked).messages(towns.other);
    expect(waiting).toMatchObject({
      direction: 'INCOMING',
      messageId: _id,
      peer: '203246',
      attempts: 5,
      fault: 'a broken handler',
    });
    failing = false;
    await towns.at(Parked).retry(towns.other, key(_id));
    expect(await towns.at(Parked).messages(towns.other)).toEqual([]);
    expect(taken).toContain('poison');
    expect(await receive()).toMatchObject({ reception: 'REPEATED' });
  });

  it('that we cannot take in can be dismissed: it is kept without effect, and its process goes on', async () => {
    const about = process();
    failing = true;
    await write(about, 'dismissed here');
    const { sealed, _id } = await last(about);
    for (let times = 0; times < 5; times++)
      await towns
        .at(Post)
        .receive(towns.other, sealed)
        .catch(() => undefined);
    expect(await towns.at(Parked).dismiss(towns.other, { ...key(_id), acceptDifference: false })).toMatchObject({
      refusals: [{ code: 'MESSAGE_WAITED_FOR' }],
    });
    await towns.at(Parked).dismiss(towns.other, allTheSame(_id));
    failing = false;
    await say(about, 'after it');
    expect(await towns.at(Parked).messages(towns.other)).toEqual([]);
    expect(taken).not.toContain('dismissed here');
    expect(await towns.at(Post).receive(towns.other, sealed)).toMatchObject({ reception: 'REPEATED' });
  });

  it('expires: a person is asked, and may send it again', async () => {
    const about = process();
    await towns.away(
      towns.other.code,
      () => 'nothing',
      async () => {
        await say(about, 'late');
        expect((await last(about)).state).toBe('PENDING');
        towns.turnClock(31 * day);
        await towns.at(Post).sendDue(towns.one);
      },
    );
    const { sealed, _id } = await last(about);
    await expect(towns.at(Post).receive(towns.other, sealed)).rejects.toThrow('has expired');
    const waiting = (await parked()).find(({ messageId }) => messageId === _id);
    expect(waiting?.fault).toContain('期限');
    await towns.at(Parked).retry(towns.one, key(_id));
    expect((await last(about)).state).toBe('DELIVERED');
    expect(taken).toContain('late');
  });

  it('does not wait for its next quarter of an hour once its receiver is heard of again', async () => {
    const about = process();
    await towns.away(
      towns.other.code,
      () => 'nothing',
      async () => {
        await write(about, 'patient');
        const store = new OutgoingMessageStore(towns.one.database);
        for (let times = 0; times < 7; times++)
          await store.postpone(await last(about), (Date.now() + 900_000) as never, 'away');
      },
    );
    await towns.at(Post).sendDue(towns.one);
    expect((await last(about)).state).toBe('PENDING');
    await inTransaction(towns.other.database, () =>
      towns
        .at(Post)
        .write(towns.other, { processId: about, to: towns.one.code, type: 'test.said', payload: { word: 'back' } }),
    );
    await towns.at(Post).sendDue(towns.other);
    await towns.at(Post).sendDue(towns.one);
    expect((await last(about)).state).toBe('DELIVERED');
  });

  it('answers another protocol in words, and sends on what was written in the first one', async () => {
    const about = process();
    await towns.away(
      towns.other.code,
      () => 'nothing',
      () => say(about, 'old'),
    );
    const { _id, sealed } = await last(about);
    const { protocol: _, expiresAt: __, ...said } = ownEnvelope(sealed);
    const [old, next] = await Promise.all(
      [said, { ...ownEnvelope(sealed), protocol: protocolVersion + 1 }].map((each) =>
        sign(each, towns.one.key, 'yui-message'),
      ),
    );
    await expect(towns.at(Post).receive(towns.other, old ?? '')).rejects.toThrow(/第1版.*Update Yui/);
    await expect(towns.at(Post).receive(towns.other, next ?? '')).rejects.toThrow('Wait until we have updated');

    const stored = towns.one.database.collection<{ _id: string }>('outgoing_messages');
    const later = ['protocol', 'expiresAt', 'hashes', 'receipt', 'parkedAt', 'dismissedAt'];
    await stored.updateOne(
      { _id },
      {
        $set: { sealed: old, nextAttemptAt: new Date(Date.now() + day) },
        $unset: Object.fromEntries(later.map((name) => [name, ''])),
      },
    );
    await messageReceipts.up(towns.one.database);
    expect(await last(about)).toMatchObject({ protocol: 1, hashes: [hashOfText(old ?? '')], receipt: null });
    await stored.updateOne({ _id }, { $set: { nextAttemptAt: new Date(0) } });
    await towns.at(Post).sendDue(towns.one);
    expect(await last(about)).toMatchObject({ state: 'DELIVERED', protocol: protocolVersion });
    expect(taken).toContain('old');
  });

  it('is numbered after what another process of its town has said', async () => {
    const another = new Sending(towns.at(Towns), towns.at(Clock), towns.at(Evidence));
    const about = process();
    const writeThere = (word: string): Promise<void> =>
      inTransaction(towns.one.database, () =>
        another.write(towns.one, { processId: about, to: towns.other.code, type: 'test.said', payload: { word } }),
      );
    await write(about, `${about} 1`);
    await writeThere(`${about} 2`);
    await write(about, `${about} 3`);
    await writeThere(`${about} 4`);
    expect((await last(about)).seq).toBe(4);
    await towns.at(Post).sendDue(towns.one);
    expect(taken.filter((word) => word.startsWith(about))).toEqual([1, 2, 3, 4].map((n) => `${about} ${n}`));
  });

  it('is taken in once and in its order by whichever processes of a town hear of it', async () => {
    const another = new Receiving(towns.at(Towns), towns.at(Clock), towns.at(Evidence));
    another.on('test.said', (_town, { payload }) => {
      taken.push((payload as { word: string }).word);
      return Promise.resolve();
    });
    const about = process();
    const words = [1, 2, 3, 4].map((n) => `${about} ${n}`);
    for (const word of words) await write(about, word);
    const outbox = towns.one.database.collection<{ processId: string; sealed: string }>('outgoing_messages');
    const sealed = (await outbox.find({ processId: about }).sort({ seq: 1 }).toArray()).map((each) => each.sealed);
    const hears = async (who: Pick<Receiving, 'receive'>, number: number): Promise<string> =>
      (await who.receive(towns.other, sealed[number - 1] ?? '')).reception;
    const here = towns.at(Receiving);
    expect(await hears(here, 2)).toBe('EARLY');
    expect(await hears(here, 1)).toBe('RECEIVED');
    expect(await hears(another, 1)).toBe('REPEATED');
    expect(await hears(another, 2)).toBe('RECEIVED');
    expect(await hears(here, 2)).toBe('REPEATED');
    expect(await hears(another, 4)).toBe('EARLY');
    expect(await hears(here, 3)).toBe('RECEIVED');
    expect(await hears(another, 3)).toBe('REPEATED');
    expect(await Promise.all([hears(here, 4), hears(another, 4)])).toEqual(
      expect.arrayContaining(['RECEIVED', 'REPEATED']),
    );
    await towns.at(Post).sendDue(towns.one);
    expect((await last(about)).state).toBe('DELIVERED');
    expect(taken.filter((word) => word.startsWith(about))).toEqual(words);
  });
});
