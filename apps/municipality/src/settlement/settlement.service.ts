import { Injectable } from '@nestjs/common';
import type { IsoDate } from '#domain/calendar/date';
import { monthOfDate, monthsOfFiscalYear, type IsoMonth } from '#domain/calendar/month';
import { keysNotRevoked, memberOf } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { Performance } from '#domain/performance/performance';
import { accept, refuse, type Decision } from '#domain/refusals/decision';
import type { Adjustment } from '#domain/settlement/adjustment';
import { hourLedgerOf, type HourLedgerEntry } from '#domain/settlement/hour-ledger';
import { isOver, settle, type Settlement, type SettlementEvent } from '#domain/settlement/machine';
import type { SettlementMessage, SettlementStatus } from '#domain/settlement/machine';
import {
  linesOfWork,
  parseSettlementId,
  settlementOf,
  type SettlementKey,
  type Statement,
} from '#domain/settlement/statement';
import { tidyText } from '#domain/text/text';
import { statementSignature } from '#messages/evidence-file';
import { hashOf, sign, verify } from '#messages/signing';
import { inTurn } from '#mongo/transaction';
import { Clock } from '#service/clock';
import { Idempotency } from '../idempotency/idempotency.service.js';
import { Performances } from '../performance/performance.service.js';
import { Post } from '../post/post.service.js';
import { Towns, type Town } from '../towns/towns.service.js';
import { Trading } from '../trading/trading.service.js';
import { Reckoning } from './reckoning.service.js';
import { SettlementStore } from './settlement.store.js';

interface Keyed {
  readonly idempotencyKey: string;
}
interface AboutSettlement extends Keyed {
  readonly settlementId: string;
}

/** A settlement as it is shown: as it stands, or as it would be stated now. */
export interface ShownSettlement extends SettlementKey {
  readonly status: SettlementStatus;
  readonly statement: Statement;
  readonly statementHash: string | null;
  readonly reason: string | null;
  readonly paidOn: IsoDate | null;
}

/** 結の帳面 of a town with one peer. */
export interface HourLedger {
  readonly peer: MunicipalityCode;
  readonly entries: readonly HourLedgerEntry[];
  /** Given less received, over all time. */
  readonly balanceMinutes: number;
}

/** 精算: what this town and its peers owe each other, month by month. */
@Injectable()
export class Settlements {
  constructor(
    private readonly clock: Clock,
    private readonly towns: Towns,
    private readonly idempotency: Idempotency,
    private readonly performances: Performances,
    private readonly trading: Trading,
    private readonly reckoning: Reckoning,
    private readonly post: Post,
  ) {}

  /** The stating town states a month that is over. */
  state(
    town: Town,
    input: Keyed & { peer: MunicipalityCode; month: IsoMonth; adjustments?: readonly Adjustment[] | null },
  ): Promise<Decision<{ settlementId: string }>> {
    const { peer, month, adjustments } = input;
    return this.once(town, 'stateSettlement', input, async () => {
      if (peer === town.code || memberOf(this.towns.federation, peer) === undefined)
        return refuse('MUNICIPALITY_UNKNOWN', { field: 'peer', given: peer });
      const key = settlementOf(town.code, peer, month);
      return this.says(town, key, 'state', 1, adjustments ?? []);
    });
  }

  /** The stating town answers a dispute: reckons anew, with these adjustments instead of those before. */
  adjust(
    town: Town,
    input: AboutSettlement & { adjustments?: readonly Adjustment[] | null },
  ): Promise<Decision<{ settlementId: string }>> {
    return this.about(town, 'adjustSettlement', input, (key, known) =>
      this.says(town, key, 'adjust', (known?.statement.version ?? 0) + 1, input.adjustments ?? []),
    );
  }

  /** The other town signs what its own reckoning comes to as well; the period is closed. */
  confirm(town: Town, input: AboutSettlement): Promise<Decision<{ settlementId: string }>> {
    return this.about(town, 'confirmSettlement', input, async (key, known) => {
      const ownHash = known && (await this.reckoning.ownHash(town, key, known.statement));
      const signature = await sign({ statementHash: known?.statementHash ?? '' }, town.key, statementSignature);
      return this.happens(town, key, { type: 'confirm', ownHash, signature });
    });
  }

  /** The other town does not agree, and says why. */
  dispute(town: Town, input: AboutSettlement & { reason: string }): Promise<Decision<{ settlementId: string }>> {
    return this.about(town, 'disputeSettlement', input, (key) =>
      this.happens(town, key, { type: 'dispute', reason: tidyText(input.reason) }),
    );
  }

  /** The town that is paid says that the money has come. */
  recordPayment(
    town: Town,
    input: AboutSettlement & { paidOn: IsoDate; yen: number },
  ): Promise<Decision<{ settlementId: string }>> {
    const { paidOn, yen } = input;
    return this.about(town, 'recordPayment', input, (key) =>
      this.happens(town, key, { type: 'record-payment', paidOn, yen }),
    );
  }

  /** What the other town says about a settlement. Joins the caller's transaction. */
  async hears(town: Town, { type, from, payload }: Omit<SettlementMessage, 'genuine'>): Promise<void> {
    // A peer may write what it likes: only what has the names and the signature it should have is looked at further.
    const about =
      'statement' in payload ? (payload.statement as Partial<Statement> | null)?.settlementId : payload.settlementId;
    const key = parseSettlementId(String(about), town.code);
    if (!key.ok) return;
    const genuine =
      !('signature' in payload) ||
      ((!('statement' in payload) || hashOf(payload.statement) === payload.statementHash) &&
        (await this.signedBy(from, payload.signature, payload.statementHash)));
    await this.happens(town, key.value, { type, from, payload, genuine } as SettlementMessage);
  }

  /**
   * A claim is settled once all of it is inspected and all that was accepted is paid; mostly by the last payment, but by its inspection where
   * it is amended down to what was paid already. Joins the caller's transaction.
   */
  async noteSettled(town: Town, work: Performance): Promise<void> {
    if (work.status !== 'INSPECTED') return;
    const { stater, other } = settlementOf(work.claimant, work.publisher, monthOfDate(this.clock.today()));
    const settlements = await new SettlementStore(town.database).between({ stater, other });
    const paid = new Set(
      settlements.flatMap((each) => (each.status === 'PAID' ? each.statement.lines.map(({ id }) => id) : [])),
    );
    if (linesOfWork([work]).every(({ id }) => paid.has(id)))
      await this.trading.noteProgress(town, work.claimId, 'SETTLED');
  }

  /** Marks as over the months in which something was accepted that nobody has stated yet. */
  async cutOff(town: Town): Promise<void> {
    for (const peer of await this.reckoning.peers(town)) {
      const lines = await this.reckoning.linesWith(
        town,
        settlementOf(town.code, peer, monthOfDate(this.clock.today())),
      );
      for (const period of new Set(lines.map(({ on }) => monthOfDate(on))))
        await inTurn(town.database, () =>
          this.happens(town, settlementOf(town.code, peer, period), { type: 'cut-off' }),
        );
    }
  }

  /** Settlements of a month with each peer, those not stated yet as they would be stated now. */
  async ofMonth(town: Town, month: IsoMonth, peer?: MunicipalityCode): Promise<ShownSettlement[]> {
    const kept = await new SettlementStore(town.database).ofMonth(month);
    const peers = new Set([
      ...(await this.reckoning.peers(town)),
      ...kept.flatMap(({ stater, other }) => [stater, other]).filter((code) => code !== town.code),
    ]);
    const shown: ShownSettlement[] = [];
    for (const each of [...peers].sort()) {
      if (peer !== undefined && each !== peer) continue;
      const one = await this.shown(town, settlementOf(town.code, each, month));
      if (one !== undefined && (one.statement.lines.length > 0 || one.statementHash !== null)) shown.push(one);
    }
    return shown;
  }

  /** A settlement of this town's; undefined where it is none. */
  async byId(town: Town, id: string): Promise<ShownSettlement | undefined> {
    const key = parseSettlementId(id, town.code);
    return key.ok ? this.shown(town, key.value) : undefined;
  }

  /** Who helped whom in a fiscal year, by peer. */
  async hourLedger(town: Town, fiscalYear: number): Promise<HourLedger[]> {
    const months = new Set<string>(monthsOfFiscalYear(fiscalYear));
    const ledgers: HourLedger[] = [];
    for (const peer of await this.reckoning.peers(town)) {
      const key = settlementOf(town.code, peer, monthOfDate(this.clock.today()));
      const entries = hourLedgerOf(town.code, await this.reckoning.linesWith(town, key));
      ledgers.push({
        peer,
        entries: entries.filter(({ month }) => months.has(month)),
        balanceMinutes: entries.reduce((sum, each) => sum + each.givenMinutes - each.receivedMinutes, 0),
      });
    }
    return ledgers;
  }

  private async shown(town: Town, key: SettlementKey): Promise<ShownSettlement | undefined> {
    const settlement = (await new SettlementStore(town.database).find(key.id))?.settlement;
    if (settlement !== undefined && 'statement' in settlement) {
      const { status, statement, statementHash } = settlement;
      const reason = 'reason' in settlement ? settlement.reason : null;
      const paidOn = settlement.status === 'PAID' ? settlement.paidOn : null;
      return { ...key, status, statement, statementHash, reason, paidOn };
    }
    const draft = await this.reckoning.statement(town, key, 1, []);
    if (!draft.ok) throw new Error(`nothing is adjusted in ${key.id}, and yet it cannot be reckoned`);
    const status = isOver(key.period, this.clock.now()) ? 'CUT_OFF' : 'ACCRUING';
    return { ...key, status, statement: draft.value, statementHash: null, reason: null, paidOn: null };
  }

  private async says(
    town: Town,
    key: SettlementKey,
    type: 'state' | 'adjust',
    version: number,
    adjustments: readonly Adjustment[],
  ): Promise<Decision<{ settlementId: string }>> {
    const tidy = adjustments.map(({ lineId, minutes, reason }) => ({ lineId, minutes, reason: tidyText(reason) }));
    const reckoned = await this.reckoning.statement(town, key, version, tidy);
    if (!reckoned.ok) return reckoned;
    const statement = reckoned.value;
    const statementHash = hashOf(statement);
    const signature = await sign({ statementHash }, town.key, statementSignature);
    return this.happens(town, key, { type, statement, statementHash, signature });
  }

  private async happens(
    town: Town,
    key: SettlementKey,
    event: SettlementEvent,
  ): Promise<Decision<{ settlementId: string }>> {
    const store = new SettlementStore(town.database);
    const known = await store.find(key.id);
    const before = known?.settlement ?? ({ status: 'NONE' } as const);
    const others =
      event.type === 'state'
        ? await this.reckoning.otherMonths(town, key)
        : { earlierOpen: undefined, laterStated: undefined };
    const decision = settle(before, event, { key, ...others }, town.code, this.clock.now());
    if (!decision.ok) return decision;
    const { state, outgoing } = decision.value;
    if (state !== before && state.status !== 'NONE') {
      if (known === undefined) await store.insert(state);
      else if (!(await store.change(state, known.version)))
        throw new Error(`settlement ${key.id} changed inside a transaction`);
      if (state.status === 'PAID') await this.notePaid(town, state);
    }
    for (const one of outgoing)
      if (one.do === 'tell')
        await this.post.write(town, { processId: one.processId, to: one.to, type: one.type, payload: one.payload });
    return accept({ settlementId: key.id });
  }

  private async notePaid(town: Town, { statement }: Extract<Settlement, { status: 'PAID' }>): Promise<void> {
    for (const claimId of new Set(statement.lines.map((line) => line.claimId))) {
      const work = await this.performances.ofClaim(town, claimId);
      if (work !== undefined) await this.noteSettled(town, work);
    }
  }

  private about(
    town: Town,
    operation: string,
    input: AboutSettlement,
    act: (
      key: SettlementKey,
      known: Extract<Settlement, { statement: Statement }> | undefined,
    ) => Promise<Decision<{ settlementId: string }>>,
  ): Promise<Decision<{ settlementId: string }>> {
    return this.once(town, operation, input, async () => {
      const key = parseSettlementId(input.settlementId, town.code);
      if (!key.ok) return key;
      const known = (await new SettlementStore(town.database).find(key.value.id))?.settlement;
      return act(key.value, known !== undefined && 'statement' in known ? known : undefined);
    });
  }

  private async once(
    town: Town,
    operation: string,
    input: Keyed,
    act: () => Promise<Decision<{ settlementId: string }>>,
  ): Promise<Decision<{ settlementId: string }>> {
    const decision = await this.idempotency.once(town, { operation, input }, act);
    if (decision.ok) await this.post.hurry(town);
    return decision;
  }

  private async signedBy(code: MunicipalityCode, signature: string, statementHash: string): Promise<boolean> {
    try {
      const keys = keysNotRevoked(memberOf(this.towns.federation, code));
      const signed = (await verify(signature, keys, statementSignature)) as { statementHash?: unknown };
      return signed.statementHash === statementHash;
    } catch {
      return false; // An invalid signature is as good as none.
    }
  }
}
