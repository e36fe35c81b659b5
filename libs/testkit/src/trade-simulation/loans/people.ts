import { addDays, dateInTokyo, type Instant } from '#domain/calendar/date';
import { weekOf } from '#domain/calendar/week';
import type { LoanBasis } from '#domain/loans/basis';
import { extensionOf, type BorrowerCommand } from '#domain/loans/borrower';
import { lastAgreement, statementOfDeal } from '#domain/loans/deal';
import type { LenderCommand } from '#domain/loans/lender';
import { answerBy, termsOfExtension, termsOfOffer, type LoanRequest, type LoanTerms } from '#domain/loans/loan';
import type { LoanAtBorrower, LoanAtLender } from '#domain/loans/loan-state';
import type { LoanMessages, LoanMessageType } from '#domain/loans/messages';
import { tell, type LoanTell } from '#domain/loans/outgoing';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { SkillCode } from '#domain/skills/catalogue';
import type { Random } from '../../../../../demo/src/random.js';
import type { Fate } from '../post.js';
import { hashOf, signatureOf } from '../signing.js';
import type { LoanTown } from './town.js';

// What people, and towns that repeat themselves or lie, do about one director loan. They try everything in every state.

type Act<C extends { readonly type: string }> = C['type'];

const borrowerDeeds: readonly [Act<BorrowerCommand>, ...Act<BorrowerCommand>[]] = [
  ...(['agree', 'cancel', 'propose', 'log', 'return', 'confirm-statement'] as const),
  ...(['accept-extension', 'decline-extension'] as const),
];
const lenderDeeds: readonly [Act<LenderCommand>, ...Act<LenderCommand>[]] = [
  ...(['offer', 'decline', 'cancel', 'recall', 'accept-extension', 'state'] as const),
  ...(['offer-extension', 'decline-extension'] as const),
];

/** What people mostly do in a state; in the others they try anything. */
const sensibleHere: Partial<
  Record<LoanAtBorrower['status'], readonly [Act<BorrowerCommand>, ...Act<BorrowerCommand>[]]>
> = {
  // Nothing to do yet; what is refused in a state changes nothing.
  REQUESTED: ['log'],
  OFFERED: ['agree', 'log', 'log'],
  AGREED: ['confirm-statement'],
  ACTIVE: ['log', 'propose', 'propose', 'accept-extension', 'accept-extension', 'decline-extension'],
  EXTENDED: ['log', 'log', 'propose', 'accept-extension', 'decline-extension'],
  RECALLED: ['log', 'log', 'log', 'return'],
  RETURNED: ['confirm-statement', 'log'],
};
const sensibleThere: Partial<Record<LoanAtLender['status'], readonly [Act<LenderCommand>, ...Act<LenderCommand>[]]>> = {
  REQUESTED: ['offer'],
  OFFERED: ['state'],
  AGREED: ['state', 'state', 'state', 'recall'],
  ACTIVE: [
    ...(['accept-extension', 'accept-extension', 'accept-extension'] as const),
    ...(['offer-extension', 'offer-extension', 'decline-extension', 'recall'] as const),
  ],
  EXTENDED: ['accept-extension', 'accept-extension', 'offer-extension', 'decline-extension', 'recall'],
  RETURNED: ['state'],
};

/** The request that all of a process is about. */
export function someRequest(random: Random, borrower: MunicipalityCode, now: Instant): LoanRequest {
  const today = dateInTokyo(now);
  const fromWeek = weekOf(addDays(today, random.pick([3, 7, 12])));
  const toWeek = weekOf(addDays(today, random.pick([14, 21, 28])));
  return {
    ...{ id: `${borrower}-loan-1`, borrower, minutes: random.pick([1_200, 2_401]), fromWeek, toWeek },
    ...{ purpose: '繁忙期の進行管理', basis: random.pick<LoanBasis>(['在籍出向', '研修受入', '準委任']) },
    answerBy: answerBy(today, fromWeek),
  };
}

/** When somebody acts, how their commit goes, and how often they do what is sensible. */
export interface Hour {
  readonly random: Random;
  readonly time: number;
  readonly fate: Fate;
  readonly calm: number;
}

/** Somebody at the borrower's does something, this if it is named. */
export function borrowerActs(
  town: LoanTown,
  id: string,
  { random, time, fate, calm }: Hour,
  named?: Act<BorrowerCommand>,
): void {
  const loan = town.borrowed.get(id);
  if (loan === undefined) return;
  const now = town.now(time);
  const sensible = sensibleHere[loan.status];
  const act = sensible !== undefined && random.next() < calm ? random.pick(sensible) : random.pick(borrowerDeeds);
  const command = borrowerCommand(town, loan, named ?? act, random, now);
  town.transact(fate, () => town.borrowerDoes(id, command, now));
}

/** Somebody at a lender's does something, this if it is named. */
export function lenderActs(
  town: LoanTown,
  id: string,
  { random, time, fate, calm }: Hour,
  named?: Act<LenderCommand>,
): void {
  const loan = town.lent.get(id);
  if (loan === undefined) return;
  const now = town.now(time);
  const sensible = sensibleThere[loan.status];
  const act = sensible !== undefined && random.next() < calm ? random.pick(sensible) : random.pick(lenderDeeds);
  const command = lenderCommand(town, loan, named ?? act, random, now);
  town.transact(fate, () => town.lenderDoes(id, command, now));
}

function borrowerCommand(
  town: LoanTown,
  loan: LoanAtBorrower,
  type: Act<BorrowerCommand>,
  random: Random,
  now: Instant,
): BorrowerCommand {
  const sign = (hash: string): string => signatureOf(town.code, hash);
  switch (type) {
    case 'agree': {
      const offer = 'offers' in loan ? loan.offers[random.between(0, Math.max(0, loan.offers.length - 1))] : undefined;
      const lender = offer?.terms.lender ?? town.code;
      return { type, lender, signature: sign(offer?.termsHash ?? '') };
    }
    case 'propose': {
      const toWeek = weekOf(addDays(dateInTokyo(now), random.pick([28, 35, 42])));
      const terms = extensionOf(loan, { minutes: random.pick([120, 300, 600]), toWeek }) ?? noTerms(loan);
      return { type, terms, termsHash: hashOf(terms), signature: sign(hashOf(terms)) };
    }
    case 'log': {
      const date = addDays(dateInTokyo(now), random.pick([0, 0, -1, -2, -5, 1]));
      return { type, date, minutes: random.pick([0, 60, 240, 480, 2_000]) };
    }
    case 'confirm-statement': {
      const hash = 'stated' in loan ? (loan.stated?.termsHash ?? '') : '';
      return { type, signature: sign(hash) };
    }
    case 'accept-extension': {
      const hash = 'extensionOffer' in loan ? (loan.extensionOffer?.termsHash ?? '') : '';
      return { type, signature: sign(hash) };
    }
    case 'cancel':
    case 'decline-extension':
      return { type, reason: `r${random.between(1, 9)}` };
    case 'request':
      return { type, request: loan.request, asked: [] };
    case 'return':
      return { type };
  }
}

function lenderCommand(
  town: LoanTown,
  loan: LoanAtLender,
  type: Act<LenderCommand>,
  random: Random,
  now: Instant,
): LenderCommand {
  const sign = (hash: string): string => signatureOf(town.code, hash);
  switch (type) {
    case 'offer': {
      const terms = termsOfOffer(loan.request, town.code, offered(loan.request, random), now);
      return { type, directorId: 'director', terms, termsHash: hashOf(terms), signature: sign(hashOf(terms)) };
    }
    case 'accept-extension': {
      const termsHash = proposedTo(loan);
      return { type, termsHash, signature: sign(termsHash) };
    }
    case 'decline-extension':
      return { type, termsHash: proposedTo(loan), reason: `r${random.between(1, 9)}` };
    case 'offer-extension': {
      const toWeek = weekOf(addDays(dateInTokyo(now), random.pick([28, 35, 42])));
      const terms = extensionOf(loan, { minutes: random.pick([120, 300, 600]), toWeek }) ?? noTerms(loan);
      return { type, terms, termsHash: hashOf(terms), signature: sign(hashOf(terms)) };
    }
    case 'state': {
      const statement =
        'agreements' in loan
          ? statementOfDeal(loan)
          : { loanId: loan.request.id, payer: town.code, payee: town.code, lines: [], minutes: 0, amountYen: 0 };
      return { type, statement, termsHash: hashOf(statement), signature: sign(hashOf(statement)) };
    }
    case 'recall':
      return { type, lastDay: addDays(dateInTokyo(now), random.pick([0, 3, 7, 10])) };
    default:
      return { type, reason: `r${random.between(1, 9)}` };
  }
}

function proposedTo(loan: LoanAtLender): string {
  return ('proposals' in loan ? loan.proposals[0]?.termsHash : undefined) ?? 'none';
}

function offered(request: LoanRequest, random: Random): Parameters<typeof termsOfOffer>[2] {
  return {
    ...{ yenPerHour: random.pick([0, 2_500]), recallNoticeDays: random.pick([0, 3, 7]), name: '応援ディレクター' },
    ...{ competence: [{ code: 'data-entry' as SkillCode, level: 3 }], basis: request.basis, leadRatio: 10 },
    minutes: random.pick([request.minutes, request.minutes, 600]),
  };
}

/** What stands for terms where there is nothing to go on from. */
function noTerms({ request }: LoanAtBorrower | LoanAtLender): LoanTerms {
  return { loanId: request.id, toWeek: request.toWeek, minutes: 60, fromWeek: request.fromWeek } as LoanTerms;
}

/** A town says again, as if for the first time, what it has said before. */
export function repeatsLoan(town: LoanTown, random: Random, now: Instant): void {
  const before = town.said[random.between(0, town.said.length - 1)];
  if (before === undefined || !repeatable.has(before.tell.type)) return;
  if (town.hasGivenUp(before.tell.processId)) return; // People who have given a word up do not say it again.
  const { until: _, ...again } = before.tell;
  town.transact('WELL', () => town.says(before.tell.processId, again as LoanTell, now));
}
/**
 * What a second time, out of its order, must change nothing; of a day's minutes, a return or a recall the last word counts. So it does of an
 * extension: whoever proposes once more what was declined makes a new proposal of it.
 */
const repeatable = new Set<LoanMessageType>([
  ...(['loan.requested', 'loan.agreed', 'loan.in-force'] as const),
  ...(['loan.extension-agreed', 'loan.statement-confirmed'] as const),
]);

/** A town says what is not true, or is not its to say, and signs as well as it can. Nobody may believe it. */
export function liesAboutLoan(liar: LoanTown, victim: LoanTown, id: string, random: Random, now: Instant): void {
  const [borrowed, lent] = [victim.borrowed.get(id), victim.lent.get(id)];
  const loan = borrowed ?? lent;
  if (loan === undefined) return;
  const about = <T extends LoanMessageType>(type: T, payload: Omit<LoanMessages[T], 'loanId'>): LoanTell =>
    tell(victim.code, type, { loanId: id, ...payload } as LoanMessages[T]);
  const mine = (hash: string): string => signatureOf(liar.code, hash);
  const isParty =
    borrowed === undefined
      ? liar.code === loan.request.borrower
      : 'asked' in borrowed
        ? borrowed.asked.includes(liar.code)
        : borrowed.lender === liar.code;
  const today = dateInTokyo(now);
  const agreed = 'agreements' in loan ? loan.agreements[0] : undefined;
  const proposal = 'proposals' in loan ? loan.proposals[0] : undefined;
  const cheap = { ...(agreed?.terms ?? noTerms(loan as LoanAtBorrower)), minutes: 9_999, yenPerHour: 1 };
  const [week, last] = [weekOf(addDays(today, 49)), 'agreements' in loan ? lastAgreement(loan) : undefined];
  const longer = last === undefined ? cheap : termsOfExtension(last, { minutes: 60, toWeek: week });
  const hash = 'offer' in loan ? loan.offer.termsHash : (proposal?.termsHash ?? agreed?.termsHash ?? 'no hash');
  const signed = <T extends object>(terms: T): { terms: T; termsHash: string; signature: string } => ({
    ...{ terms, termsHash: hashOf(terms), signature: mine(hashOf(terms)) },
  });
  const statement = { loanId: id, payer: liar.code, payee: victim.code, lines: [], minutes: 0, amountYen: 1 };
  const unbelievable = borrowed
    ? [
        about('loan.offered', signed(cheap)),
        about('loan.offered', { ...signed(cheap), signature: 'nobody' }),
        about('loan.in-force', { termsHash: 'no hash' }),
        about('loan.recalled', { on: today, lastDay: addDays(today, -1) }),
        about('loan.extension-agreed', { termsHash: hash, signature: 'nobody' }),
        about('loan.extension-agreed', { termsHash: 'no hash', signature: mine('no hash') }),
        about('loan.extension-offered', { ...signed(longer), signature: 'nobody' }),
        about('loan.extension-declined', { termsHash: 'no hash', reason: 'x' }),
        about('loan.stated', { ...signed(statement), signature: 'nobody' }),
      ]
    : [
        about('loan.agreed', { termsHash: hash, signature: 'nobody' }),
        about('loan.agreed', { termsHash: 'no hash', signature: mine('no hash') }),
        about('loan.extension-proposed', signed(cheap)),
        about('loan.extension-proposed', { ...signed(longer), signature: 'nobody' }),
        about('loan.extension-offer-declined', { termsHash: 'no hash', reason: 'x' }),
        about('loan.minutes-logged', { date: addDays(today, 400), minutes: 60 }),
        about('loan.minutes-logged', { date: today, minutes: 1.5 }),
        about('loan.statement-confirmed', { termsHash: 'no hash', signature: mine('no hash') }),
        about('loan.statement-confirmed', { termsHash: hash, signature: 'nobody' }),
      ];
  const notItsToSay = borrowed
    ? [
        about('loan.declined', { reason: 'x' }),
        about('loan.offer-ended', { reason: 'x' }),
        about('loan.in-force', { termsHash: hash }),
        about('loan.recalled', { on: today, lastDay: addDays(today, 10) }),
        about('loan.extension-agreed', { termsHash: hash, signature: mine(hash) }),
        about('loan.extension-declined', { termsHash: hash, reason: 'x' }),
        about('loan.extension-offered', signed(longer)),
        about('loan.stated', signed(statement)),
        about('loan.offered', signed(cheap)),
      ]
    : [
        about('loan.requested', { request: loan.request }),
        about('loan.agreed', { termsHash: hash, signature: mine(hash) }),
        about('loan.cancelled', { reason: 'x' }),
        about('loan.extension-proposed', signed(cheap)),
        about('loan.extension-offer-declined', { termsHash: hash, reason: 'x' }),
        about('loan.minutes-logged', { date: today, minutes: 60 }),
        about('loan.returned', { on: today }),
        about('loan.statement-confirmed', { termsHash: hash, signature: mine(hash) }),
      ];
  // A party says one thing that nobody can believe; a stranger can say all it likes.
  const one = unbelievable[random.between(0, unbelievable.length - 1)] as LoanTell;
  liar.transact('WELL', () => (isParty ? [one] : [...notItsToSay, one]).every((lie) => liar.says(id, lie, now)));
}
