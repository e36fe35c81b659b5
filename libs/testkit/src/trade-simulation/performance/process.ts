import { addDays, dateInTokyo, type Instant } from '#domain/calendar/date';
import { makeClaimId } from '#domain/municipality/ids';
import type { SkillCode } from '#domain/skills/catalogue';
import { termsOfAward } from '#domain/trade/claim';
import type { CounterTerms } from '#domain/trade/offer';
import { settlementOf } from '#domain/settlement/statement';
import { amendmentActs, amends, type AgreedAmendments } from '../amending.js';
import { BadWorld, codes, day, hour, minute } from '../bad-world.js';
import type { Branches } from '../branches.js';
import { wrongAtTheEnd, wrongMove, wrongNow } from '../oracle.js';
import { anyOf, repeats } from '../people.js';
import type { Fate } from '../post.js';
import type { Protocol } from '../protocol.js';
import { driftsOfWork, type Drift } from '../reconciling.js';
import { hashOf, signatureOf } from '../signing.js';
import { wrongOrderMove } from '../splitting.js';
import { wrongSettlementMove, wrongWorkAtTheEnd, wrongWorkMove, wrongWorkNow } from './oracle.js';
import { inspects, liesAboutSettlement, liesAboutWork, settles, works } from './people.js';
import { monthBefore, WorkTown } from './town.js';

const begin = Date.UTC(2027, 6, 10, 3);

/**
 * Three towns whose awards are in force, one of them both ways: work, deliveries, inspections, amendments and cancellations over some
 * months, and what the towns settle of it.
 */
export class WorkProcess extends BadWorld<WorkTown> {
  protected readonly steps = 90;
  protected readonly ending = { silence: 31, rounds: 6, roundMs: 12 * day };
  private readonly agreed = new Map<string, CounterTerms>();
  private readonly agreedAmendments: AgreedAmendments = new Map();
  private readonly claims: { readonly id: string; readonly claimant: WorkTown; readonly publisher: WorkTown }[] = [];

  constructor(
    seed: number,
    branches: Branches,
    private readonly protocol: Protocol,
  ) {
    super(seed, begin, () => codes.slice(0, 3).map((code) => new WorkTown(code, 4_800, protocol, branches)));
    const [a, b, c] = this.towns as [WorkTown, WorkTown, WorkTown];
    this.publish(a);
    this.publish(b);
    this.deliver();
    this.puts(b, a, 1_200);
    this.puts(c, a, this.random.pick([900, 1_200]));
    this.puts(a, b, 600);
  }

  protected passTime(): void {
    this.time += this.random.pick([0, minute, 3 * hour, 12 * hour, day, 2 * day]);
  }

  protected wrongNow(): string[] {
    const { towns } = this;
    return [
      ...towns.flatMap((town) => town.orderMoves.splice(0)).flatMap(wrongOrderMove),
      ...towns.flatMap((town) => town.moves.splice(0)).flatMap((move) => wrongMove(move, 600)),
      ...towns.flatMap((town) => town.workMoves.splice(0)).flatMap(wrongWorkMove),
      ...towns.flatMap((town) => town.settlementMoves.splice(0)).flatMap(wrongSettlementMove),
      ...wrongNow(towns, this.agreed, this.agreedAmendments),
      ...wrongWorkNow(towns),
    ];
  }

  protected wrongAtTheEnd(): string[] {
    const { towns } = this;
    return [...wrongAtTheEnd(towns), ...wrongWorkAtTheEnd(towns)];
  }

  protected drifts(): Drift[] {
    return driftsOfWork(this.towns, this.protocol);
  }

  /** In most processes something is done and inspected in the first month, or hardly any month would come to be settled. */
  protected begin(): void {
    const { random } = this;
    if (random.next() < 0.3) return;
    this.time += 6 * day;
    for (const claim of this.claims) {
      const { id, claimant, publisher } = claim;
      const now = this.time as Instant;
      if (random.next() < 0.2) this.amendsWell(claim);
      claimant.transact('WELL', () => claimant.workDoes(id, { type: 'start' }, now));
      if (random.next() < 0.3) continue;
      const inForce = claimant.claimOf(id);
      const all = inForce?.status === 'CONFIRMED' ? inForce.terms.minutes : 600;
      const minutes = random.pick([200, 301, 600, all]);
      const delivery = { type: 'deliver', minutes, reworkMinutes: 0, note: '' } as const;
      claimant.transact('WELL', () => claimant.workDoes(id, delivery, now));
      this.deliver();
      if (random.next() < 0.2) this.amendsWell(claim);
      publisher.transact('WELL', () => publisher.workDoes(id, { type: 'accept', number: 1, minutes }, now));
      this.deliver();
      if (random.next() < (minutes === all ? 0.8 : 0.3)) this.amendsWell(claim);
    }
    if (random.next() < 0.2) return;
    this.time += 20 * day;
    this.deliver();
    for (const [index, one] of this.towns.entries())
      for (const other of this.towns.slice(index + 1))
        for (const [town, peer] of [[one, other] as const, [other, one] as const]) {
          settles(town, peer, { random, time: this.time, fate: 'WELL', calm: 0.9 });
          this.deliver();
        }
  }

  protected step(): void {
    const { random, network, weather, time, towns } = this;
    const anyone = anyOf(random, towns) as WorkTown;
    const peer = anyOf(
      random,
      towns.filter((town) => town !== anyone),
    ) as WorkTown;
    const { id, claimant, publisher } = anyOf(random, this.claims) as (typeof this.claims)[number];
    const fate = this.fate();
    const roll = random.next();
    // What is rarely reached is tried harder.
    const extra = random.next();
    if (extra < 0.29) settles(anyone, peer, { random, time, fate, calm: 0 });
    else if (extra < 0.5)
      this.lie(towns.find((town) => town !== anyone && town !== peer) as WorkTown, anyone, id, peer);
    else if (extra < 0.57) works(claimant, id, random, time, fate);
    else if (extra < 0.63) inspects(publisher, id, random, time, fate);
    else if (extra < 0.67) this.amends(random.next() < 0.5 ? claimant : publisher, id, fate);
    if (roll < 0.1) network.send(anyone, time, weather);
    else if (roll < 0.32) for (const town of towns) network.send(town, time, weather);
    else if (roll < 0.43) works(claimant, id, random, time, fate);
    else if (roll < 0.53) inspects(publisher, id, random, time, fate);
    else if (roll < 0.79) settles(anyone, peer, { random, time, fate, calm: 0.6 });
    else if (roll < 0.82) this.amends(random.next() < 0.5 ? claimant : publisher, id, fate);
    else if (roll < 0.83)
      publisher.transact(fate, () =>
        publisher.orderDoes(orderOf(publisher), { type: 'cancel', reason: 'y' }, publisher.now(time)),
      );
    else if (roll < 0.88) anyone.passDeadlines(fate, anyone.now(time));
    else if (roll < 0.9) network.deliverLate(time, weather);
    else if (roll < 0.915) repeats(anyone, random, anyone.now(time));
    else if (roll < 0.965) this.lie(anyone, random.next() < 0.5 ? claimant : publisher, id, peer);
    else if (roll < 0.985) network.cutOrJoin();
    else anyone.skew = random.between(-5, 5) * minute;
  }

  private lie(liar: WorkTown, victim: WorkTown, claimId: string, peer: WorkTown): void {
    const { random, time } = this;
    if (random.next() < 0.5) {
      if (liar !== victim) liesAboutWork(liar, victim, claimId, liar.now(time));
    } else {
      const other = anyOf(
        random,
        this.towns.filter((town) => town !== peer),
      ) as WorkTown;
      if (liar !== peer) liesAboutSettlement(liar, peer, other, random, liar.now(time));
    }
    this.network.send(liar, time, this.weather); // Before the truth can come.
  }

  private amends(town: WorkTown, claimId: string, fate: Fate): void {
    const { random, time } = this;
    const claim = town.claimOf(claimId);
    if (claim?.status !== 'CONFIRMED') return;
    const sensible = claim.amendment === undefined ? 'propose' : 'accept-amendment';
    const act = random.next() < 0.7 ? sensible : random.pick(amendmentActs);
    amends(town, claim, act, { random, agreed: this.agreedAmendments, time, fate });
  }

  /** Another version of an award, by its claimant's proposal and its publisher's yes, where both may. */
  private amendsWell({ id, claimant, publisher }: (typeof this.claims)[number]): void {
    const about = { random: this.random, agreed: this.agreedAmendments, time: this.time, fate: 'WELL' as const };
    for (const [town, act] of [[claimant, 'propose'] as const, [publisher, 'accept-amendment'] as const]) {
      const claim = town.claimOf(id);
      if (claim !== undefined) amends(town, claim, act, about);
      this.deliver();
    }
  }

  private publish(town: WorkTown): void {
    const today = dateInTokyo(begin as Instant);
    const order = {
      ...{ id: orderOf(town), publisher: town.code, title: '入力', skill: 'data-entry' as SkillCode, level: 1 },
      ...{ licences: [], minutes: 2_400, priceYen: 48_001, minSliceMinutes: 600, claimBy: addDays(today, 5) },
      ...{
        earliest: addDays(today, this.random.pick([0, 1, 4])),
        due: addDays(today, 90),
        dataClass: 'INTERNAL' as const,
      },
      addressees: this.towns.map(({ code }) => code).filter((code) => code !== town.code),
    };
    town.transact('WELL', () => town.orderDoes(order.id, { type: 'post', order }, town.now(this.time)));
  }

  /** An award of so many minutes, in force at both ends. */
  private puts(claimant: WorkTown, publisher: WorkTown, minutes: number): void {
    const now = this.time as Instant;
    const order = publisher.published.get(orderOf(publisher));
    if (order === undefined) throw new Error('nothing is published');
    const id = makeClaimId(claimant.code, publisher.code, '0');
    const event = { type: 'submit', id, claimant: claimant.code, minutes } as const;
    claimant.transact('WELL', () => claimant.claimantDoes(id, event, order, now));
    const priceYen = Math.floor((order.priceYen * minutes) / order.minutes);
    this.agreed.set(id, { minutes, priceYen, earliest: order.earliest, due: order.due });
    this.deliver();
    const claim = publisher.received.get(id);
    if (claim === undefined) throw new Error('the claim has not arrived');
    publisher.transact('WELL', () => {
      const terms = termsOfAward(order, claim, minutes, now);
      const termsHash = hashOf(terms);
      const signature = signatureOf(publisher.code, termsHash);
      const current = publisher.published.get(order.id) ?? order;
      return publisher.publisherDoes(id, { type: 'award', minutes, terms, termsHash, signature }, current, now);
    });
    this.deliver();
    claimant.transact('WELL', () => {
      const awarded = claimant.claimed.get(id);
      const signature = signatureOf(
        claimant.code,
        awarded !== undefined && 'termsHash' in awarded ? awarded.termsHash : '',
      );
      return claimant.claimantDoes(id, { type: 'confirm', signature, lotId: `lot of ${id}` }, order, now);
    });
    this.deliver();
    this.claims.push({ id, claimant, publisher });
  }

  /** The towns settle what there is. */
  protected override end(): void {
    for (const [index, one] of this.towns.entries())
      for (const other of this.towns.slice(index + 1)) this.closes(one, other);
  }

  /** Two towns close every month that they have, in order, each by its own account. */
  private closes(one: WorkTown, other: WorkTown): void {
    const { stater: code } = settlementOf(one.code, other.code, '2027-07' as never);
    const [stater, confirmer] = one.code === code ? [one, other] : [other, one];
    const now = this.time as Instant;
    const kept = [...stater.settlements.values()].filter((each) => each.other === confirmer.code);
    // In the last month, in which nothing is done, what came to light too late for its own.
    const months = new Set([...kept.map(({ period }) => period), monthBefore(now)]);
    for (const period of [...months].sort()) {
      const key = settlementOf(one.code, other.code, period);
      const { id } = key;
      const statedAt = (town: WorkTown) => {
        const settlement = town.settlements.get(id);
        return settlement !== undefined && 'statement' in settlement ? settlement : undefined;
      };
      const says = (type: 'state' | 'adjust', version: number): void => {
        const statement = stater.reckons(key, version, []);
        if (statement === undefined) throw new Error('nothing is adjusted, and it cannot be reckoned');
        const statementHash = hashOf(statement);
        const signature = signatureOf(stater.code, statementHash);
        stater.transact('WELL', () => stater.settlementDoes(key, { type, statement, statementHash, signature }, now));
        this.deliver();
      };
      const confirms = (): void => {
        const { statement, statementHash } = statedAt(confirmer) ?? {};
        const ownHash = statement && confirmer.ownHash(key, statement);
        const signature = signatureOf(confirmer.code, statementHash ?? '');
        confirmer.transact('WELL', () => confirmer.settlementDoes(key, { type: 'confirm', ownHash, signature }, now));
        this.deliver();
      };
      const disputes = (): void => {
        confirmer.transact('WELL', () => confirmer.settlementDoes(key, { type: 'dispute', reason: 'x' }, now));
        this.deliver();
      };
      says('state', 1);
      if (this.random.next() < 0.2) disputes();
      confirms();
      disputes();
      says('adjust', (statedAt(stater)?.statement.version ?? 0) + 1);
      confirms();
    }
  }
}

function orderOf({ code }: WorkTown): string {
  return `${code}-surplus-1`;
}
