import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { waitUntil } from '../../tools/src/start/wait-until.js';
import { root, startTestFederation, type Person, type Tree } from '../support/federation.js';
import { daysFromNow, newLot, threeWorkers } from '../support/towns.js';

// Goal: two towns that work for each other reckon alone what that comes to, agree by hash, close the month for ever, correct later and
// pay (I-12, I-13). Method: real processes whose clocks a file sets ahead; one trade each way from the award to the payment, asked through
// the gateway at both towns. The cases build on one another, as months do.

const [tateshina, shiojiri] = ['203246', '202151'] as const; // The lower code states: Shiojiri.

describe('settlement', () => {
  const timeDir = mkdtempSync(join(tmpdir(), 'yui-ahead-'));
  const ahead = join(timeDir, 'ahead');
  const turnClocks = (days: number): void => writeFileSync(ahead, String(days * 86_400_000));
  const { NODE_OPTIONS } = process.env;
  let federation: Awaited<ReturnType<typeof startTestFederation>>;
  let here: Person;
  let there: Person;
  let claimId = '';
  let settlementId = '';

  beforeAll(async () => {
    turnClocks(0);
    const shifted = pathToFileURL(join(root, 'test/support/shifted-time.mjs')).href;
    Object.assign(process.env, { NODE_OPTIONS: `${NODE_OPTIONS ?? ''} --import ${shifted}`, YUI_TEST_AHEAD: ahead });
    federation = await startTestFederation();
    [here, there] = [await federation.as(tateshina, 'DIRECTOR'), await federation.as(shiojiri, 'DIRECTOR')];
    await threeWorkers(there, shiojiri, 3_000);
    await threeWorkers(here, tateshina, 3_000);
    claimId = await inForce([here, tateshina], [there, shiojiri], 1_200, 40_001);
    await finish(claimId, here, there);
    const back = await inForce([there, shiojiri], [here, tateshina], 600, 19_999);
    await here.does('StartWork', { claimId: back });
    await delivers(here, back, { minutes: 600 }, there);
    await there.does('AcceptDelivery', { claimId: back, number: 1, minutes: 600 });
    await seen(here, back, 'INSPECTED');
  }, 180_000);
  afterAll(async () => {
    await federation.close();
    if (NODE_OPTIONS === undefined) delete process.env['NODE_OPTIONS'];
    else process.env['NODE_OPTIONS'] = NODE_OPTIONS;
    rmSync(timeDir, { recursive: true, force: true });
  });

  /** An award in force of all minutes of a new surplus order; work may begin today. */
  const inForce = async (
    [publisher, publisherCode]: readonly [Person, string],
    [claimant, claimantCode]: readonly [Person, string],
    minutes: number,
    priceYen: number,
    later = 0,
  ): Promise<string> => {
    const window = { earliest: daysFromNow(later - 1), due: daysFromNow(later + 60) };
    const lotId = await newLot(publisher, publisherCode, minutes, window);
    const { surplusOrder } = await publisher.does('PublishSurplusOrder', {
      ...{ lotId, minutes, claimBy: daysFromNow(later + 14), priceYen, minSliceMinutes: 60, addressees: null },
    });
    const surplusOrderId = String(surplusOrder?.['id']);
    const { claim } = await claimant.does('ClaimSurplusOrder', { surplusOrderId, municipality: claimantCode, minutes });
    const id = String(claim?.['id']);
    await publisher.does('AwardClaim', { claimId: id, minutes });
    await claimant.does('ConfirmAward', { claimId: id });
    const pending = `query($id: ID!) { claim(id: $id) { receiptPending } }`;
    await waitUntil(
      'the word that it is in force',
      async () => String((await claimant.ask(pending, { id })).data?.['claim']?.['receiptPending']) === 'false',
    );
    return id;
  };
  /** Waits for a word of the other town's: until a person sees a claim in a state. */
  const seen = (person: Person, id: string, status: string): Promise<void> =>
    waitUntil(
      `${id} is ${status}`,
      async () => String((await person.run('Claim', { id })).data?.['claim']?.['status']) === status,
    );
  const delivers = async (claimant: Person, id: string, what: object, publisher: Person): Promise<void> => {
    await seen(claimant, id, 'PERFORMING');
    await claimant.does('DeliverWork', { claimId: id, ...what });
    await seen(publisher, id, 'DELIVERED');
  };
  /** A rejection at the claimant's cost, a part, a rejection for the specification with paid rework, the rest. */
  const finish = async (id: string, publisher: Person, claimant: Person): Promise<void> => {
    await claimant.does('StartWork', { claimId: id });
    await delivers(claimant, id, { minutes: 700 }, publisher);
    await publisher.does('RejectDelivery', { claimId: id, number: 1, reason: '列がずれています', cause: 'CLAIMANT' });
    await delivers(claimant, id, { minutes: 700 }, publisher);
    await publisher.does('AcceptDelivery', { claimId: id, number: 2, minutes: 700 });
    await delivers(claimant, id, { minutes: 500 }, publisher);
    await publisher.does('RejectDelivery', { claimId: id, number: 3, reason: '様式の誤り', cause: 'SPECIFICATION' });
    await delivers(claimant, id, { minutes: 500, reworkMinutes: 240 }, publisher);
    await publisher.does('AcceptDelivery', { claimId: id, number: 4, minutes: 500 });
    await seen(claimant, id, 'INSPECTED');
  };
  const month = (days = 0): string =>
    new Date(Date.now() + 9 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 7);
  const thisMonth = month();
  const shownAt = async (person: Person, code: string, of = thisMonth): Promise<Tree> => {
    const { data, errors } = await person.run('Settlements', { municipality: code, month: of });
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    return data?.['settlements']?.[0] as Tree;
  };
  const bothShow = async (expected: object, of = thisMonth): Promise<void> => {
    await waitUntil(
      `both towns show the same of ${of}`,
      async () => isDeepStrictEqual(await shownAt(here, tateshina, of), await shownAt(there, shiojiri, of)),
      20_000,
    );
    expect(await shownAt(here, tateshina, of)).toMatchObject(expected);
  };
  /** 23,333 + 16,668 for the work, 8,000 for 240 minutes of paid rework; 19,999 the other way. */
  const stated = {
    invoices: [
      {
        ...{ seller: { code: shiojiri }, buyer: { code: tateshina }, totalYen: 52_801 },
        rates: [{ taxPercent: 10, netYen: 48_001, taxYen: 4_800 }],
      },
      {
        ...{ seller: { code: tateshina }, buyer: { code: shiojiri }, totalYen: 21_998 },
        rates: [{ taxPercent: 10, netYen: 19_999, taxYen: 1_999 }],
      },
    ],
    payment: { from: { code: tateshina }, to: { code: shiojiri }, yen: 30_803 },
  };
  const asked = { municipality: shiojiri, peer: tateshina, month: thisMonth };

  it('accrues at both towns alike, and cannot be stated before the month is over, nor by the other town', async () => {
    await bothShow({ status: 'ACCRUING', statementHash: null, ...stated });
    expect(await there.isRefused('StateSettlement', asked)).toMatchObject({ code: 'PERIOD_NOT_OVER', field: 'month' });
    expect(
      await here.isRefused('StateSettlement', { ...asked, municipality: tateshina, peer: shiojiri }),
    ).toMatchObject({ code: 'SETTLEMENT_OTHER_TOWN' });
  });

  it('is stated when the month is over, disputed, adjusted and confirmed under one hash', async () => {
    turnClocks(35);
    await bothShow({ status: 'CUT_OFF', ...stated });
    expect(await there.isRefused('StateSettlement', { ...asked, month: '2026-01' })).toMatchObject({
      code: 'NOTHING_TO_SETTLE',
    });
    const { settlement } = await there.does('StateSettlement', asked);
    settlementId = String(settlement?.['id']);
    expect(settlementId).toBe(`${shiojiri}-settlement-${tateshina}-${thisMonth}`);
    await bothShow({ status: 'STATED', version: 1, ...stated });
    await here.does('DisputeSettlement', { settlementId, reason: '二回目の納品に重複が100分あります' });
    await bothShow({ status: 'DISPUTED' });
    expect(await here.isRefused('ConfirmSettlement', { settlementId })).toMatchObject({
      ...{ code: 'SETTLEMENT_NOT_ACTIONABLE', field: 'settlementId' },
    });
    const line = `${claimId}/2/work`;
    const adjusted = (minutes: number, lineId = line): object => ({
      settlementId,
      adjustments: [{ lineId, minutes, reason: '重複の取消' }],
    });
    expect(await there.isRefused('AdjustSettlement', adjusted(-701))).toMatchObject({
      code: 'ADJUSTMENT_OUT_OF_RANGE',
    });
    expect(await there.isRefused('AdjustSettlement', adjusted(-1, 'no'))).toMatchObject({
      code: 'ADJUSTED_LINE_UNKNOWN',
    });
    await there.does('AdjustSettlement', adjusted(-100));
    await bothShow({ status: 'ADJUSTED' });
    const { status, version, payment, lines } = await shownAt(here, tateshina);
    // 100 of 700 minutes for 23,333 yen: 3,334 yen less, since the share that is left is rounded down; tax on 44,667.
    expect({ status, version, payment }).toMatchObject({ status: 'ADJUSTED', version: 2, payment: { yen: 27_135 } });
    expect(lines).toContainEqual(
      expect.objectContaining({ kind: 'ADJUSTMENT', adjusts: line, minutes: -100, priceYen: -3_334 }),
    );
    await here.does('ConfirmSettlement', { settlementId });
    await bothShow({ status: 'CONFIRMED', version: 2, payment: { yen: 27_135 } });
  });

  it('is closed for ever: neither town can change it, and what is wrong is corrected in a later month', async () => {
    for (const [person, operation, input] of [
      [there, 'StateSettlement', asked],
      [there, 'AdjustSettlement', { settlementId, adjustments: [] }],
      [here, 'DisputeSettlement', { settlementId, reason: 'x' }],
      [here, 'ConfirmSettlement', { settlementId }],
    ] as const)
      expect(await person.isRefused(operation, input)).toMatchObject({ code: 'SETTLEMENT_NOT_ACTIONABLE' });
    expect(
      await here.isRefused('DisputeSettlement', { settlementId: `${settlementId}-no`, reason: 'x' }),
    ).toMatchObject({
      code: 'SETTLEMENT_UNKNOWN',
    });
    const before = await shownAt(here, tateshina);
    turnClocks(70);
    const later = month(31);
    const adjustments = [{ lineId: `${claimId}/4/rework`, minutes: -240, reason: '仕様ではなく操作の誤り' }];
    const { settlement } = await there.does('StateSettlement', { ...asked, month: later, adjustments });
    await bothShow({ status: 'STATED' }, later);
    await here.does('ConfirmSettlement', { settlementId: String(settlement?.['id']) });
    await bothShow(
      { status: 'CONFIRMED', payment: { from: { code: shiojiri }, to: { code: tateshina }, yen: 8_800 } },
      later,
    );
    expect(await shownAt(here, tateshina)).toEqual(before);
  });

  it('is paid when the town that is owed says so, and the claim is settled then', async () => {
    const paidOn = daysFromNow(40);
    const pay = { settlementId, paidOn, yen: 27_135 };
    expect(await here.isRefused('RecordPayment', pay)).toMatchObject({ code: 'SETTLEMENT_OTHER_TOWN' });
    expect(await there.isRefused('RecordPayment', { ...pay, yen: 27_134 })).toMatchObject({ code: 'PAYMENT_DIFFERS' });
    expect(await there.isRefused('RecordPayment', { ...pay, paidOn: daysFromNow(90) })).toMatchObject({
      ...{ code: 'PAYMENT_AHEAD', field: 'paidOn' },
    });
    await there.does('RecordPayment', pay);
    await bothShow({ status: 'PAID' });
    for (const person of [here, there])
      expect((await person.run('Claim', { id: claimId })).data?.['claim']).toMatchObject({ status: 'SETTLED' });
  });

  it('is written down in hours, mirrored at the other town', async () => {
    const year = Number(thisMonth.slice(0, 4)) - (Number(thisMonth.slice(5)) < 4 ? 1 : 0);
    const ledger = async (person: Person, municipality: string): Promise<Tree | undefined> =>
      (await person.run('HourLedger', { municipality, fiscalYear: year })).data?.['hourLedger']?.[0];
    const [ours, theirs] = [await ledger(here, tateshina), await ledger(there, shiojiri)];
    // 1,200 and 240 minutes received, 100 and 240 of them taken back, 600 given.
    expect(ours).toMatchObject({ peer: { code: shiojiri }, balanceMinutes: 600 - 1_100 });
    expect(theirs).toMatchObject({ peer: { code: tateshina }, balanceMinutes: 1_100 - 600 });
    expect(ours?.['entries']).toContainEqual({ month: thisMonth, givenMinutes: 600, receivedMinutes: 1_340 });
    expect(theirs?.['entries']).toContainEqual({ month: thisMonth, givenMinutes: 1_340, receivedMinutes: 600 });
  });

  it('settles a claim that is amended down to what was accepted and paid already', async () => {
    const id = await inForce([here, tateshina], [there, shiojiri], 600, 20_000, 70);
    await there.does('StartWork', { claimId: id });
    await delivers(there, id, { minutes: 300 }, here);
    await here.does('AcceptDelivery', { claimId: id, number: 1, minutes: 300 });
    await seen(there, id, 'PERFORMING');
    turnClocks(105);
    const { settlement } = await there.does('StateSettlement', { ...asked, month: month(70) });
    const about = { settlementId: String(settlement?.['id']) };
    await bothShow({ status: 'STATED', payment: { yen: 11_000 } }, month(70));
    await here.does('ConfirmSettlement', about);
    await bothShow({ status: 'CONFIRMED' }, month(70));
    await there.does('RecordPayment', { ...about, paidOn: daysFromNow(104), yen: 11_000 });
    await bothShow({ status: 'PAID' }, month(70));
    await seen(here, id, 'PERFORMING');
    await there.does('ProposeAmendment', { claimId: id, minutes: 300 });
    await here.does('AcceptAmendment', { claimId: id });
    for (const person of [here, there]) await seen(person, id, 'SETTLED');
  });

  it('holds what a cancelled award costs, untaxed, in the month of the cancellation', async () => {
    const id = await inForce([there, shiojiri], [here, tateshina], 600, 9_000, 105); // It might have begun yesterday: all is owed.
    const { data } = await there.run('Claim', { id });
    const surplusOrderId = String(data?.['claim']?.['surplusOrder']?.['id']);
    await there.does('CancelSurplusOrder', { surplusOrderId, reason: '発注者の都合' });
    await seen(here, id, 'TERMINATED');
    const owed = {
      lines: [{ id: `${id}/cancellation`, kind: 'CANCELLATION', minutes: 0, priceYen: 9_000, taxPercent: 0 }],
      payment: { from: { code: shiojiri }, to: { code: tateshina }, yen: 9_000 },
    };
    await bothShow({ status: 'ACCRUING', ...owed }, month(105));
    turnClocks(140);
    const { settlement } = await there.does('StateSettlement', { ...asked, month: month(105) });
    const about = { settlementId: String(settlement?.['id']) };
    await bothShow({ status: 'STATED', ...owed }, month(105));
    await here.does('ConfirmSettlement', about);
    await bothShow({ status: 'CONFIRMED', ...owed }, month(105));
  });

  it('can be proved by either town alone', () => {
    const evidence = (...args: string[]): string => {
      const env = { ...process.env, YUI_DATA_DIR: federation.dataDir };
      const done = spawnSync(process.execPath, ['tools/yui.mjs', 'evidence', ...args], {
        cwd: root,
        env,
        encoding: 'utf8',
      });
      return `${done.stdout}${done.stderr}`;
    };
    for (const code of [tateshina, shiojiri]) {
      const out = join(timeDir, `${code}.zip`);
      evidence('export', '--municipality', code, '--process', settlementId, '--out', out);
      const said = evidence('verify', out, '--federation', join(federation.dataDir, 'federation.json'), '--lang', 'en');
      expect(said).toContain('settlement.confirmed');
      expect(said).toMatch(/signed by .*202151/);
      expect(said).toMatch(/signed by .*203246/);
      expect(said).toContain('Sound');
    }
  });
});
