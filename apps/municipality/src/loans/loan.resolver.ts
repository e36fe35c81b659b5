import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { IsoDate } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import { refuse, type Decision } from '#domain/refusals/decision';
import type { RefusalGraph } from '#graph/refusal.graph';
import { answer } from '#graph/results';
import { IsoDateScalar, MunicipalityCodeScalar } from '#graph/scalars';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import {
  RequestDirectorLoanInput,
  RequestDirectorLoanPayload,
  RequestDirectorLoanResult,
  OfferDirectorLoanInput,
  OfferDirectorLoanPayload,
  OfferDirectorLoanResult,
  DeclineDirectorLoanInput,
  DeclineDirectorLoanPayload,
  DeclineDirectorLoanResult,
  AgreeDirectorLoanInput,
  AgreeDirectorLoanPayload,
  AgreeDirectorLoanResult,
  CancelDirectorLoanInput,
  CancelDirectorLoanPayload,
  CancelDirectorLoanResult,
  RecallDirectorLoanInput,
  RecallDirectorLoanPayload,
  RecallDirectorLoanResult,
  ProposeLoanExtensionInput,
  ProposeLoanExtensionPayload,
  ProposeLoanExtensionResult,
  AcceptLoanExtensionInput,
  AcceptLoanExtensionPayload,
  AcceptLoanExtensionResult,
  DeclineLoanExtensionInput,
  DeclineLoanExtensionPayload,
  DeclineLoanExtensionResult,
  LogLoanMinutesInput,
  LogLoanMinutesPayload,
  LogLoanMinutesResult,
  ReturnDirectorLoanInput,
  ReturnDirectorLoanPayload,
  ReturnDirectorLoanResult,
  StateDirectorLoanInput,
  StateDirectorLoanPayload,
  StateDirectorLoanResult,
  ConfirmLoanStatementInput,
  ConfirmLoanStatementPayload,
  ConfirmLoanStatementResult,
  type RequestDirectorLoanAnswer,
  type OfferDirectorLoanAnswer,
  type DeclineDirectorLoanAnswer,
  type AgreeDirectorLoanAnswer,
  type CancelDirectorLoanAnswer,
  type RecallDirectorLoanAnswer,
  type ProposeLoanExtensionAnswer,
  type AcceptLoanExtensionAnswer,
  type DeclineLoanExtensionAnswer,
  type LogLoanMinutesAnswer,
  type ReturnDirectorLoanAnswer,
  type StateDirectorLoanAnswer,
  type ConfirmLoanStatementAnswer,
} from './loan-changes.graph.js';
import { DirectorLoanGraph, directorLoanGraph, DirectorsAtWorkGraph, directorsAtWorkGraph } from './loan.graph.js';
import { Loans } from './loans.service.js';

/** Director loans, for the staff of the two towns concerned; each asks its own town. */
@Resolver(() => DirectorLoanGraph)
export class LoanResolver {
  constructor(private readonly loans: Loans) {}

  @Query(() => [DirectorLoanGraph], {
    description: "The town's director loans, borrowed and lent, newest first; the last 200.",
  })
  async directorLoans(
    @Asking() { town }: AskingTown,
    @Args('municipality', { type: () => MunicipalityCodeScalar, description: 'The town; that of the token.' })
    _municipality: MunicipalityCode,
  ): Promise<DirectorLoanGraph[]> {
    return (await this.loans.loans(town)).map(directorLoanGraph);
  }

  @Query(() => DirectorLoanGraph, {
    nullable: true,
    description: "A director loan of the asker's own town; null where there is none.",
  })
  async directorLoan(
    @Asking() { town }: AskingTown,
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
  ): Promise<DirectorLoanGraph | null> {
    const loan = await this.loans.loan(town, id);
    return loan === undefined ? null : directorLoanGraph(loan);
  }

  @Query(() => DirectorsAtWorkGraph, {
    description:
      'Who leads the work of the town on a day, who of them may instruct its workers, and how many count here.',
  })
  async directorsAtWork(
    @Asking() { town }: AskingTown,
    @Args('municipality', { type: () => MunicipalityCodeScalar, description: 'The town; that of the token.' })
    _municipality: MunicipalityCode,
    @Args('on', { type: () => IsoDateScalar, description: 'The day.' }) on: IsoDate,
  ): Promise<DirectorsAtWorkGraph> {
    return directorsAtWorkGraph(await this.loans.atWork(town, on));
  }

  @Mutation(() => RequestDirectorLoanResult, {
    description: 'Asks one town, or every trading peer with a cooperation basis today, for a director.',
  })
  async requestDirectorLoan(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => RequestDirectorLoanInput, description: 'What is needed, and from whom.' })
    input: RequestDirectorLoanInput,
  ): Promise<RequestDirectorLoanAnswer> {
    const decision =
      input.to === asking.town.code
        ? await this.loans.request(asking.town, input)
        : refuse<{ loanId: string }>('MUNICIPALITY_UNKNOWN', { field: 'to', given: input.to });
    return this.withLoan(asking, decision, RequestDirectorLoanPayload);
  }

  @Mutation(() => OfferDirectorLoanResult, {
    description: "Offers a director of the town's, and signs the terms. Their minutes are kept free for it.",
  })
  async offerDirectorLoan(
    @Asking() asking: AskingTown,
    @Args('input', {
      type: () => OfferDirectorLoanInput,
      description: 'The loan, whom the town lends and on what terms.',
    })
    input: OfferDirectorLoanInput,
  ): Promise<OfferDirectorLoanAnswer> {
    return this.withLoan(asking, await this.loans.offer(asking.town, input), OfferDirectorLoanPayload);
  }

  @Mutation(() => DeclineDirectorLoanResult, {
    description: 'The lender says no to a request.',
  })
  async declineDirectorLoan(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => DeclineDirectorLoanInput, description: 'The loan, and why.' })
    input: DeclineDirectorLoanInput,
  ): Promise<DeclineDirectorLoanAnswer> {
    return this.withLoan(asking, await this.loans.decline(asking.town, input), DeclineDirectorLoanPayload);
  }

  @Mutation(() => AgreeDirectorLoanResult, {
    description: 'The borrower signs an offer. The loan is in force once the lender has its signature.',
  })
  async agreeDirectorLoan(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => AgreeDirectorLoanInput, description: 'The loan, and whose offer.' })
    input: AgreeDirectorLoanInput,
  ): Promise<AgreeDirectorLoanAnswer> {
    return this.withLoan(asking, await this.loans.agree(asking.town, input), AgreeDirectorLoanPayload);
  }

  @Mutation(() => CancelDirectorLoanResult, {
    description: 'The borrower calls the loan off before it has begun; or the lender takes its offer back.',
  })
  async cancelDirectorLoan(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => CancelDirectorLoanInput, description: 'The loan, and why.' })
    input: CancelDirectorLoanInput,
  ): Promise<CancelDirectorLoanAnswer> {
    return this.withLoan(asking, await this.loans.cancel(asking.town, input), CancelDirectorLoanPayload);
  }

  @Mutation(() => RecallDirectorLoanResult, {
    description: 'The lender calls its director home, with the notice agreed.',
  })
  async recallDirectorLoan(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => RecallDirectorLoanInput, description: 'The loan, and the last day.' })
    input: RecallDirectorLoanInput,
  ): Promise<RecallDirectorLoanAnswer> {
    return this.withLoan(asking, await this.loans.recall(asking.town, input), RecallDirectorLoanPayload);
  }

  @Mutation(() => ProposeLoanExtensionResult, {
    description:
      "Either town proposes to go on for some weeks, and signs it. The lender's director is kept free for what it proposes.",
  })
  async proposeLoanExtension(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => ProposeLoanExtensionInput, description: 'The loan, and how much longer.' })
    input: ProposeLoanExtensionInput,
  ): Promise<ProposeLoanExtensionAnswer> {
    return this.withLoan(asking, await this.loans.proposeExtension(asking.town, input), ProposeLoanExtensionPayload);
  }

  @Mutation(() => AcceptLoanExtensionResult, {
    description:
      "Signs the extension that the other town has proposed last. The lender's yes puts it in force; the borrower's does once the lender has it.",
  })
  async acceptLoanExtension(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => AcceptLoanExtensionInput, description: 'The loan.' }) input: AcceptLoanExtensionInput,
  ): Promise<AcceptLoanExtensionAnswer> {
    return this.withLoan(asking, await this.loans.acceptExtension(asking.town, input), AcceptLoanExtensionPayload);
  }

  @Mutation(() => DeclineLoanExtensionResult, {
    description: 'Says no to the extension that the other town has proposed last; the loan goes on as agreed.',
  })
  async declineLoanExtension(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => DeclineLoanExtensionInput, description: 'The loan, and why.' })
    input: DeclineLoanExtensionInput,
  ): Promise<DeclineLoanExtensionAnswer> {
    return this.withLoan(asking, await this.loans.declineExtension(asking.town, input), DeclineLoanExtensionPayload);
  }

  @Mutation(() => LogLoanMinutesResult, {
    description: 'The borrower writes down how long the director worked for it on a day; the lender sees it.',
  })
  async logLoanMinutes(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => LogLoanMinutesInput, description: 'The loan, the day and its minutes.' })
    input: LogLoanMinutesInput,
  ): Promise<LogLoanMinutesAnswer> {
    return this.withLoan(asking, await this.loans.logMinutes(asking.town, input), LogLoanMinutesPayload);
  }

  @Mutation(() => ReturnDirectorLoanResult, {
    description: 'The borrower sends the director home; today was the last day.',
  })
  async returnDirectorLoan(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => ReturnDirectorLoanInput, description: 'The loan.' }) input: ReturnDirectorLoanInput,
  ): Promise<ReturnDirectorLoanAnswer> {
    return this.withLoan(asking, await this.loans.giveBack(asking.town, input), ReturnDirectorLoanPayload);
  }

  @Mutation(() => StateDirectorLoanResult, {
    description: 'The lender says what a loan that is over comes to, by the minutes logged, and signs it.',
  })
  async stateDirectorLoan(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => StateDirectorLoanInput, description: 'The loan.' }) input: StateDirectorLoanInput,
  ): Promise<StateDirectorLoanAnswer> {
    return this.withLoan(asking, await this.loans.state(asking.town, input), StateDirectorLoanPayload);
  }

  @Mutation(() => ConfirmLoanStatementResult, {
    description: "The borrower signs the lender's statement, where it agrees with its own log; the loan is settled.",
  })
  async confirmLoanStatement(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => ConfirmLoanStatementInput, description: 'The loan.' })
    input: ConfirmLoanStatementInput,
  ): Promise<ConfirmLoanStatementAnswer> {
    return this.withLoan(asking, await this.loans.confirmStatement(asking.town, input), ConfirmLoanStatementPayload);
  }

  private async withLoan<P extends { loan: DirectorLoanGraph }>(
    { town, language }: AskingTown,
    decision: Decision<{ loanId: string }>,
    Payload: new () => P,
  ): Promise<P | RefusalGraph> {
    if (!decision.ok) return answer(decision, language, () => new Payload());
    const loan = await this.loans.loan(town, decision.value.loanId);
    if (loan === undefined) throw new Error('a loan just changed has gone');
    return Object.assign(new Payload(), { loan: directorLoanGraph(loan) });
  }
}
