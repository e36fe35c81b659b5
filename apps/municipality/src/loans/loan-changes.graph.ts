import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { IsoDate } from '#domain/calendar/date';
import type { IsoWeek } from '#domain/calendar/week';
import { mostNoticeDays, mostYenPerHour, usualAlias, usualNoticeDays } from '#domain/loans/loan';
import type { MunicipalityCode } from '#domain/municipality/code';
import { enumOf } from '#graph/enum';
import { idempotencyKey } from '#graph/idempotency-key';
import { RefusalGraph } from '#graph/refusal.graph';
import { resultUnion } from '#graph/results';
import { IsoDateScalar, IsoWeekScalar, MunicipalityCodeScalar } from '#graph/scalars';
import { WorkerSkillInput } from '../workforce/worker.graph.js';
import { DirectorLoanGraph } from './loan.graph.js';

// What people can ask to be done about a loan, and how it is answered.

@InputType({ isAbstract: true })
class AboutLoan {
  @Field(() => ID, { description: 'The loan.' })
  loanId!: string;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType({ isAbstract: true })
class LoanChange {
  @Field(() => DirectorLoanGraph, { description: 'The loan, as the town that answers knows it.' })
  loan!: DirectorLoanGraph;
}

@InputType('RequestDirectorLoanInput', { description: 'A director that the town would like to borrow.' })
export class RequestDirectorLoanInput {
  @Field(() => MunicipalityCodeScalar, {
    nullable: true,
    description: 'The town that is asked to lend; null: every trading peer with a cooperation basis today.',
  })
  from?: MunicipalityCode | null;

  @Field(() => MunicipalityCodeScalar, { description: 'The town that asks; that of the token.' })
  to!: MunicipalityCode;

  @Field(() => Int, { description: "The director's minutes over all the weeks together; each week gets the same." })
  minutes!: number;

  @Field(() => IsoWeekScalar, { description: 'First week; this one or a later one.' })
  fromWeek!: IsoWeek;

  @Field(() => IsoWeekScalar, { description: 'Last week; a year at most.' })
  toWeek!: IsoWeek;

  @Field(() => String, { description: 'What for, up to 200 characters; the lender reads it.' })
  purpose!: string;

  @Field(() => String, {
    description:
      '根拠 that the town would like: 準委任, 在籍出向, 職員派遣 or 研修受入. Only 在籍出向 and 職員派遣 let the director instruct its workers.',
  })
  basis!: string;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

export const ToldNameEnum = enumOf(['ALIAS', 'DISPLAY_NAME']);
registerEnumType(ToldNameEnum, {
  name: 'ToldName',
  description: 'What of a director the borrower is told.',
  valuesMap: {
    ALIAS: { description: 'An alias.' },
    DISPLAY_NAME: { description: 'The name that their town calls them by. Only where they have consented.' },
  },
});

@InputType('OfferDirectorLoanInput', { description: 'Whom the town lends, and on what terms.' })
export class OfferDirectorLoanInput extends AboutLoan {
  @Field(() => ID, { description: 'The director; their id stays in the town.' })
  directorId!: string;

  @Field(() => [WorkerSkillInput], { description: 'What they can lead, as the borrower is told; at least one skill.' })
  competence!: WorkerSkillInput[];

  @Field(() => Int, {
    description: `Yen for an hour of theirs, before tax; 0 to ${mostYenPerHour}.`,
  })
  yenPerHour!: number;

  @Field(() => Int, { nullable: true, description: 'Their minutes over all the weeks; those asked for unless told.' })
  minutes?: number | null;

  @Field(() => String, { nullable: true, description: '根拠 that is to count; the one asked for unless told.' })
  basis?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: `Days of notice of a recall, 0 to ${mostNoticeDays}; ${usualNoticeDays} unless told.`,
  })
  recallNoticeDays?: number | null;

  @Field(() => ToldNameEnum, {
    nullable: true,
    description: 'What of their name the borrower is told; an alias unless told otherwise.',
  })
  tellName?: 'ALIAS' | 'DISPLAY_NAME' | null;

  @Field(() => String, {
    nullable: true,
    description: `The alias, up to 60 characters; 「${usualAlias}」 where it is left out.`,
  })
  alias?: string | null;
}

@ObjectType('RequestDirectorLoanPayload', { description: 'The loan that was asked for.' })
export class RequestDirectorLoanPayload extends LoanChange {}
export const RequestDirectorLoanResult = resultUnion('RequestDirectorLoanResult', RequestDirectorLoanPayload);
export type RequestDirectorLoanAnswer = RequestDirectorLoanPayload | RefusalGraph;

@ObjectType('OfferDirectorLoanPayload', { description: 'The loan, with the offer on its table.' })
export class OfferDirectorLoanPayload extends LoanChange {}
export const OfferDirectorLoanResult = resultUnion('OfferDirectorLoanResult', OfferDirectorLoanPayload);
export type OfferDirectorLoanAnswer = OfferDirectorLoanPayload | RefusalGraph;

@InputType('DeclineDirectorLoanInput', { description: "The lender's no to a request." })
export class DeclineDirectorLoanInput extends AboutLoan {
  @Field(() => String, { description: 'Why, for the other town to read.' })
  reason!: string;
}

@ObjectType('DeclineDirectorLoanPayload', { description: 'The loan that was declined.' })
export class DeclineDirectorLoanPayload extends LoanChange {}
export const DeclineDirectorLoanResult = resultUnion('DeclineDirectorLoanResult', DeclineDirectorLoanPayload);
export type DeclineDirectorLoanAnswer = DeclineDirectorLoanPayload | RefusalGraph;

@InputType('AgreeDirectorLoanInput', { description: "The borrower's yes to an offer." })
export class AgreeDirectorLoanInput extends AboutLoan {
  @Field(() => MunicipalityCodeScalar, {
    nullable: true,
    description: 'Whose offer it takes; may be left out where there is only one.',
  })
  lender?: MunicipalityCode | null;
}

@ObjectType('AgreeDirectorLoanPayload', { description: 'The loan that was agreed.' })
export class AgreeDirectorLoanPayload extends LoanChange {}
export const AgreeDirectorLoanResult = resultUnion('AgreeDirectorLoanResult', AgreeDirectorLoanPayload);
export type AgreeDirectorLoanAnswer = AgreeDirectorLoanPayload | RefusalGraph;

@InputType('CancelDirectorLoanInput', { description: 'A loan that is not to be.' })
export class CancelDirectorLoanInput extends AboutLoan {
  @Field(() => String, { description: 'Why, for the other town to read.' })
  reason!: string;
}

@ObjectType('CancelDirectorLoanPayload', { description: 'The loan that was called off.' })
export class CancelDirectorLoanPayload extends LoanChange {}
export const CancelDirectorLoanResult = resultUnion('CancelDirectorLoanResult', CancelDirectorLoanPayload);
export type CancelDirectorLoanAnswer = CancelDirectorLoanPayload | RefusalGraph;

@InputType('RecallDirectorLoanInput', { description: 'A loan that is to end sooner.' })
export class RecallDirectorLoanInput extends AboutLoan {
  @Field(() => IsoDateScalar, { description: 'The last day: as far ahead as the notice agreed, or further.' })
  lastDay!: IsoDate;
}

@ObjectType('RecallDirectorLoanPayload', { description: 'The loan with its new last day.' })
export class RecallDirectorLoanPayload extends LoanChange {}
export const RecallDirectorLoanResult = resultUnion('RecallDirectorLoanResult', RecallDirectorLoanPayload);
export type RecallDirectorLoanAnswer = RecallDirectorLoanPayload | RefusalGraph;

@InputType('ProposeLoanExtensionInput', { description: 'Weeks and minutes to add to a loan that runs.' })
export class ProposeLoanExtensionInput extends AboutLoan {
  @Field(() => IsoWeekScalar, { description: 'The new last week.' })
  toWeek!: IsoWeek;

  @Field(() => Int, { description: "The director's minutes over the weeks that are added." })
  minutes!: number;
}

@ObjectType('ProposeLoanExtensionPayload', { description: 'The loan, with the proposal.' })
export class ProposeLoanExtensionPayload extends LoanChange {}
export const ProposeLoanExtensionResult = resultUnion('ProposeLoanExtensionResult', ProposeLoanExtensionPayload);
export type ProposeLoanExtensionAnswer = ProposeLoanExtensionPayload | RefusalGraph;

@InputType('AcceptLoanExtensionInput', { description: "The yes to the other town's extension." })
export class AcceptLoanExtensionInput extends AboutLoan {}

@ObjectType('AcceptLoanExtensionPayload', { description: 'The loan that goes on.' })
export class AcceptLoanExtensionPayload extends LoanChange {}
export const AcceptLoanExtensionResult = resultUnion('AcceptLoanExtensionResult', AcceptLoanExtensionPayload);
export type AcceptLoanExtensionAnswer = AcceptLoanExtensionPayload | RefusalGraph;

@InputType('DeclineLoanExtensionInput', { description: "The no to the other town's extension." })
export class DeclineLoanExtensionInput extends AboutLoan {
  @Field(() => String, { description: 'Why, for the other town to read.' })
  reason!: string;
}

@ObjectType('DeclineLoanExtensionPayload', { description: 'The loan, which goes on as agreed.' })
export class DeclineLoanExtensionPayload extends LoanChange {}
export const DeclineLoanExtensionResult = resultUnion('DeclineLoanExtensionResult', DeclineLoanExtensionPayload);
export type DeclineLoanExtensionAnswer = DeclineLoanExtensionPayload | RefusalGraph;

@InputType('LogLoanMinutesInput', { description: 'Minutes of a day, in place of what was said of it before.' })
export class LogLoanMinutesInput extends AboutLoan {
  @Field(() => IsoDateScalar, { description: 'The day, within the loan and not ahead.' })
  date!: IsoDate;

  @Field(() => Int, { description: 'Minutes of that day, 0 to 1440.' })
  minutes!: number;
}

@ObjectType('LogLoanMinutesPayload', { description: 'The loan with its log.' })
export class LogLoanMinutesPayload extends LoanChange {}
export const LogLoanMinutesResult = resultUnion('LogLoanMinutesResult', LogLoanMinutesPayload);
export type LogLoanMinutesAnswer = LogLoanMinutesPayload | RefusalGraph;

@InputType('ReturnDirectorLoanInput', { description: 'A loan that is over for the borrower.' })
export class ReturnDirectorLoanInput extends AboutLoan {}

@ObjectType('ReturnDirectorLoanPayload', { description: 'The loan that is over.' })
export class ReturnDirectorLoanPayload extends LoanChange {}
export const ReturnDirectorLoanResult = resultUnion('ReturnDirectorLoanResult', ReturnDirectorLoanPayload);
export type ReturnDirectorLoanAnswer = ReturnDirectorLoanPayload | RefusalGraph;

@InputType('StateDirectorLoanInput', { description: 'A loan to make a statement of.' })
export class StateDirectorLoanInput extends AboutLoan {}

@ObjectType('StateDirectorLoanPayload', { description: 'The loan with its statement.' })
export class StateDirectorLoanPayload extends LoanChange {}
export const StateDirectorLoanResult = resultUnion('StateDirectorLoanResult', StateDirectorLoanPayload);
export type StateDirectorLoanAnswer = StateDirectorLoanPayload | RefusalGraph;

@InputType('ConfirmLoanStatementInput', { description: 'A loan whose statement is right.' })
export class ConfirmLoanStatementInput extends AboutLoan {}

@ObjectType('ConfirmLoanStatementPayload', { description: 'The loan that is settled.' })
export class ConfirmLoanStatementPayload extends LoanChange {}
export const ConfirmLoanStatementResult = resultUnion('ConfirmLoanStatementResult', ConfirmLoanStatementPayload);
export type ConfirmLoanStatementAnswer = ConfirmLoanStatementPayload | RefusalGraph;
