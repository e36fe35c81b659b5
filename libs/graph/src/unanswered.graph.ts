import { Directive, Field, ObjectType } from '@nestjs/graphql';
import { MunicipalityGraph } from './municipality.graph.js';

@ObjectType('Unanswered', { description: 'A town that did not answer, and why.' })
@Directive('@shareable')
export class UnansweredGraph {
  @Field(() => MunicipalityGraph, { description: 'The town.' })
  municipality!: MunicipalityGraph;

  @Field(() => String, { description: 'Why it did not answer, as a sentence.' })
  reason!: string;
}
