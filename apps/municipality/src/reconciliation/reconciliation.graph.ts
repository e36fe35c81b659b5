import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { DriftKind } from '#domain/reconciliation/compare';
import { driftKinds } from '#domain/reconciliation/compare';
import { enumOf } from '#graph/enum';
import { MunicipalityGraph, municipalityGraph } from '#graph/municipality.graph';
import { DateTimeScalar } from '#graph/scalars';
import type { PeerReconciliation } from './reconciliation.service.js';

export const DriftKindEnum = enumOf(driftKinds);
registerEnumType(DriftKindEnum, {
  name: 'DriftKind',
  description: '不一致の種類. In what way two towns hold different things about one process.',
  valuesMap: {
    DIFFERENT: { description: '内容の相違: both have heard everything, and hold different things.' },
    FORGOTTEN_HERE: { description: '当方の欠落: the peer has heard more from us than we know to have said.' },
    FORGOTTEN_THERE: { description: '相手の欠落: we have heard more from the peer than it knows to have said.' },
  },
});

@ObjectType('Drift', {
  description:
    '不一致. A process that two towns hold differently though no word is under way: for people of both towns.',
})
export class DriftGraph {
  @Field(() => ID, { description: 'The process, for example a claim.' })
  processId!: string;

  @Field(() => String, {
    description: 'What differs of it: claim, amendment, work, surplus-order, loan, extension or settlement.',
  })
  kind!: string;

  @Field(() => DriftKindEnum, { description: 'In what way the two ends differ.' })
  drift!: DriftKind;

  @Field(() => String, { description: 'How it stands here; NONE where nothing is kept.' })
  here!: string;

  @Field(() => String, { description: "How it stands at the peer's; NONE where nothing is kept." })
  there!: string;

  @Field(() => DateTimeScalar, { description: 'When it was found.' })
  since!: Date;
}

@ObjectType('Reconciliation', { description: '照合. What the last comparison of both ends with one peer has found.' })
export class ReconciliationGraph {
  @Field(() => MunicipalityGraph, { description: 'The town at the other end.' })
  peer!: MunicipalityGraph;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When both ends were compared; null before the first time.',
  })
  comparedAt!: Date | null;

  @Field(() => Int, {
    description: 'Processes that the two towns keep together: surplus orders, claims, loans and settlements.',
  })
  processes!: number;

  @Field(() => Int, { description: 'Of them, those about which a word is still under way.' })
  underWay!: number;

  @Field(() => Int, { description: 'Messages that were sent again because the peer had lost them.' })
  sentAgain!: number;

  @Field(() => [DriftGraph], { description: 'Real differences.' })
  drifts!: DriftGraph[];

  @Field(() => String, { nullable: true, description: 'Why the last attempt to compare failed; null when it did not.' })
  fault!: string | null;
}

export function reconciliationGraph({ peer, drifts, ...rest }: PeerReconciliation): ReconciliationGraph {
  return Object.assign(new ReconciliationGraph(), {
    ...rest,
    peer: municipalityGraph(peer),
    drifts: drifts.map((drift) => Object.assign(new DriftGraph(), drift)),
  });
}
