import { atBorrower } from '#domain/loans/borrower';
import { atLender } from '#domain/loans/lender';
import { loanMayDiffer } from '#domain/loans/held';
import { endOfLoanMessage } from '#domain/loans/outgoing';
import { heldOfWork } from '#domain/performance/held';
import { perform } from '#domain/performance/machine';
import { lifeFrom, lifeObstacle, sendable } from '#domain/post/message-life';
import { refusalsToCancel, refusalsToShrink } from '#domain/performance/order-progress';
import { heldOfSettlement, settlementMayDiffer } from '#domain/settlement/held';
import { otherMonths, settle } from '#domain/settlement/machine';
import { linesDue } from '#domain/settlement/statement';
import { atClaimant } from '#domain/trade/claimant';
import { claimMayDiffer } from '#domain/trade/held';
import { endOfMessage } from '#domain/trade/message-end';
import { ofOrder } from '#domain/trade/published-order';
import { atPublisher } from '#domain/trade/publisher';

/** The rules under simulation: the real ones, or with one fault planted. */
export interface Protocol {
  readonly atClaimant: (...facts: Required4<typeof atClaimant>) => ReturnType<typeof atClaimant>;
  readonly atPublisher: (...facts: Required3<typeof atPublisher>) => ReturnType<typeof atPublisher>;
  readonly ofOrder: (...facts: Required3<typeof ofOrder>) => ReturnType<typeof ofOrder>;
  readonly perform: (...facts: Required5<typeof perform>) => ReturnType<typeof perform>;
  readonly settle: (...facts: Required5<typeof settle>) => ReturnType<typeof settle>;
  readonly refusalsToCancel: typeof refusalsToCancel;
  readonly refusalsToShrink: typeof refusalsToShrink;
  readonly linesDue: typeof linesDue;
  readonly otherMonths: typeof otherMonths;
  readonly lifeFrom: typeof lifeFrom;
  readonly lifeObstacle: typeof lifeObstacle;
  readonly sendable: typeof sendable;
  readonly endOfMessage: typeof endOfMessage;
  readonly endOfLoanMessage: typeof endOfLoanMessage;
  readonly claimMayDiffer: typeof claimMayDiffer;
  readonly loanMayDiffer: typeof loanMayDiffer;
  readonly heldOfWork: typeof heldOfWork;
  readonly heldOfSettlement: typeof heldOfSettlement;
  readonly settlementMayDiffer: typeof settlementMayDiffer;
  readonly atBorrower: (...facts: Required3<typeof atBorrower>) => ReturnType<typeof atBorrower>;
  readonly atLender: (...facts: Required4<typeof atLender>) => ReturnType<typeof atLender>;
}

type Required3<F extends (...args: never[]) => unknown> =
  Parameters<F> extends [infer A, infer B, infer C, ...unknown[]] ? [A, B, C] : never;
type Required4<F extends (...args: never[]) => unknown> =
  Parameters<F> extends [infer A, infer B, infer C, infer D, ...unknown[]] ? [A, B, C, D] : never;
type Required5<F extends (...args: never[]) => unknown> =
  Parameters<F> extends [infer A, infer B, infer C, infer D, infer E, ...unknown[]] ? [A, B, C, D, E] : never;

export const realProtocol: Protocol = {
  atClaimant: (claim, event, context, now) => atClaimant(claim, event, context, now),
  atPublisher: (at, event, now) => atPublisher(at, event, now),
  ofOrder: (at, event, now) => ofOrder(at, event, now),
  perform: (work, event, award, town, now) => perform(work, event, award, town, now),
  settle: (settlement, event, context, town, now) => settle(settlement, event, context, town, now),
  ...{ refusalsToCancel, refusalsToShrink, linesDue, otherMonths },
  ...{ lifeFrom, lifeObstacle, sendable, endOfMessage, endOfLoanMessage, claimMayDiffer, loanMayDiffer },
  ...{ heldOfWork, heldOfSettlement, settlementMayDiffer },
  atBorrower: (loan, event, now) => atBorrower(loan, event, now),
  atLender: (loan, event, context, now) => atLender(loan, event, context, now),
};
