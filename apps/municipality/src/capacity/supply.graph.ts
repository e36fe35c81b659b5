import { Field, ObjectType } from '@nestjs/graphql';
import { RefusalGraph } from '#graph/refusal.graph';
import { resultUnion } from '#graph/results';
import { SeatsGraph } from '../centre/seats.graph.js';
import { DirectorGraph } from '../directors/director.graph.js';
import { ShortfallGraph } from './capacity.graph.js';

@ObjectType({ isAbstract: true })
class SupplyChange {
  @Field(() => [ShortfallGraph], { description: 'All work at risk; empty when all is well.' })
  shortfalls!: ShortfallGraph[];
}

@ObjectType('RegisterDirectorPayload', { description: 'The director, and what the town now lacks.' })
export class RegisterDirectorPayload extends SupplyChange {
  @Field(() => DirectorGraph, { description: 'The director.' })
  director!: DirectorGraph;
}
export const RegisterDirectorResult = resultUnion('RegisterDirectorResult', RegisterDirectorPayload);
export type RegisterDirectorAnswer = RegisterDirectorPayload | RefusalGraph;

@ObjectType('UpdateDirectorPayload', { description: 'The director, and what the town now lacks.' })
export class UpdateDirectorPayload extends SupplyChange {
  @Field(() => DirectorGraph, { description: 'The director.' })
  director!: DirectorGraph;
}
export const UpdateDirectorResult = resultUnion('UpdateDirectorResult', UpdateDirectorPayload);
export type UpdateDirectorAnswer = UpdateDirectorPayload | RefusalGraph;

@ObjectType('SetSeatsPayload', { description: 'What the town owns of the licence, and what it now lacks.' })
export class SetSeatsPayload extends SupplyChange {
  @Field(() => SeatsGraph, { description: 'The seats.' })
  seats!: SeatsGraph;
}
export const SetSeatsResult = resultUnion('SetSeatsResult', SetSeatsPayload);
export type SetSeatsAnswer = SetSeatsPayload | RefusalGraph;
