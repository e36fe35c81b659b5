import { Injectable } from '@nestjs/common';
import type { IsoDate } from '#domain/calendar/date';
import type { IsoWeek } from '#domain/calendar/week';
import { directorsAtWork, type DirectorAtWork } from '#domain/loans/at-work';
import { parseLoanBasis } from '#domain/loans/basis';
import { extensionOf, type BorrowerEvent } from '#domain/loans/borrower';
import { statementOfDeal } from '#domain/loans/deal';
import type { LenderEvent } from '#domain/loans/lender';
import {
  answerBy,
  lendersFor,
  refusalsOfPeer,
  refusalsToOffer,
  refusalsToRequest,
  termsOfOffer,
  usualAlias,
  usualNoticeDays,
} from '#domain/loans/loan';
import type { LoanAtBorrower, LoanAtLender } from '#domain/loans/loan-state';
import type { MunicipalityCode } from '#domain/municipality/code';
import { makeId } from '#domain/municipality/ids';
import { accept, refuse, refuseAll, type Decision } from '#domain/refusals/decision';
import { tidyText } from '#domain/text/text';
import { hashOf } from '#messages/signing';
import { signTerms } from '#messages/terms';
import { Clock } from '#service/clock';
import { newLocalId } from '#service/local-id';
import { Directors } from '../directors/directors.service.js';
import { Idempotency } from '../idempotency/idempotency.service.js';
import { Post } from '../post/post.service.js';
import { Towns, type Town } from '../towns/towns.service.js';
import { LoanDesk } from './loan-desk.service.js';
import { LoanStore, type LoanRecord } from './loan.store.js';

/** A loan as one of its two towns keeps it. */
export type Loan =
  | { readonly side: 'BORROWER'; readonly state: LoanAtBorrower }
  | { readonly side: 'LENDER'; readonly state: LoanAtLender };

interface Keyed {
  readonly idempotencyKey: string;
}
interface AboutLoan extends Keyed {
  readonly loanId: string;
}
type Given<T> = T | null | undefined;
type Done = Promise<Decision<{ loanId: string }>>;

export interface RequestInput extends Keyed {
  readonly from?: Given<MunicipalityCode>;
  readonly minutes: number;
  readonly fromWeek: IsoWeek;
  readonly toWeek: IsoWeek;
  readonly purpose: string;
  readonly basis: string;
}
export interface OfferInput extends AboutLoan {
  readonly directorId: string;
  readonly competence: readonly { readonly code: string; readonly level: number }[];
  readonly yenPerHour: number;
  readonly minutes?: Given<number>;
  readonly basis?: Given<string>;
  readonly recallNoticeDays?: Given<number>;
  readonly tellName?: Given<'ALIAS' | 'DISPLAY_NAME'>;
  readonly alias?: Given<string>;
}

/** Loans that one answer shows; a town has a few in a year. */
const mostLoans = 200;

/** ディレクター応援: directors that this town borrows and lends. */
@Injectable()
export class Loans {
  constructor(
    private readonly clock: Clock,
    private readonly towns: Towns,
    private readonly idempotency: Idempotency,
    private readonly directors: Directors,
    private readonly desk: LoanDesk,
    private readonly post: Post,
  ) {}

  /** Asks one town, or every one that may lend, for a director. */
  request(town: Town, input: RequestInput): Done {
    return this.once(town, 'requestDirectorLoan', input, async () => {
      const { minutes, fromWeek, toWeek } = input;
      const today = this.clock.today();
      const asking = { borrower: town.code, lender: input.from ?? null, federation: this.towns.federation, today };
      const basis = parseLoanBasis(input.basis);
      const purpose = tidyText(input.purpose);
      const refusals = [
        ...refusalsToRequest(asking, { minutes, fromWeek, toWeek, purpose: input.purpose }),
        ...(basis.ok ? [] : basis.refusals),
      ];
      if (!basis.ok || refusals.length > 0) return refuseAll(refusals);
      const id = makeId(town.code, 'loan', newLocalId());
      const about = { id, borrower: town.code, minutes, fromWeek, toWeek, purpose, basis: basis.value };
      const request = { ...about, answerBy: answerBy(today, fromWeek) };
      const done = await this.desk.borrowerDoes(town, id, { type: 'request', request, asked: lendersFor(asking) });
      return done.ok ? accept({ loanId: id }) : done;
    });
  }

  /** Offers a director of this town's, with as much of their name as they consent to; signs the terms. */
  offer(town: Town, input: OfferInput): Done {
    return this.once(town, 'offerDirectorLoan', input, async () => {
      const loan = await this.loan(town, input.loanId);
      if (loan?.side !== 'LENDER') return refuse('LOAN_UNKNOWN', { field: 'loanId' });
      const director = await this.directors.director(town, input.directorId);
      if (director === undefined) return refuse('DIRECTOR_UNKNOWN', { field: 'directorId' });
      const { request } = loan.state;
      const asking = { borrower: town.code, federation: this.towns.federation, today: this.clock.today() };
      const basis = parseLoanBasis(input.basis ?? request.basis);
      const alias = input.tellName === 'DISPLAY_NAME' ? director.displayName : (input.alias ?? usualAlias);
      const offered = {
        minutes: input.minutes ?? request.minutes,
        yenPerHour: input.yenPerHour,
        recallNoticeDays: input.recallNoticeDays ?? usualNoticeDays,
        name: alias,
        competence: input.competence.map(({ code, level }) => ({ code, level })),
      };
      const now = this.clock.now();
      const refusals = [
        ...refusalsOfPeer(asking, request.borrower, 'loanId'),
        ...refusalsToOffer(request, offered, now),
        ...(basis.ok ? [] : basis.refusals),
      ];
      if (!basis.ok || refusals.length > 0) return refuseAll(refusals);
      const { leadRatio } = director;
      const told = { ...offered, name: tidyText(alias), basis: basis.value, leadRatio };
      const terms = termsOfOffer(request, town.code, told, now);
      const termsHash = hashOf(terms);
      const signature = await signTerms(termsHash, town.key);
      return this.lenderDoes(town, input, { type: 'offer', directorId: director.id, terms, termsHash, signature });
    });
  }

  /** The lender says no. */
  decline(town: Town, input: AboutLoan & { readonly reason: string }): Done {
    return this.once(town, 'declineDirectorLoan', input, () =>
      this.lenderDoes(town, input, { type: 'decline', reason: tidyText(input.reason) }),
    );
  }

  /** The borrower takes an offer: it signs the hash that the lender has signed. */
  agree(town: Town, input: AboutLoan & { readonly lender?: Given<MunicipalityCode> }): Done {
    return this.once(town, 'agreeDirectorLoan', input, async () => {
      const loan = await this.loan(town, input.loanId);
      const offers = loan?.side === 'BORROWER' && 'offers' in loan.state ? loan.state.offers : [];
      const [only, another] = offers;
      if (only !== undefined && another !== undefined && !input.lender)
        return refuse('LOAN_OFFER_UNKNOWN', { field: 'lender', given: '-' });
      const lender = input.lender ?? only?.terms.lender ?? town.code;
      const termsHash = offers.find(({ terms }) => terms.lender === lender)?.termsHash ?? '';
      const signature = await signTerms(termsHash, town.key);
      return this.borrowerDoes(town, input, { type: 'agree', lender, signature });
    });
  }

  /** The borrower does not need the loan any more; or the lender takes its offer back. */
  cancel(town: Town, input: AboutLoan & { readonly reason: string }): Done {
    return this.once(town, 'cancelDirectorLoan', input, async () => {
      const event = { type: 'cancel', reason: tidyText(input.reason) } as const;
      const loan = await this.loan(town, input.loanId);
      return loan?.side === 'LENDER' ? this.lenderDoes(town, input, event) : this.borrowerDoes(town, input, event);
    });
  }

  /** The lender calls its director home, with the notice agreed. */
  recall(town: Town, input: AboutLoan & { readonly lastDay: IsoDate }): Done {
    return this.once(town, 'recallDirectorLoan', input, () =>
      this.lenderDoes(town, input, { type: 'recall', lastDay: input.lastDay }),
    );
  }

  /** Either town proposes to go on for some weeks, and signs it; the lender keeps the director's minutes free for it. */
  proposeExtension(town: Town, input: AboutLoan & { readonly toWeek: IsoWeek; readonly minutes: number }): Done {
    return this.once(town, 'proposeLoanExtension', input, async () => {
      const loan = await this.loan(town, input.loanId);
      if (loan === undefined) return refuse('LOAN_UNKNOWN', { field: 'loanId' });
      const { minutes, toWeek } = input;
      const terms = extensionOf(loan.state, { minutes, toWeek });
      if (terms === undefined) return refuse('LOAN_STEP_NOT_NOW', { field: 'loanId', status: loan.state.status });
      const termsHash = hashOf(terms);
      const signed = { terms, termsHash, signature: await signTerms(termsHash, town.key) };
      return loan.side === 'BORROWER'
        ? this.borrowerDoes(town, input, { type: 'propose', ...signed })
        : this.lenderDoes(town, input, { type: 'offer-extension', ...signed });
    });
  }

  /** Either town signs the extension that the other has proposed last. */
  acceptExtension(town: Town, input: AboutLoan): Done {
    return this.once(town, 'acceptLoanExtension', input, async () => {
      const loan = await this.loan(town, input.loanId);
      const termsHash = loan === undefined ? '' : othersExtension(loan);
      const signature = await signTerms(termsHash, town.key);
      return loan?.side === 'BORROWER'
        ? this.borrowerDoes(town, input, { type: 'accept-extension', signature })
        : this.lenderDoes(town, input, { type: 'accept-extension', termsHash, signature });
    });
  }

  /** Either town says no to the extension that the other has proposed last; the loan goes on as agreed. */
  declineExtension(town: Town, input: AboutLoan & { readonly reason: string }): Done {
    return this.once(town, 'declineLoanExtension', input, async () => {
      const loan = await this.loan(town, input.loanId);
      const reason = tidyText(input.reason);
      return loan?.side === 'BORROWER'
        ? this.borrowerDoes(town, input, { type: 'decline-extension', reason })
        : this.lenderDoes(town, input, {
            ...{ type: 'decline-extension', reason },
            termsHash: loan === undefined ? '' : othersExtension(loan),
          });
    });
  }

  /** The borrower writes down how long the director worked for it on a day. */
  logMinutes(town: Town, input: AboutLoan & { readonly date: IsoDate; readonly minutes: number }): Done {
    const { date, minutes } = input;
    return this.once(town, 'logLoanMinutes', input, () =>
      this.borrowerDoes(town, input, { type: 'log', date, minutes }),
    );
  }

  /** The borrower sends the director home. */
  giveBack(town: Town, input: AboutLoan): Done {
    return this.once(town, 'returnDirectorLoan', input, () => this.borrowerDoes(town, input, { type: 'return' }));
  }

  /** The lender says what the loan comes to, and signs it. */
  state(town: Town, input: AboutLoan): Done {
    return this.once(town, 'stateDirectorLoan', input, async () => {
      const loan = await this.loan(town, input.loanId);
      if (loan?.side !== 'LENDER') return refuse('LOAN_UNKNOWN', { field: 'loanId' });
      if (!('agreements' in loan.state))
        return refuse('LOAN_STEP_NOT_NOW', { field: 'loanId', status: loan.state.status });
      const statement = statementOfDeal(loan.state);
      const termsHash = hashOf(statement);
      const signature = await signTerms(termsHash, town.key);
      return this.lenderDoes(town, input, { type: 'state', statement, termsHash, signature });
    });
  }

  /** The borrower signs the lender's statement; the loan is settled. */
  confirmStatement(town: Town, input: AboutLoan): Done {
    return this.once(town, 'confirmLoanStatement', input, async () => {
      const loan = await this.loan(town, input.loanId);
      const stated = loan !== undefined && 'stated' in loan.state ? loan.state.stated : null;
      const signature = await signTerms(stated?.termsHash ?? '', town.key);
      return this.borrowerDoes(town, input, { type: 'confirm-statement', signature });
    });
  }

  async loan(town: Town, id: string): Promise<Loan | undefined> {
    const record = await new LoanStore(town.database).find(id);
    return record === null ? undefined : loanOf(record);
  }

  /** The town's loans on both sides, newest first, up to 200. */
  async loans(town: Town): Promise<Loan[]> {
    return (await new LoanStore(town.database).page(mostLoans)).map(loanOf);
  }

  /** Who leads the work here on a day, and who of them may instruct (I-11). */
  async atWork(town: Town, on: IsoDate): Promise<DirectorAtWork[]> {
    const [own, borrowed] = [
      await this.directors.directors(town),
      await new LoanStore(town.database).agreed('BORROWER'),
    ];
    return directorsAtWork(
      own,
      borrowed.map(({ state }) => state as LoanAtBorrower),
      on,
    );
  }

  private async borrowerDoes(town: Town, { loanId }: AboutLoan, event: BorrowerEvent): Done {
    const done = await this.desk.borrowerDoes(town, loanId, event);
    return done.ok ? accept({ loanId }) : done;
  }

  private async lenderDoes(town: Town, { loanId }: AboutLoan, event: LenderEvent): Done {
    const done = await this.desk.lenderDoes(town, loanId, event);
    return done.ok ? accept({ loanId }) : done;
  }

  private async once(town: Town, operation: string, input: Keyed, act: () => Done): Done {
    const decision = await this.idempotency.once(town, { operation, input }, act);
    if (decision.ok) await this.post.hurry(town);
    return decision;
  }
}

/** Hash of the extension that the other town has proposed last; empty where there is none. */
function othersExtension({ side, state }: Loan): string {
  if (!('agreements' in state)) return '';
  const theirs = side === 'BORROWER' ? state.extensionOffer : state.proposals.at(-1);
  return theirs?.termsHash ?? '';
}

function loanOf({ side, state }: LoanRecord): Loan {
  return { side, state } as Loan;
}
