import { addDays, dateInTokyo, type Instant } from '#domain/calendar/date';
import type { ClaimAtClaimant, ClaimAtPublisher } from '#domain/trade/claim-state';
import type { CounterTerms } from '#domain/trade/offer';
import type { SkillCode } from '#domain/skills/catalogue';
import type { AgreedAmendments } from './amending.js';
import { BadWorld, codes, day, hour, minute } from './bad-world.js';
import type { Branches } from './branches.js';
import { wrongAtTheEnd, wrongMove, wrongNow } from './oracle.js';
import { anyOf, claimantActs, lies, publisherActs, repeats, someOrder, type Scene, type Temper } from './people.js';
import { driftsOfTrade, type Drift } from './reconciling.js';
import type { Protocol } from './protocol.js';
import { hashOf } from './signing.js';
import { splitsOff, wrongOrderMove } from './splitting.js';
import { Town } from './town.js';

const begin = Date.UTC(2027, 6, 1);
const minSliceMinutes = 600;

/**
 * One surplus order, and in some processes others that are split off it, with all that comes of them until their awards are in force or
 * over: people at both ends do what they like.
 */
export class TradeProcess extends BadWorld<Town> {
  protected readonly steps: number;
  protected readonly ending = { silence: 95, rounds: 10, roundMs: 48 * hour };
  private readonly scene: Scene;
  private readonly publisher: Town;
  private readonly agreed = new Map<string, CounterTerms>();
  private readonly agreedAmendments: AgreedAmendments = new Map();
  private readonly orderId = '203246-surplus-1';
  private readonly pace: number;
  /** How often the publisher splits something off. */
  private readonly splitting: number;

  constructor(
    seed: number,
    branches: Branches,
    private readonly protocol: Protocol,
  ) {
    super(seed, begin, (random) =>
      codes
        .slice(0, random.between(3, 4))
        .map((code) => new Town(code, random.pick([1_200, 1_800, 4_800]), protocol, branches)),
    );
    const { random } = this;
    const much = (): number => random.pick([0.1, 1, 3]);
    this.pace = random.pick([0.3, 1, 2]);
    this.splitting = random.pick([0, 0, 0, 0.04, 0.12]);
    // In some processes people soon agree, and then change what they have agreed.
    const calm = random.next() < 0.35;
    this.steps = calm ? 140 : 100;
    const temper: Temper = calm
      ? {
          ...{ award: 6, counter: 0.3, decline: 0.1, end: 0.35 * much(), withdraw: 0.15, accept: 2 },
          ...{ counterBack: 0.3, confirm: 6, amend: 6 },
        }
      : {
          ...{ award: 2 * much(), counter: 2 * much(), decline: much() / 3, end: much() / 3 },
          ...{ withdraw: much() / 2, accept: much(), counterBack: 1.5 * much(), confirm: 2 * much() },
          amend: 0.7 * much(),
        };
    this.scene = { random, temper, agreed: this.agreed, agreedAmendments: this.agreedAmendments };
    this.publisher = this.towns[0] as Town;
  }

  protected begin(): void {
    this.publish();
  }

  protected passTime(step: number): void {
    const { random } = this;
    if (step === 55) {
      this.time += random.pick([0, 1, 5]) * day; // Time enough for deadlines to pass in between.
      this.publisher.passDeadlines('WELL', this.publisher.now(this.time));
    }
    this.time += this.pace * random.pick([0, minute, 10 * minute, hour, hour, 4 * hour, 16 * hour]);
  }

  protected wrongNow(): string[] {
    const { towns } = this;
    const moves = towns.flatMap((town) => town.moves.splice(0));
    return [
      ...towns.flatMap((town) => town.orderMoves.splice(0)).flatMap(wrongOrderMove),
      ...moves.flatMap((move) => wrongMove(move, minSliceMinutes)),
      ...wrongNow(this.towns, this.agreed, this.agreedAmendments),
    ];
  }

  protected wrongAtTheEnd(): string[] {
    return wrongAtTheEnd(this.towns);
  }

  protected drifts(): Drift[] {
    return driftsOfTrade(this.towns, this.protocol);
  }

  private publish(): void {
    const { random, publisher } = this;
    const claimBy = addDays(dateInTokyo(begin as Instant), random.pick([3, 9]));
    const earliest = addDays(claimBy, random.pick([0, 5, 12, 40]));
    const order = {
      ...{ id: this.orderId, publisher: publisher.code, title: '入力', skill: 'data-entry' as SkillCode, level: 1 },
      ...{ licences: [], minutes: random.pick([2_400, 2_100]), priceYen: 48_001, minSliceMinutes, claimBy, earliest },
      ...{ due: addDays(earliest, 20), dataClass: 'INTERNAL' as const, addressees: codes.slice(1, this.towns.length) },
    };
    publisher.transact('WELL', () => publisher.orderDoes(order.id, { type: 'post', order }, publisher.now(this.time)));
  }

  protected step(): void {
    const { random, scene, network, weather, time } = this;
    const anyone = anyOf(random, this.towns) as Town;
    const claimant = anyOf(random, this.towns.slice(1)) as Town;
    if (this.splitting > 0 && random.next() < this.splitting) {
      const order = someOrder(this.publisher.published, random);
      if (order !== undefined) splitsOff(this.publisher, order, random, time, this.fate());
    }
    const roll = random.next();
    if (roll < 0.12) network.send(anyone, time, weather);
    else if (roll < 0.38) for (const town of this.towns) network.send(town, time, weather);
    else if (roll < 0.57) claimantActs(claimant, scene, time, this.fate());
    else if (roll < 0.74) publisherActs(this.publisher, scene, time, this.fate());
    else if (roll < 0.81) anyone.passDeadlines(this.fate(), anyone.now(time));
    else if (roll < 0.83) network.deliverLate(time, weather);
    else if (roll < 0.865) repeats(anyone, random, anyone.now(time));
    else if (roll < 0.97) this.lie(anyone, claimant);
    else if (roll < 0.985) network.cutOrJoin();
    else anyone.skew = random.between(-5, 5) * minute;
  }

  /** Somebody lies to a party of a claim. */
  private lie(liar: Town, claimant: Town): void {
    const claims = [...claimant.claimed.values()];
    const settled = claims.filter(({ status }) => status === 'CONFIRMED' || status === 'TERMINATED');
    // What does not last long is lied about more often.
    const countered = claims.filter(({ status }) => status === 'COUNTERED');
    const others = countered.length > 0 && this.random.next() < 0.8 ? countered : claims;
    const claim = anyOf(this.random, settled.length > 0 && this.random.next() < 0.85 ? settled : others);
    let victim = this.random.next() < 0.5 ? claimant : this.publisher;
    const third = this.towns.find(({ code }) => code !== claimant.code && code !== this.publisher.code);
    // About amendments mostly a party could be believed.
    const byThird = claim?.status === 'CONFIRMED' ? 0.55 : 0.6;
    if (third !== undefined && this.random.next() < byThird) liar = third;
    else if (claim?.status === 'CONFIRMED' && !claim.receiptPending && this.random.next() < 0.7)
      liar = victim === claimant ? this.publisher : claimant;
    else if (claim?.status === 'CONFIRMED' && claim.receiptPending && this.random.next() < 0.5)
      [liar, victim] = [this.publisher, claimant];
    if (claim === undefined || liar === victim) return;
    lies(liar, victim, claim, this.scene, this.time);
    this.network.send(liar, this.time, this.weather); // Before the truth can come.
  }

  /**
   * Whether a claimant has said of its own proposal that it is in force, and its publisher has heard so only after it had signed: both have
   * signed that version, whatever the claimant keeps. Who lies so lies to itself, and its ends need not be equal.
   */
  protected override isBeyondJudging(): boolean {
    return this.towns.some(
      ({ bluffs, claimed }) =>
        bluffs.size > 0 &&
        [...this.publisher.received.values()].some((claim) => {
          const [here, there] = [versionOf(claimed.get(claim.id)), versionOf(claim)];
          return there !== undefined && bluffs.has(there) && here !== undefined && here !== there;
        }),
    );
  }
}

/** Hash of the terms that a claim is, or was, in force by. */
function versionOf(claim: ClaimAtClaimant | ClaimAtPublisher | undefined): string | undefined {
  if (claim?.status !== 'CONFIRMED' && claim?.status !== 'TERMINATED') return undefined;
  return claim.terms && hashOf(claim.terms);
}
