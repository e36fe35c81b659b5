import type { Instant } from '../calendar/date.js';
import { fiscalYearOf } from '../calendar/month.js';
import { taxPercentOn } from '../law/consumption-tax.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { accept, refusal, type Decision, type Refusal } from '../refusals/decision.js';
import { settle, type Settlement, type SettlementEvent } from '../settlement/machine.js';
import { isStatement, statementOf, type SettlementKey, type Statement } from '../settlement/statement.js';
import type { None } from '../trade/machine.js';
import { lawful, messageOf, stepOf } from './claim-ends.js';
import type { End, Stepped } from './end.js';
import { sameValue } from './same-value.js';

type Kept = Settlement | None;

/** Either end of a settlement. */
export function settlementEnd(key: SettlementKey, town: MunicipalityCode): End<Kept> {
  const does = (kept: Kept, event: SettlementEvent, now: Instant): Decision<Stepped<Kept>> => {
    const decision = settle(kept, event, { key, earlierOpen: undefined, laterStated: undefined }, town, now);
    if (!decision.ok) return decision;
    const { state, outgoing } = decision.value;
    const tells = outgoing.flatMap((one) =>
      one.do === 'tell' ? [{ to: one.to, type: one.type, payload: one.payload }] : [],
    );
    return accept({ state, tells });
  };
  const states = (kept: Kept, type: 'state' | 'adjust', payload: object, now: Instant): Decision<Stepped<Kept>> => {
    const { statement, statementHash, signature } = payload as Omit<
      Extract<SettlementEvent, { type: 'state' }>,
      'type'
    >;
    const version = 'statement' in kept ? kept.statement.version + 1 : 1;
    return lawful(refusalsOfSums(key, version, statement), () =>
      does(kept, { type, statement, statementHash, signature }, now),
    );
  };
  return {
    none: { status: 'NONE' },
    deeds(kept, { type, payload }, now) {
      const { signature, statementHash, reason, paidOn, yen } = payload;
      switch (type) {
        case 'settlement.stated':
          return [states(kept, 'state', payload, now)];
        case 'settlement.adjusted':
          return [states(kept, 'adjust', payload, now)];
        // What the town has reckoned for itself is not in the messages; that it signed says what it came to.
        case 'settlement.confirmed':
          return [does(kept, { type: 'confirm', ownHash: String(statementHash), signature: String(signature) }, now)];
        case 'settlement.disputed':
          return [does(kept, { type: 'dispute', reason: String(reason) }, now)];
        case 'settlement.paid':
          return [does(kept, { type: 'record-payment', paidOn: paidOn as never, yen: Number(yen) }, now)];
        default:
          return [];
      }
    },
    hears: (kept, said, now) => stepOf(kept, does(kept, messageOf(said), now)),
    clock: (kept, now) => stepOf(kept, does(kept, { type: 'cut-off' }, now)),
    name: ({ status }) => status,
  };
}

/** Why a statement is not what its own lines come to; empty when it is. */
function refusalsOfSums(key: SettlementKey, version: number, statement: Statement): Refusal[] {
  const differs = [refusal('STATEMENT_DIFFERS', { field: 'statement' })];
  if (!isStatement(statement)) return differs;
  const { lines } = statement;
  const isDated = lines.every(
    ({ on, fiscalYear, taxPercent, kind }) =>
      fiscalYear === fiscalYearOf(on) && (kind === 'ADJUSTMENT' || taxPercent === taxPercentOn(on)),
  );
  return isDated && sameValue(statementOf(key, version, lines), statement) ? [] : differs;
}
