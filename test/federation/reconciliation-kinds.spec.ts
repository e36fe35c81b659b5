import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { addDays } from '#domain/calendar/date';
import { monthOfDate, type IsoMonth } from '#domain/calendar/month';
import { mondayOf, nextWeek, weekOf } from '#domain/calendar/week';
import { makeSettlementId } from '#domain/municipality/ids';
import type { SkillCode } from '#domain/skills/catalogue';
import { checkEvidence, formatOf, type EvidenceFile } from '#messages/evidence-file';
import { replayEvidence } from '#messages/evidence-replay';
import { Clock } from '#service/clock';
import { Supply } from '../../apps/municipality/src/capacity/supply.service.js';
import { Evidence } from '../../apps/municipality/src/evidence/evidence.service.js';
import { LoansJobs } from '../../apps/municipality/src/loans/loans.jobs.js';
import { Loans } from '../../apps/municipality/src/loans/loans.service.js';
import { amendedToAccepted } from '../../apps/municipality/src/migrations/2026-11-27-amended-to-accepted.migration.js';
import { Orders } from '../../apps/municipality/src/orders/orders.service.js';
import { Performances } from '../../apps/municipality/src/performance/performance.service.js';
import { Post } from '../../apps/municipality/src/post/post.service.js';
import { Settlements } from '../../apps/municipality/src/settlement/settlement.service.js';
import { Towns, type Town } from '../../apps/municipality/src/towns/towns.service.js';
import { Amending } from '../../apps/municipality/src/trading/amending.service.js';
import { Trading } from '../../apps/municipality/src/trading/trading.service.js';
import { Workforce } from '../../apps/municipality/src/workforce/workforce.service.js';
import { comparedBy } from '../support/compare-towns.js';
import { demand } from '../support/decisions.js';
import { freshKey, root } from '../support/federation.js';
import { startTwoTowns, type TwoTowns } from '../support/two-towns.js';

// Goal: whatever two towns keep together beside a claim is compared too: loans, amendments, work with its deliveries, settlements. Both ends are
// alike when all was heard, pending while a word is under way, healed when the word was lost, and named when a record was.
// Method: two real towns, one life of each kind, and a hand that reaches into their databases as only a fault could.

const skill = 'data-entry' as SkillCode;

describe('the comparison of both ends', () => {
  let towns: TwoTowns;
  let publisher: Town;
  let claimant: Town;
  let [claimId, loanId, directorId] = ['', '', ''];
  /** In which the work is done. */
  let month: IsoMonth;
  const at: TwoTowns['at'] = (type) => towns.at(type);
  const keyed = <T extends object>(input: T) => ({ claimId, loanId, idempotencyKey: freshKey(), ...input });
  const settle = async (): Promise<void> => {
    for (const town of [publisher, claimant]) {
      const waiting = { $set: { nextAttemptAt: new Date(0) } };
      await town.database.collection('outgoing_messages').updateMany({ state: 'PENDING' }, waiting);
    }
    for (const town of [publisher, claimant, publisher, claimant]) await at(Post).sendDue(town);
  };
  const reconcile = (town: Town) => comparedBy(towns, town);
  const bothAlike = async (): Promise<void> => {
    await settle();
    for (const town of [publisher, claimant])
      expect(await reconcile(town)).toMatchObject({ underWay: 0, sentAgain: 0, drifts: [], fault: null });
  };
  type Stored = { _id: string; [field: string]: unknown };
  const collection = (town: Town, name: string) => town.database.collection<Stored>(name);
  /** What a database put back to an older copy does to the last word that a town has heard of a process. */
  const forgetLastHeard = async (town: Town, processId: string): Promise<void> => {
    const inbox = collection(town, 'incoming_messages');
    const [last] = await inbox.find({ processId }).sort({ seq: -1 }).limit(1).toArray();
    expect((await inbox.deleteOne({ _id: String(last?._id) })).deletedCount).toBe(1);
  };
  /** `act` says something to a peer that cannot be reached: that is pending, and no difference. */
  const isPendingMeanwhile = async (sayer: Town, act: () => Promise<unknown>): Promise<void> => {
    const peer = sayer === publisher ? claimant : publisher;
    await towns.away(
      peer.code,
      () => 'nothing',
      async () => {
        await act();
        await at(Post).sendDue(sayer);
      },
    );
    for (const town of [publisher, claimant])
      expect(await reconcile(town)).toMatchObject({ underWay: 1, sentAgain: 0, drifts: [] });
  };
  /** A word and its effect are lost at a town: its peer says it again, and both are alike. */
  const isHealed = async (town: Town, processId: string, loseEffect: () => Promise<unknown>): Promise<void> => {
    await loseEffect();
    await forgetLastHeard(town, processId);
    const peer = town === publisher ? claimant : publisher;
    expect(await reconcile(peer)).toMatchObject({ underWay: 1, sentAgain: 1, drifts: [] });
    await bothAlike();
  };
  /** A record alone is lost at a town: no word brings it back, so that it is named to both, until it is there again. */
  const isNamed = async (town: Town, name: string, id: string, kind: string, state: string): Promise<void> => {
    const lost = await collection(town, name).findOne({ _id: id });
    expect((await collection(town, name).deleteOne({ _id: id })).deletedCount).toBe(1);
    const drift = { processId: id, kind, drift: 'DIFFERENT' };
    const peer = town === publisher ? claimant : publisher;
    expect((await reconcile(town)).drifts).toMatchObject([{ ...drift, here: 'NONE', there: state }]);
    expect((await reconcile(peer)).drifts).toMatchObject([{ ...drift, here: state, there: 'NONE' }]);
    await collection(town, name).insertOne(lost as Stored);
    await bothAlike();
  };
  const doctor = (peer: Town): string =>
    spawnSync(process.execPath, ['tools/yui.mjs', 'doctor', '--peer', peer.code], {
      cwd: root,
      env: { ...process.env, YUI_DATA_DIR: towns.dataDir },
      encoding: 'utf8',
    }).stdout;

  /** An award in force, on which work may begin today, and a loan that was asked for. */
  beforeAll(async () => {
    towns = await startTwoTowns(['203246', '202151']);
    [publisher, claimant] = [towns.one, towns.other];
    const worker = { displayName: '試験 一郎', skills: [{ code: skill, level: 2 }], weeklyMinutes: 3_000 };
    demand(await at(Workforce).registerWorker(claimant, { ...worker, idempotencyKey: freshKey() }));
    const director = { displayName: '試験 花子', weeklyMinutes: 600, leadRatio: 10, idempotencyKey: freshKey() };
    ({ directorId } = demand(await at(Supply).registerDirector(claimant, director)));
    const today = at(Clock).today();
    month = monthOfDate(today);
    const order = { clientName: '株式会社テスト商事', title: '台帳', recommissionConsent: 'ALLOWED' as const };
    const { id: orderId } = demand(await at(Orders).createOrder(publisher, keyed(order)));
    const lot = { orderId, title: '入力', skill, minutes: 600, earliest: today, due: addDays(today, 60) };
    const { id: lotId } = demand(await at(Orders).addLot(publisher, keyed({ ...lot, dataClass: 'INTERNAL' as const })));
    const terms = { minutes: 600, claimBy: addDays(today, 7), priceYen: 12_000, minSliceMinutes: 60 };
    const offered = keyed({ lotId, ...terms, addressees: [claimant.code] });
    const { id: surplusOrderId } = demand(await at(Trading).publish(publisher, offered));
    claimId = demand(await at(Trading).claim(claimant, keyed({ surplusOrderId, minutes: 600 }))).id;
    demand(await at(Trading).award(publisher, keyed({ minutes: 600 })));
    demand(await at(Trading).confirm(claimant, keyed({})));
    const fromWeek = nextWeek(weekOf(addDays(today, 21)));
    const about = { minutes: 240, fromWeek, toWeek: fromWeek, purpose: '繁忙期の進行管理', basis: '在籍出向' };
    ({ loanId } = demand(await at(Loans).request(publisher, keyed({ ...about, from: claimant.code }))));
    await settle();
  }, 120_000);
  afterAll(() => towns.close());

  it('knows director loans', async () => {
    await bothAlike();
    await isHealed(claimant, loanId, () => collection(claimant, 'director_loans').deleteOne({ _id: loanId }));
    const offer = { directorId, competence: [{ code: skill, level: 3 }], yenPerHour: 3_000 };
    await isPendingMeanwhile(claimant, async () => demand(await at(Loans).offer(claimant, keyed(offer))));
    await bothAlike();
    await isNamed(publisher, 'director_loans', loanId, 'loan', 'OFFERED');
    demand(await at(Loans).agree(publisher, keyed({})));
    await bothAlike();
    await isNamed(claimant, 'director_loans', loanId, 'loan', 'AGREED');
  });

  it('knows amendments', async () => {
    const propose = async () => demand(await at(Amending).propose(publisher, keyed({ priceYen: 13_000 })));
    await isPendingMeanwhile(publisher, propose);
    await bothAlike();
    const open = await collection(claimant, 'claims').findOne({ _id: claimId });
    const forget = { $set: { amendment: null, proposals: null, amendmentEndsAt: null } };
    await isHealed(claimant, claimId, () => collection(claimant, 'claims').updateOne({ _id: claimId }, forget));
    await collection(claimant, 'claims').updateOne({ _id: claimId }, forget);
    const named = { processId: claimId, kind: 'amendment', drift: 'DIFFERENT', here: 'NONE', there: 'OPEN' };
    expect((await reconcile(claimant)).drifts).toMatchObject([named]);
    const { amendment, proposals, amendmentEndsAt } = open as Stored;
    const back = { $set: { amendment, proposals, amendmentEndsAt } };
    await collection(claimant, 'claims').updateOne({ _id: claimId }, back);
    demand(await at(Amending).accept(claimant, keyed({})));
    await bothAlike();
    const earlier = (await collection(publisher, 'claims').findOne({ _id: claimId }))?.['earlier'];
    await collection(publisher, 'claims').updateOne({ _id: claimId }, { $set: { earlier: [] } });
    expect((await reconcile(publisher)).drifts).toMatchObject([{ kind: 'amendment', here: 'NONE', there: 'IN_FORCE' }]);
    await collection(publisher, 'claims').updateOne({ _id: claimId }, { $set: { earlier } });
    await bothAlike();
  });

  it('knows work, its deliveries and their inspection', async () => {
    await isPendingMeanwhile(claimant, async () => demand(await at(Performances).start(claimant, keyed({}))));
    await bothAlike();
    await isHealed(publisher, claimId, () => collection(publisher, 'performances').deleteOne({ _id: claimId }));
    demand(await at(Performances).deliver(claimant, keyed({ minutes: 600 })));
    await bothAlike();
    await isNamed(publisher, 'performances', claimId, 'work', 'DELIVERED');
    demand(await at(Performances).accept(publisher, keyed({ number: 1, minutes: 600 })));
    await bothAlike();
    await isNamed(claimant, 'performances', claimId, 'work', 'INSPECTED');
    const changed = { $set: { 'deliveries.0.verdict.workYen': 1 } };
    const right = await collection(claimant, 'performances').findOne({ _id: claimId });
    await collection(claimant, 'performances').updateOne({ _id: claimId }, changed);
    expect((await reconcile(claimant)).drifts).toMatchObject([{ kind: 'work', here: 'INSPECTED', there: 'INSPECTED' }]);
    const said = doctor(publisher);
    expect(said).toMatch(new RegExp(`work ${claimId}: INSPECTED at 202151, INSPECTED at 203246 \\(DIFFERENT`));
    await collection(claimant, 'performances').replaceOne({ _id: claimId }, right as Stored);
    await bothAlike();
  });

  it('knows work on an award that was amended down when its end did not follow from that, once it is looked at', async () => {
    const surplusOrderId = String(
      (await collection(publisher, 'claims').findOne({ _id: claimId }))?.['surplusOrderId'],
    );
    const standing = async (): Promise<unknown[]> =>
      Promise.all(
        [publisher, claimant].map(async (town) => [
          (await collection(town, 'performances').findOne({ _id: claimId }))?.['status'],
          (await collection(town, 'claims').findOne({ _id: claimId }))?.['progress'],
          (await collection(town, 'surplus_orders').findOne({ _id: surplusOrderId }))?.['status'],
        ]),
      );
    const ended = await standing();
    expect(ended).toEqual([0, 1].map(() => ['INSPECTED', 'INSPECTED', 'COMPLETED']));
    const stuck = async (name: string, _id: string, field: string): Promise<void> => {
      for (const town of [publisher, claimant])
        await collection(town, name).updateOne({ _id }, { $set: { [field]: 'PERFORMING' } });
    };
    await stuck('performances', claimId, 'status');
    await stuck('claims', claimId, 'progress');
    await stuck('surplus_orders', surplusOrderId, 'status');
    await bothAlike();
    const migrateTwice = async (): Promise<void> => {
      for (const town of [publisher, claimant, publisher, claimant]) await amendedToAccepted.up(town.database);
    };
    await migrateTwice();
    await bothAlike(); // That it is to be looked at is each town's own.
    for (const town of [publisher, claimant]) await at(Performances).followAmendments(town);
    await bothAlike();
    expect(await standing()).toEqual(ended);
    const said = await collection(publisher, 'outgoing_messages').countDocuments();
    await migrateTwice();
    for (const town of [publisher, claimant]) {
      expect(await at(Performances).hasUnseenAmendments(town)).toBe(false);
      await at(Performances).followAmendments(town);
    }
    expect(await collection(publisher, 'outgoing_messages').countDocuments()).toBe(said);
    await bothAlike();
  });

  it('knows extensions of a loan that nobody has answered', async () => {
    const today = at(Clock).today();
    const week = nextWeek(weekOf(addDays(today, 21)));
    // The loan has begun: it is the second day of its week.
    towns.turnClock((Date.parse(addDays(mondayOf(week), 1)) - Date.parse(today)) as number);
    for (const town of [publisher, claimant]) await at(LoansJobs).passDaysOf(town);
    const longer = keyed({ toWeek: nextWeek(week), minutes: 240 });
    await isPendingMeanwhile(publisher, async () => demand(await at(Loans).proposeExtension(publisher, longer)));
    await bothAlike();
    const loan = await collection(claimant, 'director_loans').findOne({ _id: loanId });
    const forget = { $set: { 'state.proposals': [] } };
    await isHealed(claimant, loanId, () => collection(claimant, 'director_loans').updateOne({ _id: loanId }, forget));
    // Lost without the message that brought it, it is named to both.
    await collection(claimant, 'director_loans').updateOne({ _id: loanId }, forget);
    const drift = { processId: loanId, kind: 'extension', drift: 'DIFFERENT' };
    expect((await reconcile(claimant)).drifts).toMatchObject([{ ...drift, here: 'NONE', there: 'PROPOSED' }]);
    expect((await reconcile(publisher)).drifts).toMatchObject([{ ...drift, here: 'PROPOSED', there: 'NONE' }]);
    expect(doctor(publisher)).toMatch(new RegExp(`extension ${loanId}: NONE at 202151, PROPOSED at 203246`));
    await collection(claimant, 'director_loans').replaceOne({ _id: loanId }, loan as Stored);
    await bothAlike();
    demand(await at(Loans).acceptExtension(claimant, keyed({})));
    await bothAlike();
  });

  /** After all that has been lost and said again, the records of each town still tell of deeds that the rules allow. */
  const replaysAt = async (town: Town, processId: string): Promise<void> => {
    const found = await at(Evidence).ofProcess(town, processId);
    if (found === undefined) throw new Error(`no evidence of ${processId}`);
    const file: EvidenceFile = { format: formatOf(found), town: town.code, processId, ...found };
    const { federation } = at(Towns);
    const findings = await checkEvidence(file, federation);
    expect(findings.faults).toEqual([]);
    const played = await replayEvidence(file, federation, findings);
    expect(played?.towns.map(({ objection }) => objection)).toEqual([undefined, undefined]);
    expect(new Set(played?.towns.map(({ stands }) => stands)).size).toBe(1);
  };

  it('knows settlements', async () => {
    const settlementId = makeSettlementId(publisher.code, claimant.code, month);
    towns.turnClock(32 * 86_400_000);
    const state = { peer: publisher.code, month };
    await isPendingMeanwhile(claimant, async () => {
      demand(await at(Settlements).state(claimant, keyed(state)));
      expect(doctor(publisher)).toMatch(/1 on the way \(settlement 1\)/);
    });
    await bothAlike();
    await isHealed(publisher, settlementId, () =>
      collection(publisher, 'settlements').deleteOne({ _id: settlementId }),
    );
    await isNamed(publisher, 'settlements', settlementId, 'settlement', 'STATED');
    demand(await at(Settlements).confirm(publisher, keyed({ settlementId })));
    await bothAlike();
    await isNamed(claimant, 'settlements', settlementId, 'settlement', 'CONFIRMED');
    for (const town of [publisher, claimant])
      for (const processId of [claimId, loanId, settlementId]) await replaysAt(town, processId);
  });
});
