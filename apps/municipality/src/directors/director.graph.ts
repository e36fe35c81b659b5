import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { usualLeadRatio } from '#domain/directors/director';
import type { MunicipalityCode } from '#domain/municipality/code';
import { idempotencyKey } from '#graph/idempotency-key';
import { MunicipalityCodeScalar } from '#graph/scalars';
import type { Director } from './directors.service.js';

@ObjectType('Director', { description: 'ディレクター. Who leads the work; known to the staff of their own town.' })
export class DirectorGraph {
  @Field(() => ID, { description: 'Their id.' })
  id!: string;

  @Field(() => String, { description: 'The name the town calls them by.' })
  displayName!: string;

  @Field(() => Int, { description: 'Minutes in an ordinary week in which they can lead.' })
  weeklyMinutes!: number;

  @Field(() => Int, { description: 'Minutes of work that each of those minutes can lead.' })
  leadRatio!: number;
}

@InputType('RegisterDirectorInput', { description: 'A director of the town.' })
export class RegisterDirectorInput {
  @Field(() => MunicipalityCodeScalar, { description: 'The town; that of the token.' })
  municipality!: MunicipalityCode;

  @Field(() => String, { description: 'The name the town calls them by, up to 60 characters.' })
  displayName!: string;

  @Field(() => Int, { description: 'Minutes in an ordinary week in which they can lead, 0 to 5040.' })
  weeklyMinutes!: number;

  @Field(() => Int, {
    nullable: true,
    description: `Minutes of work that each of those minutes can lead, 1 to 100; ${usualLeadRatio} unless told.`,
  })
  leadRatio?: number | null;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@InputType('UpdateDirectorInput', { description: 'What changes about a director; what is left out stays.' })
export class UpdateDirectorInput {
  @Field(() => ID, { description: 'The director.' })
  directorId!: string;

  @Field(() => String, { nullable: true, description: 'The name the town calls them by, up to 60 characters.' })
  displayName?: string | null;

  @Field(() => Int, { nullable: true, description: 'Minutes in an ordinary week in which they can lead, 0 to 5040.' })
  weeklyMinutes?: number | null;

  @Field(() => Int, { nullable: true, description: 'Minutes of work that each of those minutes can lead, 1 to 100.' })
  leadRatio?: number | null;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

/** A director as their town's staff see them. */
export function directorGraph({ id, displayName, weeklyMinutes, leadRatio }: Director): DirectorGraph {
  return { id, displayName, weeklyMinutes, leadRatio };
}
