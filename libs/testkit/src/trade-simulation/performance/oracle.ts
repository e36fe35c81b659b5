import { dateInTokyo } from '#domain/calendar/date';
import { lastDayOf } from '#domain/calendar/month';
import type { Performance, PricedTerms } from '#domain/performance/performance';
import type { Settlement } from '#domain/settlement/machine';
import type { SettlementLine, Statement } from '#domain/settlement/statement';
import { hashOf, signatureOf } from '../signing.js';
import { isMonthOver, type SettlementMove, type WorkMove, type WorkTown } from './town.js';

// What must hold of work and of settlements, told from the databases alone and without the code under test.

type WithStatement = Extract<Settlement, { readonly statement: Statement }>;

/** What is wrong at this moment; empty when all is well. */
export function wrongWorkNow(towns: readonly WorkTown[]): string[] {
  const wrong: string[] = [];
  for (const town of towns) {
    for (const work of town.works.values()) {
      wrong.push(...wrongDeliveries(work, town), ...wrongAward(work, town));
      if (work.claimant !== town.code) continue;
      const publisher = townOf(towns, work.publisher);
      if (!town.isSaying(work.claimId, work.publisher) && !publisher.isSaying(work.claimId, town.code))
        wrong.push(...wrongBetween(work, town, publisher));
    }
    for (const settlement of town.settlements.values()) {
      if (!('statement' in settlement)) continue;
      wrong.push(...wrongStatement(settlement, town));
      const [stater, other] = [townOf(towns, settlement.stater), townOf(towns, settlement.other)];
      wrong.push(...wrongClosing(settlement, town, stater === town ? other : stater));
      if (!stater.isSaying(settlement.id, other.code) && !other.isSaying(settlement.id, stater.code))
        wrong.push(...wrongSettlements(settlement, town, stater === town ? other : stater));
    }
    wrong.push(...wrongLines(town));
  }
  return wrong;
}

/** What is wrong once everything has been delivered, and the towns have settled all that there was. */
export function wrongWorkAtTheEnd(towns: readonly WorkTown[]): string[] {
  const wrong: string[] = [];
  for (const town of towns) {
    const settled = new Set(closedAt(town).flatMap(({ statement }) => statement.lines.map(({ id }) => id)));
    for (const { claimId, deliveries } of town.works.values())
      for (const { number, verdict } of deliveries)
        if (verdict?.outcome === 'ACCEPTED' && !settled.has(`${claimId}/${number}/work`))
          wrong.push(`${town.code}: delivery ${number} of ${claimId} is never settled`);
    // What was stated is confirmed in the end, also where nothing is left in it.
    for (const { id, status } of town.settlements.values())
      if (['STATED', 'DISPUTED', 'ADJUSTED'].includes(status))
        wrong.push(`${id} is ${status} for ever at ${town.code}`);
  }
  return wrong;
}

/** Whether work changed at a moment, and from a state, that allow it. */
export function wrongWorkMove({ town, before, after, claim, now }: WorkMove): string[] {
  const { claimId, claimant, startedOn } = after;
  const wrong: string[] = [];
  const say = (what: string): void => void wrong.push(`${claimId}: ${what} at ${town.code}`);
  if (before.status === 'NONE') {
    if (claim.status !== 'CONFIRMED') say(`begun, and ${claim.status}`);
    else if (claimant === town.code && dateInTokyo(now) < claim.terms.earliest) say('begun before its first day');
    if (claim.status === 'CONFIRMED' && 'receiptPending' in claim && claim.receiptPending)
      say('begun before it was in force');
    return wrong;
  }
  if (startedOn !== before.startedOn) say('begun twice');
  for (const [index, delivery] of before.deliveries.entries())
    if (delivery.verdict !== null && after.deliveries[index] !== delivery)
      if (JSON.stringify(after.deliveries[index]) !== JSON.stringify(delivery)) say('a verdict was changed');
  return wrong;
}

/** Whether a settlement changed at a moment, and from a state, that allow it (I-13). */
export function wrongSettlementMove({ town, before, after, others, works, now }: SettlementMove): string[] {
  const [from, to] = [before.status, after.status];
  const wrong: string[] = [];
  const say = (what: string): void => void wrong.push(`${after.id}: ${what} at ${town.code} (${from} → ${to})`);
  if (['CUT_OFF', 'CONFIRMED'].includes(to) && from !== to && !(to === 'CONFIRMED' && town.code === after.stater))
    if (!isMonthOver(after.period, now)) say('over before the month');
  if (to === 'STATED' && town.code === after.stater) {
    if (!isMonthOver(after.period, now)) say('stated before the month was over');
    const stated = others.filter((each) => 'statement' in each);
    if (stated.some(({ period }) => period > after.period)) say('stated after a later month');
    // A month that was passed over is settled with the later one that was stated in its place.
    const last = stated.at(-1)?.period ?? '';
    if (
      others.some(
        (each) => each.period < after.period && !isClosed(each) && ('statement' in each || each.period > last),
      )
    )
      say('stated before an earlier month was closed');
  }
  if (from !== to && after.status === 'CONFIRMED' && town.code === after.other) {
    // Who confirms knows of each line, and of nothing that is missing.
    const settled = new Set(
      [after, ...others.filter(isClosed)].flatMap((each) =>
        'statement' in each ? each.statement.lines.map(({ id }) => id) : [],
      ),
    );
    for (const { claimId, deliveries } of works)
      for (const { number, verdict } of deliveries)
        if (verdict?.outcome === 'ACCEPTED' && verdict.on <= lastDayOf(after.period))
          if (!settled.has(`${claimId}/${number}/work`)) say(`closed without delivery ${number} of ${claimId}`);
  }
  if ('statement' in before && isClosed(before)) {
    if (!isClosed(after)) say('opened again');
    if ('statement' in after && after.statementHash !== before.statementHash) say('changed after it was closed');
    if (from === 'PAID') say('changed after it was paid');
  }
  return wrong;
}

/** Deliveries are counted, priced and added up as their own facts say. */
function wrongDeliveries({ claimId, status, deliveries, ...work }: Performance, town: WorkTown): string[] {
  const wrong: string[] = [];
  const say = (what: string): void => void wrong.push(`${claimId}: ${what} at ${town.code}`);
  let [accepted, payable] = [0, 0];
  for (const [index, delivery] of deliveries.entries()) {
    const { number, terms, minutes, reworkMinutes, verdict, deliveredOn } = delivery;
    if (number !== index + 1) say('a delivery is missing');
    if (!isPricedRight(terms)) say('priced by what is none of its versions');
    if (minutes < 1 || accepted + minutes > terms.minutes) say('more is delivered than was awarded');
    if (reworkMinutes > payable) say('more rework is charged than is paid');
    const isLast = index === deliveries.length - 1;
    if ((verdict === null) !== (isLast && status === 'DELIVERED')) say(`a verdict too few or too many, ${status}`);
    if (verdict !== null && verdict.on < deliveredOn) say('inspected before it was delivered');
    if (verdict?.outcome === 'REJECTED' && verdict.cause !== 'CLAIMANT') payable += minutes;
    if (verdict?.outcome !== 'ACCEPTED') continue;
    if (verdict.minutes > minutes) say('more is accepted than was delivered');
    if (verdict.workYen !== share(terms, accepted + verdict.minutes) - share(terms, accepted)) say('priced wrong');
    if (verdict.reworkYen !== share(terms, reworkMinutes)) say('rework is priced wrong');
    accepted += verdict.minutes;
    payable -= reworkMinutes;
  }
  if (work.acceptedMinutes !== accepted) say(`${work.acceptedMinutes} accepted for ${accepted}`);
  if (work.reworkPayableMinutes !== payable) say(`${work.reworkPayableMinutes} of rework payable for ${payable}`);
  const claim = town.claimOf(claimId);
  if (status !== 'DELIVERED' && claim?.status === 'CONFIRMED')
    if ((status === 'INSPECTED') !== accepted >= claim.terms.minutes)
      say(`${status} with ${accepted} of ${claim.terms.minutes}`);
  return wrong;
}

/** Work is for an award in force, and no version of that is for less than is handed in. */
function wrongAward({ claimId, claimant, publisher, ...work }: Performance, town: WorkTown): string[] {
  const claim = town.claimOf(claimId);
  if (claim?.status === 'TERMINATED')
    return town.code === publisher ? [`${claimId}: cancelled by ${publisher}, and yet work is noted`] : [];
  if (claim?.status !== 'CONFIRMED') return [`${claimId}: worked on, and ${claim?.status} at ${town.code}`];
  const open = work.status === 'DELIVERED' ? (work.deliveries.at(-1)?.minutes ?? 0) : 0;
  const done = work.acceptedMinutes + open;
  return town.code === claimant && done > claim.terms.minutes
    ? [`${claimId}: ${done} minutes handed in of ${claim.terms.minutes}`]
    : [];
}

/** Both ends, when no word is under way between them. Of what was cancelled before its beginning was heard of, one end knows. */
function wrongBetween(work: Performance, town: WorkTown, publisher: WorkTown): string[] {
  const there = publisher.works.get(work.claimId);
  if (town.claimOf(work.claimId)?.status === 'TERMINATED' && there === undefined)
    return work.deliveries.some(({ verdict }) => verdict !== null) ? [`${work.claimId}: inspected and cancelled`] : [];
  return there !== undefined && storyOf(there) === storyOf(work)
    ? []
    : [`${work.claimId}: ${work.status} here and ${there?.status} there, or otherwise different, and nobody says so`];
}

function storyOf({ status, startedOn, deliveries }: Performance): string {
  const told = deliveries.map(({ number, minutes, reworkMinutes, note, deliveredOn, terms, verdict }) => [
    ...[number, minutes, reworkMinutes, note, deliveredOn, terms.termsHash],
    ...(verdict === null ? [] : [verdict.outcome, verdict.on]),
    ...(verdict?.outcome === 'ACCEPTED' ? [verdict.minutes, verdict.workYen, verdict.reworkYen] : []),
    ...(verdict?.outcome === 'REJECTED' ? [verdict.reason, verdict.cause] : []),
  ]);
  return JSON.stringify([status, startedOn, told]);
}

/** A statement has the signatures that its state needs, and adds up (I-12). */
function wrongStatement(settlement: WithStatement, { code }: WorkTown): string[] {
  const { id, stater, other, statement, statementHash, staterSignature } = settlement;
  const wrong: string[] = [];
  const say = (what: string): void => void wrong.push(`${id}: ${what} at ${code}`);
  if (hashOf(statement) !== statementHash) say('a statement that is not that of its hash');
  if (staterSignature !== signatureOf(stater, statementHash)) say('the stating town has not signed');
  if ('otherSignature' in settlement && settlement.otherSignature !== signatureOf(other, statementHash))
    say('closed, and the other town has not signed');
  const [owedToStater, owedToOther] = [stater, other].map((seller) => owed(statement.lines, seller)) as [
    number,
    number,
  ];
  const net = owedToStater - owedToOther;
  const { from, to, yen } = statement.payment;
  if (yen !== Math.abs(net) || (net !== 0 && to !== (net > 0 ? stater : other)) || from === to)
    say('the payment is wrong');
  for (const { on } of statement.lines) if (on > lastDayOf(statement.period)) say('a line of a later month');
  return wrong;
}

/** Who closes has the other's signature; who has paid was told so by the town that was paid. */
function wrongClosing(settlement: WithStatement, town: WorkTown, peer: WorkTown): string[] {
  const { id, status, stater, statementHash, statement } = settlement;
  const there = peer.settlements.get(id);
  const closedThere = there !== undefined && 'statement' in there && isClosed(there) ? there : undefined;
  if (isClosed(settlement) && town.code === stater && closedThere?.statementHash !== statementHash)
    return [`${id}: closed at ${stater}, and not at the other town`];
  return status === 'PAID' && town.code === statement.payment.from && closedThere?.status !== 'PAID'
    ? [`${id}: paid for its payer alone`]
    : [];
}

/** Both ends, when no word is under way between them. That a month is over each finds for itself. */
function wrongSettlements(settlement: WithStatement, town: WorkTown, peer: WorkTown): string[] {
  const there = peer.settlements.get(settlement.id);
  const isSame =
    there !== undefined &&
    'statement' in there &&
    there.status === settlement.status &&
    there.statementHash === settlement.statementHash &&
    ('reason' in there ? there.reason : '') === ('reason' in settlement ? settlement.reason : '');
  return isSame
    ? []
    : [`${settlement.id}: ${settlement.status} at ${town.code}, ${there?.status} at ${peer.code}, and nobody says so`];
}

/** What is closed is closed once, for what was accepted, and corrected to nothing at most (I-13). */
function wrongLines(town: WorkTown): string[] {
  const wrong: string[] = [];
  const minutesOf = new Map<string, [accepted: number, counted: number]>();
  const corrections: SettlementLine[] = [];
  for (const { id, statement } of closedAt(town))
    for (const line of statement.lines) {
      if (line.kind === 'ADJUSTMENT') corrections.push(line);
      else if (minutesOf.has(line.id)) wrong.push(`${line.id} is settled twice, again in ${id}`);
      else {
        minutesOf.set(line.id, [line.minutes, line.minutes]);
        if (!isAsInspected(line, town)) wrong.push(`${line.id} is settled otherwise than it was inspected`);
      }
    }
  for (const { adjusts, minutes } of corrections) {
    const corrected = minutesOf.get(adjusts ?? '');
    if (corrected === undefined) wrong.push(`${adjusts} is corrected, and was never settled`);
    else corrected[1] += minutes;
  }
  for (const [id, [accepted, counted]] of minutesOf)
    if (counted < 0 || counted > accepted) wrong.push(`${id} counts for ${counted} of ${accepted}`);
  return wrong;
}

function isAsInspected({ claimId, id, kind, minutes, priceYen, on }: SettlementLine, town: WorkTown): boolean {
  const delivery = town.works.get(claimId)?.deliveries.find(({ number }) => id.startsWith(`${claimId}/${number}/`));
  const verdict = delivery?.verdict;
  if (delivery === undefined || verdict?.outcome !== 'ACCEPTED' || verdict.on !== on) return false;
  return kind === 'WORK'
    ? minutes === verdict.minutes && priceYen === verdict.workYen
    : minutes === delivery.reworkMinutes && priceYen === verdict.reworkYen;
}

/** What a town is owed for its lines, with a tax of ten in a hundred, rounded towards nothing once. */
function owed(lines: readonly SettlementLine[], seller: string): number {
  const net = lines.filter((line) => line.seller === seller).reduce((sum, { priceYen }) => sum + priceYen, 0);
  return net + Math.trunc(net / 10);
}

function share({ priceYen, minutes: all }: PricedTerms, minutes: number): number {
  return Math.floor((priceYen * minutes) / all);
}

/** A hash is the text of the terms: they can be read out of it. */
function isPricedRight({ termsHash, minutes, priceYen }: PricedTerms): boolean {
  const terms = termsOf.get(termsHash) ?? (JSON.parse(termsHash) as PricedTerms);
  termsOf.set(termsHash, terms);
  return terms.minutes === minutes && terms.priceYen === priceYen;
}
const termsOf = new Map<string, PricedTerms>();

function closedAt(town: WorkTown): WithStatement[] {
  return [...town.settlements.values()].filter((each): each is WithStatement => 'statement' in each && isClosed(each));
}

function isClosed({ status }: Settlement): boolean {
  return status === 'CONFIRMED' || status === 'PAID';
}

function townOf(towns: readonly WorkTown[], code: string): WorkTown {
  return towns.find((town) => town.code === code) as WorkTown;
}
