import { Injectable } from '@nestjs/common';
import { atBorrower, type BorrowerEvent } from '#domain/loans/borrower';
import { atLender, type LenderEvent } from '#domain/loans/lender';
import type { LoanAtBorrower, LoanAtLender } from '#domain/loans/loan-state';
import { endOfLoanMessage, type LoanOutgoing } from '#domain/loans/outgoing';
import { accept, refuse, type Decision } from '#domain/refusals/decision';
import { Clock } from '#service/clock';
import { Capacity } from '../capacity/capacity.service.js';
import { Post } from '../post/post.service.js';
import type { Town } from '../towns/towns.service.js';
import { LoanStore, type LoanRecord } from './loan.store.js';

const none = { status: 'NONE' } as const;

/**
 * Applies one event to a loan: reads what is known, lets the protocol core decide, writes the new state and carries out what follows. Joins
 * the caller's transaction; a refusal has to end it without writing.
 */
@Injectable()
export class LoanDesk {
  constructor(
    private readonly clock: Clock,
    private readonly capacity: Capacity,
    private readonly post: Post,
  ) {}

  /** Something happens to a loan that this town borrows, or has just thought of. */
  async borrowerDoes(town: Town, loanId: string, event: BorrowerEvent): Promise<Decision<undefined>> {
    const record = await new LoanStore(town.database).find(loanId);
    const isNew = record === null && event.type === 'request';
    if (!isNew && record?.side !== 'BORROWER') return refuse('LOAN_UNKNOWN', { field: 'loanId' });
    const before = record === null ? none : (record.state as LoanAtBorrower);
    const decision = atBorrower(before, event, this.clock.now());
    if (!decision.ok) return decision;
    const { state, outgoing } = decision.value;
    if (state !== before && state.status !== 'NONE') await this.keep(town, record, 'BORROWER', state);
    return this.carryOut(town, loanId, outgoing);
  }

  /** Something happens to a loan that this town is asked for. */
  async lenderDoes(town: Town, loanId: string, event: LenderEvent): Promise<Decision<undefined>> {
    const record = await new LoanStore(town.database).find(loanId);
    const isNew = record === null && event.type === 'loan.requested';
    if (!isNew && record?.side !== 'LENDER') return refuse('LOAN_UNKNOWN', { field: 'loanId' });
    const before = record === null ? none : (record.state as LoanAtLender);
    const decision = atLender(before, event, { lender: town.code }, this.clock.now());
    if (!decision.ok) return decision;
    const { state, outgoing } = decision.value;
    if (state !== before && state.status !== 'NONE') await this.keep(town, record, 'LENDER', state);
    return this.carryOut(town, loanId, outgoing);
  }

  /** Whether the clock has something to say to a loan; asked outside a transaction, because mostly it has not. */
  isDue(town: Town, { side, state }: LoanRecord): boolean {
    const now = this.clock.now();
    const decision =
      side === 'BORROWER'
        ? atBorrower(state as LoanAtBorrower, { type: 'time' }, now)
        : atLender(state as LoanAtLender, { type: 'time' }, { lender: town.code }, now);
    return decision.ok && decision.value.state !== state;
  }

  private async keep(
    town: Town,
    record: LoanRecord | null,
    side: LoanRecord['side'],
    state: LoanRecord['state'],
  ): Promise<void> {
    const store = new LoanStore(town.database);
    const { id, borrower } = state.request;
    if (record === null) {
      const since = new Date(this.clock.now());
      await store.insert({ _id: id, side, borrower, status: state.status, state, since });
    } else if (!(await store.move(record, state))) throw new Error(`loan ${id} changed inside a transaction`);
  }

  private async carryOut(town: Town, loanId: string, outgoing: readonly LoanOutgoing[]): Promise<Decision<undefined>> {
    for (const one of outgoing) {
      if (one.do === 'move') {
        const moved = await this.capacity.moveDirector(town, loanId, one.shift);
        if (!moved.ok) return moved;
        continue;
      }
      const { to, type, payload } = one;
      const expiresAt = endOfLoanMessage(one, this.clock.now());
      await this.post.write(town, { processId: loanId, to, type, payload, expiresAt });
    }
    return accept(undefined);
  }
}
