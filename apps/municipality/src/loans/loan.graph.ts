import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { IsoDate } from '#domain/calendar/date';
import type { IsoMonth } from '#domain/calendar/month';
import type { IsoWeek } from '#domain/calendar/week';
import type { DirectorAtWork } from '#domain/loans/at-work';
import { mayInstruct } from '#domain/loans/basis';
import { lastAgreement, sumOf } from '#domain/loans/deal';
import { loanStatuses, type LoanStatus } from '#domain/loans/loan';
import type { Offer } from '#domain/loans/loan-state';
import { enumOf } from '#graph/enum';
import { MunicipalityGraph, municipalityGraph } from '#graph/municipality.graph';
import { DateTimeScalar, IsoDateScalar, IsoMonthScalar, IsoWeekScalar } from '#graph/scalars';
import { WorkerSkillGraph } from '../workforce/worker.graph.js';
import type { Loan } from './loans.service.js';

export const LoanStatusEnum = enumOf(loanStatuses);
registerEnumType(LoanStatusEnum, {
  name: 'DirectorLoanStatus',
  description: 'How far a director loan has come.',
  valuesMap: {
    REQUESTED: { description: '依頼中.' },
    OFFERED: { description: '申出あり: a lender has signed terms.' },
    AGREED: { description: '合意: the borrower has signed them too.' },
    ACTIVE: { description: '応援中: the first day has come.' },
    EXTENDED: { description: '延長中: it runs on under an extension that both have signed.' },
    RECALLED: { description: '呼び戻し予告: it runs until a last day that the lender has set.' },
    RETURNED: { description: '終了: the last day has passed, or they were sent home.' },
    SETTLED: { description: '精算済: both have signed the statement.' },
    DECLINED: { description: '辞退: every town asked has said no.' },
    CANCELLED: { description: '取消: called off before it began, or not answered in time.' },
  },
});

const agreedOrAsked = 'as agreed; before that, as asked for';

@ObjectType('LoanOffer', { description: '応援の申出. Terms that a lender has signed.' })
export class LoanOfferGraph {
  @Field(() => MunicipalityGraph, { description: 'The town that lends.' })
  municipality!: MunicipalityGraph;

  @Field(() => String, { description: 'The director: an alias, or their name where they consent.' })
  directorName!: string;

  @Field(() => [WorkerSkillGraph], { description: 'What they can lead.' })
  competence!: WorkerSkillGraph[];

  @Field(() => Int, { description: 'Minutes of work that each of their minutes can lead.' })
  leadRatio!: number;

  @Field(() => Int, { description: 'Their minutes over all the weeks together.' })
  minutes!: number;

  @Field(() => String, { description: '根拠: 準委任, 在籍出向, 職員派遣 or 研修受入.' })
  basis!: string;

  @Field(() => Int, { description: 'Yen for an hour of theirs, before tax.' })
  yenPerHour!: number;

  @Field(() => Int, { description: 'Days of notice of a recall, at least.' })
  recallNoticeDays!: number;

  @Field(() => DateTimeScalar, { description: 'The borrower signs before this moment.' })
  agreeBy!: number;

  @Field(() => String, { description: 'Hash of the terms that both sign.' })
  termsHash!: string;
}

@ObjectType('LoanStretch', { description: 'Weeks of a loan: its own, or those that an extension adds.' })
export class LoanStretchGraph {
  @Field(() => IsoWeekScalar, { description: 'First week.' })
  fromWeek!: IsoWeek;

  @Field(() => IsoWeekScalar, { description: 'Last week.' })
  toWeek!: IsoWeek;

  @Field(() => Int, { description: "The director's minutes over these weeks." })
  minutes!: number;

  @Field(() => String, { description: 'Hash of the terms.' })
  termsHash!: string;
}

@ObjectType('LoanDay', { description: 'Minutes that the borrower has logged for a day.' })
export class LoanDayGraph {
  @Field(() => IsoDateScalar, { description: 'The day.' })
  date!: IsoDate;

  @Field(() => Int, { description: 'Minutes that the director worked for the borrower.' })
  minutes!: number;
}

@ObjectType('LoanLine', { description: 'One month of a statement: minutes × yen per hour, before tax.' })
export class LoanLineGraph {
  @Field(() => IsoMonthScalar, { description: 'The month.' })
  month!: IsoMonth;

  @Field(() => Int, { description: 'Minutes logged in it.' })
  minutes!: number;

  @Field(() => Int, { description: 'Yen for an hour, before tax.' })
  yenPerHour!: number;

  @Field(() => Int, { description: 'Whole yen before tax, rounded down.' })
  amountYen!: number;
}

@ObjectType('LoanStatement', { description: '応援の精算書. What the borrower owes the lender for a loan, before tax.' })
export class LoanStatementGraph {
  @Field(() => [LoanLineGraph], { description: 'Its months.' })
  lines!: LoanLineGraph[];

  @Field(() => Int, { description: 'All minutes.' })
  minutes!: number;

  @Field(() => Int, { description: 'All yen before tax.' })
  amountYen!: number;
}

@ObjectType('DirectorLoan', {
  description: 'ディレクター応援. A director whom one town lends another, for some weeks.',
})
export class DirectorLoanGraph {
  @Field(() => ID, { description: 'Its id; the same in both towns.' })
  id!: string;

  @Field(() => LoanStatusEnum, { description: 'How far it has come, as the town that answers knows it.' })
  status!: LoanStatus;

  @Field(() => MunicipalityGraph, { description: 'The town that borrows.' })
  borrower!: MunicipalityGraph;

  @Field(() => MunicipalityGraph, { nullable: true, description: 'The town that lends; null until one is chosen.' })
  lender!: MunicipalityGraph | null;

  @Field(() => [MunicipalityGraph], { description: 'Towns asked that have not said no; at the borrower only.' })
  asked!: MunicipalityGraph[];

  @Field(() => String, { description: 'What for.' })
  purpose!: string;

  @Field(() => String, { description: `根拠, ${agreedOrAsked}.` })
  basis!: string;

  @Field(() => Boolean, {
    description:
      "Whether that basis lets the director instruct the borrower's workers. Where not, a director of the borrower's speaks.",
  })
  mayInstruct!: boolean;

  @Field(() => Int, { description: `The director's minutes over all weeks, ${agreedOrAsked}; with extensions.` })
  minutes!: number;

  @Field(() => IsoWeekScalar, { description: 'First week.' })
  fromWeek!: IsoWeek;

  @Field(() => IsoWeekScalar, { description: `Last week, ${agreedOrAsked}; with extensions.` })
  toWeek!: IsoWeek;

  @Field(() => IsoDateScalar, { description: 'Last day on which a town can offer somebody.' })
  answerBy!: IsoDate;

  @Field(() => [LoanOfferGraph], { description: 'Offers that wait for the borrower.' })
  offers!: LoanOfferGraph[];

  @Field(() => String, { nullable: true, description: 'The director as the lender tells of them; null until agreed.' })
  directorName!: string | null;

  @Field(() => ID, { nullable: true, description: "The director, at the lender's; null at the borrower's." })
  directorId!: string | null;

  @Field(() => Int, { nullable: true, description: 'Yen for an hour, before tax; null until agreed.' })
  yenPerHour!: number | null;

  @Field(() => Boolean, { description: 'The borrower has signed and does not know yet whether the lender took it.' })
  receiptPending!: boolean;

  @Field(() => [LoanStretchGraph], { description: 'What both have signed: the loan, then its extensions.' })
  agreements!: LoanStretchGraph[];

  @Field(() => [LoanStretchGraph], { description: 'Extensions that wait for the lender.' })
  proposals!: LoanStretchGraph[];

  @Field(() => LoanStretchGraph, {
    nullable: true,
    description: 'An extension that the lender has signed and that waits for the borrower; null where there is none.',
  })
  offeredExtension!: LoanStretchGraph | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Why the other town said no to the extension that this one proposed last; null where it did not, or another is proposed.',
  })
  extensionDeclined!: string | null;

  @Field(() => IsoDateScalar, { nullable: true, description: 'The last day as it stands; null until agreed.' })
  lastDay!: IsoDate | null;

  @Field(() => [LoanDayGraph], { description: 'Minutes that the borrower has logged, day by day.' })
  log!: LoanDayGraph[];

  @Field(() => Int, { description: 'Minutes logged so far.' })
  loggedMinutes!: number;

  @Field(() => LoanStatementGraph, { nullable: true, description: 'What it comes to, once the lender has said so.' })
  statement!: LoanStatementGraph | null;

  @Field(() => String, { nullable: true, description: 'Why it was declined or cancelled.' })
  reason!: string | null;
}

@ObjectType('DirectorAtWork', { description: 'A director in a town on a day.' })
export class DirectorAtWorkGraph {
  @Field(() => String, { description: "The town's own name for its own; of one on loan what their lender tells." })
  name!: string;

  @Field(() => ID, { nullable: true, description: "One of the town's own." })
  directorId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The loan of one from elsewhere.' })
  loanId!: string | null;

  @Field(() => String, { nullable: true, description: '根拠 on which one from elsewhere is here.' })
  basis!: string | null;

  @Field(() => Boolean, { description: "Whether the town's workers take instructions from them." })
  mayInstruct!: boolean;

  @Field(() => Boolean, { description: 'Whether their time counts as supervision here.' })
  leads!: boolean;
}

@ObjectType('DirectorsAtWork', { description: 'Who leads the work of a town on a day.' })
export class DirectorsAtWorkGraph {
  @Field(() => Int, {
    description:
      'Directors that count in the key figures of this town: its own, lent or not. Whoever is on loan counts at home.',
  })
  countedHere!: number;

  @Field(() => [DirectorAtWorkGraph], { description: 'Its own directors, then those on loan here.' })
  directors!: DirectorAtWorkGraph[];
}

export function directorLoanGraph({ state }: Loan): DirectorLoanGraph {
  const { request } = state;
  const deal = 'agreements' in state ? state : undefined;
  const terms = deal?.agreements[0].terms;
  const offers = 'offers' in state ? state.offers : 'offer' in state ? [state.offer] : [];
  const lender = 'lender' in state ? state.lender : null;
  const { basis, fromWeek, purpose } = { ...request, ...(terms && { basis: terms.basis }) };
  return {
    ...{ id: request.id, status: state.status, purpose, basis, fromWeek, mayInstruct: mayInstruct(basis) },
    borrower: municipalityGraph(request.borrower),
    lender: lender === null ? null : municipalityGraph(lender),
    asked: 'asked' in state ? state.asked.map(municipalityGraph) : [],
    minutes: deal === undefined ? request.minutes : sumOf(deal.agreements.map((each) => each.terms)),
    toWeek: deal === undefined ? request.toWeek : lastAgreement(deal).terms.toWeek,
    answerBy: request.answerBy,
    offers: offers.map(offerGraph),
    directorName: terms?.director.name ?? null,
    directorId: 'directorId' in state ? state.directorId : null,
    yenPerHour: terms?.yenPerHour ?? null,
    receiptPending: 'receiptPending' in state && state.receiptPending,
    agreements: (deal?.agreements ?? []).map(stretchGraph),
    proposals: (deal?.proposals ?? []).map(stretchGraph),
    offeredExtension: deal?.extensionOffer === undefined ? null : stretchGraph(deal.extensionOffer),
    extensionDeclined: deal?.extensionDeclined ?? null,
    lastDay: deal?.lastDay ?? null,
    log: (deal?.log ?? []).map(({ date, minutes }) => ({ date, minutes })),
    loggedMinutes: sumOf(deal?.log ?? []),
    statement: deal?.stated ? { ...deal.stated.statement, lines: [...deal.stated.statement.lines] } : null,
    reason: 'reason' in state ? state.reason : null,
  };
}

export function directorsAtWorkGraph(directors: readonly DirectorAtWork[]): DirectorsAtWorkGraph {
  return {
    countedHere: directors.filter(({ countsHere }) => countsHere).length,
    directors: directors.map(({ name, directorId, loanId, basis, mayInstruct: instructs, leads }) => ({
      ...{ name, directorId: directorId ?? null, loanId: loanId ?? null, basis: basis ?? null },
      ...{ mayInstruct: instructs, leads },
    })),
  };
}

function offerGraph({ terms, termsHash }: Offer): LoanOfferGraph {
  const { lender, director, leadRatio, minutes, basis, yenPerHour, recallNoticeDays, agreeBy } = terms;
  return {
    ...{ leadRatio, minutes, basis, yenPerHour, recallNoticeDays, agreeBy, termsHash },
    municipality: municipalityGraph(lender),
    directorName: director.name,
    competence: director.competence.map(({ code, level }) => ({ skill: { code }, level })),
  };
}

function stretchGraph({ terms, termsHash }: Pick<Offer, 'terms' | 'termsHash'>): LoanStretchGraph {
  const { fromWeek, toWeek, minutes } = terms;
  return { fromWeek, toWeek, minutes, termsHash };
}
