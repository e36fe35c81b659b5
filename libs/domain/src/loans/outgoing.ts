import type { Instant } from '../calendar/date.js';
import type { DirectorShift } from '../directors/shift.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { lifeFrom } from '../post/message-life.js';
import { accept, type Decision } from '../refusals/decision.js';
import type { Step } from '../trade/machine.js';
import type { LoanMessages, LoanMessageType } from './messages.js';

/** A message to a peer, for the outbox. `until`: when it is no longer worth sending; the ordinary life of a message unless told. */
export type LoanTell = {
  readonly [T in LoanMessageType]: {
    readonly do: 'tell';
    readonly to: MunicipalityCode;
    readonly type: T;
    readonly payload: LoanMessages[T];
    readonly until?: Instant;
  };
}[LoanMessageType];

/** What follows from a decision besides the new state, carried out in its transaction. A `move` may be refused there, which undoes the whole. */
export type LoanOutgoing =
  | LoanTell
  /** The loan moves these minutes of a director's, in place of what it has moved so far. */
  | { readonly do: 'move'; readonly shift: DirectorShift };

export function tell<T extends LoanMessageType>(
  to: MunicipalityCode,
  type: T,
  payload: LoanMessages[T],
  until?: Instant,
): LoanTell {
  return { do: 'tell', to, type, payload, ...(until === undefined ? {} : { until }) } as unknown as LoanTell;
}

/** Until when a message about a loan is sent. */
export function endOfLoanMessage({ until }: LoanTell, now: Instant): Instant {
  const { expiresAt } = lifeFrom(now);
  return until !== undefined && until < expiresAt ? until : expiresAt;
}

/** A new state of a loan and what follows from it. */
export function step<S>(state: S, ...outgoing: readonly LoanOutgoing[]): Decision<Step<S, LoanOutgoing>> {
  return accept({ state, outgoing });
}
