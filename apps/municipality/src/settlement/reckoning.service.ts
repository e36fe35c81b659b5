import { Injectable } from '@nestjs/common';
import { monthOfDate } from '#domain/calendar/month';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { Decision } from '#domain/refusals/decision';
import { accept } from '#domain/refusals/decision';
import { adjustmentsIn, linesOfAdjustments, type Adjustment } from '#domain/settlement/adjustment';
import { isClosed, otherMonths, type Settlement } from '#domain/settlement/machine';
import { linesDue, linesOfCancellations, linesOfWork, statementOf } from '#domain/settlement/statement';
import type { SettlementKey, SettlementLine, Statement } from '#domain/settlement/statement';
import { hashOf } from '#messages/signing';
import { Performances } from '../performance/performance.service.js';
import type { Town } from '../towns/towns.service.js';
import { Trading } from '../trading/trading.service.js';
import { SettlementStore } from './settlement.store.js';

/** What a town reckons for itself, from what it has heard and said. */
@Injectable()
export class Reckoning {
  constructor(
    private readonly performances: Performances,
    private readonly trading: Trading,
  ) {}

  /** The statement of a settlement by this town's own account, with these adjustments in it. */
  async statement(
    town: Town,
    key: SettlementKey,
    version: number,
    adjustments: readonly Adjustment[],
  ): Promise<Decision<Statement>> {
    const { lines, closed } = await this.known(town, key);
    const settled = closed.flatMap(({ statement }) => statement.lines);
    const due = linesDue(lines, key.period, new Set(settled.map(({ id }) => id)));
    const earlier = settled.filter(({ kind }) => kind === 'ADJUSTMENT');
    const known = lines.filter(({ on }) => monthOfDate(on) <= key.period);
    const corrections = linesOfAdjustments(key, adjustments, known, earlier);
    return corrections.ok ? accept(statementOf(key, version, [...due, ...corrections.value])) : corrections;
  }

  /** The hash that this town comes to for what a peer has stated; undefined where its adjustments cannot be reckoned here. */
  async ownHash(town: Town, key: SettlementKey, { version, lines }: Statement): Promise<string | undefined> {
    const own = await this.statement(town, key, version, adjustmentsIn(lines));
    return own.ok ? hashOf(own.value) : undefined;
  }

  /** All lines between two towns: accepted work, cancelled awards, and what closed periods have adjusted. */
  async linesWith(town: Town, key: SettlementKey): Promise<SettlementLine[]> {
    const { lines, closed } = await this.known(town, key);
    return [
      ...lines,
      ...closed.flatMap(({ statement }) => statement.lines.filter((line) => line.kind === 'ADJUSTMENT')),
    ];
  }

  /** What the other months of the pair mean for this one. */
  async otherMonths(town: Town, { period, ...pair }: SettlementKey): Promise<ReturnType<typeof otherMonths>> {
    return otherMonths(await new SettlementStore(town.database).between(pair), period);
  }

  /** The towns with which there is, or may come to be, something to settle. */
  async peers(town: Town): Promise<MunicipalityCode[]> {
    const charges = await this.trading.cancellationCharges(town);
    const charged = charges.flatMap(({ claimant, publisher }) => [claimant, publisher]);
    const peers = new Set([...(await this.performances.peers(town)), ...charged]);
    return [...peers].filter((code) => code !== town.code);
  }

  private async known(
    town: Town,
    key: SettlementKey,
  ): Promise<{ lines: SettlementLine[]; closed: Extract<Settlement, { statement: Statement }>[] }> {
    const peer = key.stater === town.code ? key.other : key.stater;
    const settlements = await new SettlementStore(town.database).between(key);
    const charges = await this.trading.cancellationCharges(town);
    const ofPair = charges.filter(({ claimant, publisher }) => claimant === peer || publisher === peer);
    return {
      lines: [...linesOfWork(await this.performances.between(town, peer)), ...linesOfCancellations(ofPair)],
      closed: settlements.flatMap((each) =>
        'statement' in each && isClosed(each) && each.id !== key.id ? [each] : [],
      ),
    };
  }
}
