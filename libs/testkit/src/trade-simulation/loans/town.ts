import type { Instant } from '#domain/calendar/date';
import type { DirectorShift } from '#domain/directors/shift';
import type { BorrowerEvent } from '#domain/loans/borrower';
import type { LenderEvent } from '#domain/loans/lender';
import type { LoanAtBorrower, LoanAtLender } from '#domain/loans/loan-state';
import type { LoanOutgoing, LoanTell } from '#domain/loans/outgoing';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { None } from '#domain/trade/machine';
import { count, type Branches } from '../branches.js';
import { Post, type Fate } from '../post.js';
import type { Protocol } from '../protocol.js';
import { hashOf, signatureOf } from '../signing.js';

/** A word about a loan; its process is the loan. */
export type LoanWord = LoanTell & { readonly processId: string };

/** A change of a loan, with the moment by the town's clock. */
export interface LoanMove {
  readonly before: LoanAtBorrower | LoanAtLender | None;
  readonly after: LoanAtBorrower | LoanAtLender;
  readonly side: 'borrower' | 'lender';
  readonly now: Instant;
}

const none: None = { status: 'NONE' };

/** A town that lends and borrows directors: its loans, what they move of its directors' time, and the real reducers over them. */
export class LoanTown extends Post<LoanWord> {
  readonly borrowed = new Map<string, LoanAtBorrower>();
  readonly lent = new Map<string, LoanAtLender>();
  readonly shifts = new Map<string, DirectorShift>();
  readonly moves: LoanMove[] = [];

  constructor(
    code: MunicipalityCode,
    /** Minutes a week that its director has for others. */
    private readonly weeklyMinutes: number,
    protocol: Protocol,
    branches: Branches,
  ) {
    super(code, protocol, branches);
  }

  borrowerDoes(id: string, event: BorrowerEvent, now: Instant): boolean {
    const before = this.borrowed.get(id) ?? none;
    const decision = this.protocol.atBorrower(before, event, now);
    const acted = decision.ok && (decision.value.state !== before || decision.value.outgoing.length > 0);
    count(this.branches, `borrower ${before.status} ${event.type}`, acted);
    if (!decision.ok) return false;
    const { state, outgoing } = decision.value;
    if (state !== before && state.status !== 'NONE')
      this.pending.push(() => {
        this.borrowed.set(id, state);
        this.moves.push({ side: 'borrower', before, after: state, now });
      });
    return outgoing.every((one) => this.carryOut(id, one, now));
  }

  lenderDoes(id: string, event: LenderEvent, now: Instant): boolean {
    const before = this.lent.get(id) ?? none;
    const decision = this.protocol.atLender(before, event, { lender: this.code }, now);
    const acted = decision.ok && (decision.value.state !== before || decision.value.outgoing.length > 0);
    count(this.branches, `lender ${before.status} ${event.type}`, acted);
    if (!decision.ok) return false;
    const { state, outgoing } = decision.value;
    if (state !== before && state.status !== 'NONE')
      this.pending.push(() => {
        this.lent.set(id, state);
        this.moves.push({ side: 'lender', before, after: state, now });
      });
    return outgoing.every((one) => this.carryOut(id, one, now));
  }

  passDeadlines(fate: Fate, now: Instant): void {
    for (const id of this.borrowed.keys()) this.transact(fate, () => this.borrowerDoes(id, { type: 'time' }, now));
    for (const id of this.lent.keys()) this.transact(fate, () => this.lenderDoes(id, { type: 'time' }, now));
  }

  /** Says something about a loan; part of the open transaction. */
  says(processId: string, tell: LoanTell, now: Instant): boolean {
    this.tell({ ...tell, processId }, now, this.protocol.endOfLoanMessage(tell, now));
    return true;
  }

  protected act(from: MunicipalityCode, { type, payload, processId }: LoanWord, now: Instant): void {
    const { terms, termsHash, signature } = payload as { terms?: object; termsHash?: string; signature?: string };
    const genuine =
      signature === undefined ||
      (signature === signatureOf(from, String(termsHash)) && (terms === undefined || hashOf(terms) === termsHash));
    const event = { type, from, payload, genuine };
    if (this.borrowed.has(processId)) this.borrowerDoes(processId, event as BorrowerEvent, now);
    else if (this.lent.has(processId) || type === 'loan.requested')
      this.lenderDoes(processId, event as LenderEvent, now);
  }

  /** False where the effect is refused, which undoes the whole. */
  private carryOut(id: string, one: LoanOutgoing, now: Instant): boolean {
    if (one.do === 'tell') return this.says(id, one, now);
    const most = Math.max(0, ...one.shift.weeks.map(({ minutes }) => minutes));
    this.pending.push(() => this.shifts.set(id, one.shift));
    return one.shift.kind === 'BORROWED' || most <= this.weeklyMinutes;
  }
}
