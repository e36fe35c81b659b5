import type { Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import { BadWorld, codes, day, hour, minute } from '../bad-world.js';
import type { Branches } from '../branches.js';
import { anyOf } from '../people.js';
import { realProtocol, type Protocol } from '../protocol.js';
import { driftsOfLoans, type Drift } from '../reconciling.js';
import { wrongLoanAtTheEnd, wrongLoanMove, wrongLoanNow } from './oracle.js';
import { borrowerActs, lenderActs, liesAboutLoan, repeatsLoan, someRequest, type Hour } from './people.js';
import { LoanTown } from './town.js';

const begin = Date.UTC(2027, 6, 7, 3);

/** One director loan from the request to the settlement, from a seed, in the same bad world as a trade. */
export class LoanProcess extends BadWorld<LoanTown> {
  protected readonly steps = 120;
  protected readonly ending = { silence: 35, rounds: 12, roundMs: 14 * day };
  private readonly borrower: LoanTown;
  private readonly calm: number;
  private readonly id: string;
  private readonly asked: readonly MunicipalityCode[];
  private stepsOver = 0;

  constructor(
    seed: number,
    branches: Branches,
    private readonly protocol: Protocol = realProtocol,
  ) {
    super(seed, begin, (random) =>
      codes.map((code) => new LoanTown(code, random.pick([400, 1_500, 1_500]), protocol, branches)),
    );
    const { random } = this;
    this.calm = random.pick([0.5, 0.8, 0.95]);
    this.borrower = this.towns[0] as LoanTown;
    // Whoever is not asked may still talk.
    this.asked = codes.slice(1, random.pick([2, 3, 3]));
    const request = someRequest(random, this.borrower.code, begin as Instant);
    this.id = request.id;
    const event = { type: 'request', request, asked: this.asked } as const;
    this.borrower.transact('WELL', () => this.borrower.borrowerDoes(request.id, event, this.borrower.now(this.time)));
  }

  protected passTime(step: number): void {
    // A loan is agreed within days, lasts for weeks and is settled when it is over.
    const [some, many] = step < 35 ? [4 * hour, 6 * hour] : step < 100 ? [8 * hour, day] : [day, 3 * day];
    this.time += this.random.pick([0, minute, 2 * hour, some, many]);
  }

  protected override isOver(): boolean {
    if (['CANCELLED', 'DECLINED'].includes(this.statusAt(this.borrower) ?? '')) this.stepsOver++;
    return this.stepsOver >= 30;
  }

  protected wrongNow(): string[] {
    const moves = this.towns.flatMap((town) => town.moves.splice(0));
    return [...moves.flatMap(wrongLoanMove), ...wrongLoanNow(this.towns, this.id)];
  }

  protected wrongAtTheEnd(): string[] {
    return wrongLoanAtTheEnd(this.towns, this.id);
  }

  protected drifts(): Drift[] {
    return driftsOfLoans(this.towns, this.protocol);
  }

  /** Many loans begin well, or hardly any would come to be extended. */
  protected begin(): void {
    const { random, borrower, id } = this;
    const lender = this.towns[1] as LoanTown;
    const opening = random.next();
    if (opening < 0.3) return;
    const [well, deliver] = [this.hour(1, 'WELL'), (): void => this.deliver()];
    deliver();
    if (opening < 0.35) {
      for (const town of this.towns.slice(1)) lenderActs(town, id, well, 'decline');
      return deliver();
    }
    lenderActs(lender, id, well, 'offer');
    deliver();
    if (opening < 0.48) return;
    borrowerActs(borrower, id, well, 'agree');
    deliver();
    if (opening < 0.59) return;
    this.time += 12 * day;
    for (const town of this.towns) town.passDeadlines('WELL', town.now(this.time));
    if (opening < 0.79) return;
    if (opening < 0.83) {
      // Recalled before the end, and heard of after it.
      lenderActs(lender, id, this.hour(1, 'WELL'), 'recall');
      this.time += random.pick([2, 3, 4]) * 7 * day;
      return borrower.passDeadlines('WELL', borrower.now(this.time));
    }
    borrowerActs(borrower, id, this.hour(1, 'WELL'), 'propose');
    deliver();
    if (opening >= 0.96)
      this.time += random.pick([2, 3, 4]) * 7 * day; // Nobody answers until it may be too late.
    else lenderActs(lender, id, this.hour(1, 'WELL'), 'accept-extension');
    if (opening < 0.92) deliver();
  }

  private hour(calm: number, fate = this.fate()): Hour {
    return { random: this.random, time: this.time, fate, calm };
  }

  protected step(): void {
    const { random, network, weather, time, id, calm, borrower } = this;
    const anyone = anyOf(random, this.towns) as LoanTown;
    const lender = anyOf(random, this.towns.slice(1, this.asked.length + 1)) as LoanTown;
    const roll = random.next();
    // What does not last long is tried harder.
    const isRare = ['REQUESTED', 'OFFERED', 'AGREED', 'ACTIVE', 'EXTENDED', 'RECALLED', 'DECLINED'].includes(
      this.statusAt(borrower) ?? '',
    );
    if (isRare && random.next() < 0.9) {
      if (random.next() < 0.1) borrower.passDeadlines('WELL', borrower.now(time));
      else if (random.next() < 0.35) this.lie(anyone, random.next() < 0.5 ? borrower : lender);
      else if (this.oftenAs(0.35)) borrowerActs(borrower, id, this.hour(0.3));
      else lenderActs(lender, id, this.hour(0.3));
    }
    if (roll < 0.1) network.send(anyone, time, weather);
    else if (roll < 0.36) for (const town of this.towns) network.send(town, time, weather);
    else if (roll < 0.54) borrowerActs(borrower, id, this.hour(calm));
    else if (roll < 0.7) lenderActs(lender, id, this.hour(calm));
    else if (roll < 0.79) anyone.passDeadlines(this.fate(), anyone.now(time));
    else if (roll < 0.81) network.deliverLate(time, weather);
    else if (roll < 0.84) repeatsLoan(anyone, random, anyone.now(time));
    else if (roll < 0.96) this.lie(anyone, random.next() < 0.5 ? borrower : lender);
    else if (roll < 0.98) network.cutOrJoin();
    else anyone.skew = random.between(-5, 5) * minute;
  }

  private oftenAs(share: number): boolean {
    return this.random.next() < share;
  }

  private lie(liar: LoanTown, victim: LoanTown): void {
    if (liar === victim) return;
    liesAboutLoan(liar, victim, this.id, this.random, liar.now(this.time));
    this.network.send(liar, this.time, this.weather); // Before the truth can come.
  }

  private statusAt(town: LoanTown): string | undefined {
    return (town.borrowed.get(this.id) ?? town.lent.get(this.id))?.status;
  }
}
