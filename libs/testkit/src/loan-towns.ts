import { hoursAfter, type Instant } from '#domain/calendar/date';
import {
  atBorrower,
  borrowerTransitions,
  extensionOf,
  type BorrowerCommand,
  type BorrowerEvent,
} from '#domain/loans/borrower';
import { lastAgreement, statementOfDeal } from '#domain/loans/deal';
import { heldAtBorrower, heldAtLender, heldOfExtension } from '#domain/loans/held';
import { atLender, lenderTransitions, type LenderCommand, type LenderEvent } from '#domain/loans/lender';
import { termsOfOffer, type LoanTerms } from '#domain/loans/loan';
import type { LoanAtBorrower, LoanAtLender } from '#domain/loans/loan-state';
import type { LoanOutgoing } from '#domain/loans/outgoing';
import { nothing, pairsOf, unheardOf, type BothEnds, type HeldProcess } from '#domain/reconciliation/compare';
import type { None } from '#domain/trade/machine';
import { borrower, date, hashOf, lender, noon, offered, request, week } from './loan-walk.js';
import { none } from './trade-walk.js';

export type Place = 'borrower' | 'lender';
type Message = Extract<LoanOutgoing, { do: 'tell' }>;
interface Signed {
  readonly terms?: object;
  readonly termsHash?: string;
  readonly signature?: string;
}
/** One thing that happens to a loan of two towns. `which` and `number` choose among what there is. */
export type Step =
  | { readonly do: 'command'; readonly at: Place; readonly which: string; readonly number: number }
  | { readonly do: 'time'; readonly at: Place }
  | { readonly do: 'deliver'; readonly to: Place; readonly which: number }
  | { readonly do: 'forge'; readonly to: Place }
  | { readonly do: 'pass'; readonly hours: number };

/** The tables that the two towns go by; a test plants its bugs there. */
export interface Tables {
  readonly borrower: typeof borrowerTransitions;
  readonly lender: typeof lenderTransitions;
}
export const real: Tables = { borrower: borrowerTransitions, lender: lenderTransitions };

/**
 * Two towns with one loan under the real reducers. The post between them loses, doubles and reorders what is under way as it likes; as the
 * real one does, each end takes every message of the other once and in order.
 */
export class TwoEnds {
  borrower: LoanAtBorrower | None = none;
  lender: LoanAtLender | None = none;
  private now: Instant = noon('2027-07-12');
  private readonly sent: Record<Place, Message[]> = { borrower: [], lender: [] };
  private readonly taken: Record<Place, number> = { borrower: 0, lender: 0 };

  /** @param skewMinutes by how much the lender's clock is ahead of the borrower's. */
  constructor(
    private readonly skewMinutes: number,
    private readonly tables: Tables,
  ) {
    this.apply('borrower', { type: 'request', request, asked: [lender] });
  }

  play(step: Step): void {
    if (step.do === 'pass') this.now = hoursAfter(this.now, step.hours);
    else if (step.do === 'time') this.apply(step.at, { type: 'time' });
    else if (step.do === 'deliver') this.deliver(step.to, step.which);
    else if (step.do === 'forge') this.forge(step.to);
    else {
      const command =
        step.at === 'borrower'
          ? this.borrowerCommand(step.which, step.number)
          : this.lenderCommand(step.which, step.number);
      if (command !== undefined) this.apply(step.at, command);
    }
  }

  /** Everything arrives, every clock strikes, until nothing changes any more. */
  settle(): void {
    for (let round = 0; round < 4; round++) {
      for (const place of ['lender', 'borrower', 'lender', 'borrower'] as const)
        while (this.taken[place] < this.sent[place].length) this.deliver(place, 0);
      this.now = hoursAfter(this.now, 24 * 400);
      for (const place of ['borrower', 'lender', 'borrower', 'lender'] as const) this.apply(place, { type: 'time' });
    }
  }

  /** Both ends as the borrower compares them, kind by kind. */
  ends(): BothEnds[] {
    const { borrower: here, lender: there, sent, taken } = this;
    const ofLoan = here.status === 'NONE' ? undefined : heldAtBorrower(here, lender);
    const ofLoanThere = there.status === 'NONE' ? undefined : heldAtLender(there);
    return pairsOf(
      request.id,
      heldParts(here, ofLoan, sent.lender.length, taken.borrower),
      heldParts(there, ofLoanThere, sent.borrower.length, taken.lender),
    );
  }

  /** A message that comes again (-1) or too early (1, 2) is not taken in, as the inbox does; only the next one (0) is. */
  private deliver(to: Place, which: number): void {
    const message = this.sent[to][this.taken[to] + which];
    if (message === undefined || which !== 0) return;
    this.taken[to]++;
    const { type, payload } = message;
    const { terms, termsHash, signature } = payload as Signed;
    const isSigned = signature === undefined || signature === `${to === 'borrower' ? lender : borrower} ${termsHash}`;
    const genuine = isSigned && (terms === undefined || hashOf(terms) === termsHash);
    // As it comes out of canonical JSON.
    const told = JSON.parse(JSON.stringify(payload)) as object;
    const event = { type, from: to === 'borrower' ? lender : borrower, payload: told, genuine };
    this.apply(to, event as unknown as BorrowerEvent & LenderEvent);
  }

  /** A signature that is none under terms that are on the table: it must put nothing in force. */
  private forge(to: Place): void {
    const { borrower: here, lender: there } = this;
    const [from, termsHash] =
      to === 'lender'
        ? [borrower, 'offer' in there ? there.offer.termsHash : '']
        : [lender, 'proposals' in here ? (here.proposals[0]?.termsHash ?? '') : ''];
    const own = 'extensionOffer' in there ? there.extensionOffer : undefined;
    if (to === 'lender' && own !== undefined) {
      const forged = { loanId: request.id, ...own, signature: 'forged' };
      this.apply(to, {
        type: 'loan.extension-proposed',
        from,
        payload: forged,
        genuine: false,
      } as unknown as LenderEvent);
      return;
    }
    const type = to === 'lender' ? 'loan.agreed' : 'loan.extension-agreed';
    const payload = { loanId: request.id, termsHash, signature: 'forged' };
    this.apply(to, { type, from, payload, genuine: false } as unknown as BorrowerEvent & LenderEvent);
  }

  private apply(place: Place, event: BorrowerEvent | LenderEvent): void {
    const at = place === 'borrower' ? this.now : ((this.now + this.skewMinutes * 60_000) as Instant);
    const decision =
      place === 'borrower'
        ? atBorrower(this.borrower, event as BorrowerEvent, at, this.tables.borrower)
        : atLender(this.lender, event as LenderEvent, { lender }, at, this.tables.lender);
    if (!decision.ok) return;
    const { state, outgoing } = decision.value;
    this.moves(place, outgoing);
    if (place === 'borrower') this.borrower = state as LoanAtBorrower;
    else this.lender = state as LoanAtLender;
    for (const one of outgoing)
      if (one.do === 'tell') this.sent[place === 'borrower' ? 'lender' : 'borrower'].push(one);
  }

  private moves(place: Place, outgoing: readonly LoanOutgoing[]): void {
    for (const one of outgoing)
      if (one.do === 'move' && one.shift.kind !== (place === 'borrower' ? 'BORROWED' : 'LENT'))
        throw new Error(`the ${place} moves a director as the other town would`);
  }

  private borrowerCommand(which: string, number: number): BorrowerCommand | undefined {
    const loan = this.borrower;
    switch (which) {
      case 'agree':
        return 'offers' in loan && loan.offers[0]
          ? { type: 'agree', lender, signature: `${borrower} ${loan.offers[0].termsHash}` }
          : undefined;
      case 'propose': {
        const terms = longer(loan, number);
        const termsHash = hashOf(terms ?? {});
        return terms && { type: 'propose', terms, termsHash, signature: `${borrower} ${termsHash}` };
      }
      case 'accept-extension': {
        const offer = 'extensionOffer' in loan ? loan.extensionOffer : undefined;
        return { type: 'accept-extension', signature: `${borrower} ${offer?.termsHash}` };
      }
      case 'decline-extension':
        return { type: 'decline-extension', reason: `r${number}` };
      case 'log':
        return {
          type: 'log',
          date: date(new Date(Date.UTC(2027, 7, 1 + number)).toISOString().slice(0, 10)),
          minutes: (number * 37) % 200,
        };
      case 'confirm-statement':
        return 'stated' in loan && loan.stated
          ? { type: 'confirm-statement', signature: `${borrower} ${loan.stated.termsHash}` }
          : undefined;
      case 'cancel':
        return { type: 'cancel', reason: `r${number}` };
      default:
        return { type: 'return' };
    }
  }

  private lenderCommand(which: string, number: number): LenderCommand | undefined {
    const loan = this.lender;
    switch (which) {
      case 'offer': {
        const terms = termsOfOffer(request, lender, { ...offered, recallNoticeDays: number % 10 }, this.now);
        const termsHash = hashOf(terms);
        return { type: 'offer', directorId: 'director', terms, termsHash, signature: `${lender} ${termsHash}` };
      }
      case 'accept-extension': {
        const proposal = 'proposals' in loan ? loan.proposals[0] : undefined;
        const termsHash = proposal?.termsHash;
        return termsHash === undefined
          ? undefined
          : { type: 'accept-extension', termsHash, signature: `${lender} ${termsHash}` };
      }
      case 'decline-extension': {
        const termsHash = 'proposals' in loan ? loan.proposals[0]?.termsHash : undefined;
        return termsHash === undefined ? undefined : { type: 'decline-extension', termsHash, reason: `r${number}` };
      }
      case 'offer-extension': {
        const terms = longer(loan, number);
        const termsHash = hashOf(terms ?? {});
        return terms && { type: 'offer-extension', terms, termsHash, signature: `${lender} ${termsHash}` };
      }
      case 'state': {
        if (!('agreements' in loan)) return undefined;
        const statement = statementOfDeal(loan);
        const termsHash = hashOf(statement);
        return { type: 'state', statement, termsHash, signature: `${lender} ${termsHash}` };
      }
      case 'recall':
        return {
          type: 'recall',
          lastDay: date(new Date(Date.UTC(2027, 6, 25 + number)).toISOString().slice(0, 10)),
        };
      case 'decline':
        return { type: 'decline', reason: `r${number}` };
      default:
        return { type: 'cancel', reason: `r${number}` };
    }
  }
}

/** The terms of an extension by one to three weeks. Few different ones, so that both towns come upon the same. */
function longer(loan: LoanAtBorrower | LoanAtLender | None, number: number): LoanTerms | undefined {
  if (!('agreements' in loan)) return undefined;
  const last = lastAgreement(loan).terms.toWeek;
  const [year, at] = [last.slice(0, 4), Number(last.slice(6))];
  const toWeek = week(`${year}-W${String(Math.min(52, at + 1 + (number % 3))).padStart(2, '0')}`);
  return extensionOf(loan, { minutes: 60 + (number % 4), toWeek });
}

type Held = ReturnType<typeof heldAtLender>;

/** What an end tells of the loan, with so many messages said and heard. */
function heldParts(
  loan: LoanAtBorrower | LoanAtLender | None,
  ofLoan: Held | undefined,
  said: number,
  heard: number,
): HeldProcess[] {
  const part = (kind: string, held: Held | undefined): HeldProcess[] =>
    held === undefined || held.state === nothing
      ? []
      : [
          {
            ...{ id: request.id, kind, state: held.state, said, heard },
            hash: hashOf(JSON.parse(JSON.stringify(held.content)) as object),
          },
        ];
  const parts = [
    ...part('loan', ofLoan),
    ...part('extension', loan.status === 'NONE' ? undefined : heldOfExtension(loan)),
  ];
  return parts.length > 0 ? parts : [{ ...unheardOf(request.id), said, heard }];
}
