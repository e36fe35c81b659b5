import { fiscalYearOf, lastDayOf } from '../calendar/month.js';
import { decide, refusal, type Decision, type Refusal } from '../refusals/decision.js';
import { refusalsOfText } from '../text/text.js';
import type { SettlementKey, SettlementLine } from './statement.js';

/** Most characters of a reason. */
export const reasonLength = 500;

/** 調整. So many minutes more or fewer of a line than it says. */
export interface Adjustment {
  readonly lineId: string;
  /** Added to what the line counts for; mostly below zero. */
  readonly minutes: number;
  readonly reason: string;
}

/**
 * The lines that correct others, whether in this period or in a closed one, which itself stays as it is (I-13). Both towns reckon them from
 * what they know: after all its corrections a line counts for nothing at least and for what was accepted at most, at its own price and rate.
 * What a cancellation costs follows from what both have signed; there is nothing to correct in it.
 * @param known lines of work, in this period and before.
 * @param earlier corrections that closed periods have made.
 */
export function linesOfAdjustments(
  key: SettlementKey,
  adjustments: readonly Adjustment[],
  known: readonly SettlementLine[],
  earlier: readonly SettlementLine[],
): Decision<SettlementLine[]> {
  const refusals: Refusal[] = [];
  const lines: SettlementLine[] = [];
  for (const [index, { lineId, minutes, reason }] of adjustments.entries()) {
    const field = `adjustments.${index}`;
    const line = known.find(({ id, kind }) => id === lineId && (kind === 'WORK' || kind === 'REWORK'));
    refusals.push(...refusalsOfText(reason, `${field}.reason`, reasonLength));
    if (line === undefined) {
      refusals.push(refusal('ADJUSTED_LINE_UNKNOWN', { field: `${field}.lineId`, given: lineId }));
      continue;
    }
    const before = [...earlier, ...lines]
      .filter(({ adjusts }) => adjusts === lineId)
      .reduce((left, one) => left + one.minutes, line.minutes);
    const after = before + minutes;
    if (!Number.isSafeInteger(minutes) || minutes === 0 || after < 0 || after > line.minutes) {
      const [atLeast, atMost] = [-before, line.minutes - before];
      refusals.push(refusal('ADJUSTMENT_OUT_OF_RANGE', { field: `${field}.minutes`, asked: minutes, atLeast, atMost }));
      continue;
    }
    const on = lastDayOf(key.period);
    lines.push({
      ...line,
      ...{ id: `${key.id}/adjustment/${index + 1}`, kind: 'ADJUSTMENT', on, fiscalYear: fiscalYearOf(on) },
      ...{ minutes, priceYen: priceOf(line, after) - priceOf(line, before), adjusts: lineId, reason },
    });
  }
  return decide(refusals, () => lines);
}

/** What is asked for by lines that correct others. */
export function adjustmentsIn(lines: readonly SettlementLine[]): Adjustment[] {
  return lines
    .filter(({ kind }) => kind === 'ADJUSTMENT')
    .sort((a, b) => numberOf(a) - numberOf(b))
    .map(({ adjusts, minutes, reason }) => ({ lineId: adjusts ?? '', minutes, reason: reason ?? '' }));
}

function numberOf({ id }: SettlementLine): number {
  return Number(id.split('/').at(-1));
}

/** Share of a line's price, so that a line that counts for nothing costs nothing. */
function priceOf(line: SettlementLine, minutes: number): number {
  return Number((BigInt(line.priceYen) * BigInt(minutes)) / BigInt(line.minutes));
}
