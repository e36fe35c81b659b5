import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { IsoDate } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { DataClass } from '#domain/orders/data-class';
import { orderStatuses, recommissionConsents, type OrderStatus, type RecommissionConsent } from '#domain/orders/order';
import { DataClassEnum } from '#graph/data-class.graph';
import { enumOf } from '#graph/enum';
import { idempotencyKey } from '#graph/idempotency-key';
import { PageInfoGraph } from '#graph/page-info.graph';
import { RefusalGraph } from '#graph/refusal.graph';
import { resultUnion } from '#graph/results';
import { IsoDateScalar, MunicipalityCodeScalar } from '#graph/scalars';
import { SkillGraph } from '#graph/skill.graph';
import { CommitmentGraph } from '../capacity/capacity.graph.js';
import { LicenceGraph, licenceGraph } from '../centre/seats.graph.js';
import type { Lot, Order } from './orders.service.js';

export const RecommissionConsentEnum = enumOf(recommissionConsents);
registerEnumType(RecommissionConsentEnum, {
  name: 'RecommissionConsent',
  description: '再委託の同意. Whether the client lets the work go to another town.',
  valuesMap: {
    NONE: { description: 'It may not.' },
    APPROVAL_NEEDED: { description: 'It may, once the client has approved.' },
    ALLOWED: { description: 'It may.' },
  },
});

export const OrderStatusEnum = enumOf(orderStatuses);
registerEnumType(OrderStatusEnum, {
  name: 'OrderStatus',
  description: '案件の状態.',
  valuesMap: {
    ACCEPTED: { description: '受注: the town has taken it.' },
    COMPLETED: { description: '完了: delivered and inspected.' },
    CANCELLED: { description: '取消.' },
  },
});

@ObjectType('Lot', { description: 'ロット. A divisible part of an order, or work awarded by another town.' })
export class LotGraph {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => String, { description: 'What is to be done.' })
  title!: string;

  @Field(() => SkillGraph, { description: 'The skill it takes.' })
  skill!: SkillGraph;

  @Field(() => Int, { description: 'The lowest level of the skill that will do, 1 to 3.' })
  level!: number;

  @Field(() => [LicenceGraph], { description: 'Licences of which a seat is taken while the work is done.' })
  licences!: LicenceGraph[];

  @Field(() => Int, { description: 'All of its minutes.' })
  minutes!: number;

  @Field(() => Int, { description: 'Minutes neither committed at home nor published as surplus.' })
  openMinutes!: number;

  @Field(() => Int, { description: 'Minutes committed at home.' })
  ownMinutes!: number;

  @Field(() => Int, { description: 'Minutes that other towns have confirmed.' })
  sentMinutes!: number;

  @Field(() => IsoDateScalar, { description: 'First day of work.' })
  earliest!: IsoDate;

  @Field(() => IsoDateScalar, { description: '納期. Last day of work.' })
  due!: IsoDate;

  @Field(() => DataClassEnum, { description: 'How sensitive its data is.' })
  dataClass!: DataClass;
}

@ObjectType('Order', { description: '案件 (受注). A contract with a client; read only at home.' })
export class OrderGraph {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => OrderStatusEnum, { description: 'How far it is.' })
  status!: OrderStatus;

  @Field(() => String, { description: '発注者. The company or public office.' })
  clientName!: string;

  @Field(() => String, { description: 'What it is called.' })
  title!: string;

  @Field(() => RecommissionConsentEnum, { description: 'Whether its work may go to another town.' })
  recommissionConsent!: RecommissionConsent;

  @Field(() => Int, {
    nullable: true,
    description: 'What the client pays, in yen before tax; null where it is not known yet.',
  })
  contractYen!: number | null;

  @Field(() => Int, { nullable: true, description: 'All of its minutes; null where they are not known yet.' })
  minutes!: number | null;

  @Field(() => [LotGraph], { description: 'Its lots.' })
  lots!: LotGraph[];
}

@ObjectType('OrderPage', { description: "A page of a town's orders." })
export class OrderPageGraph {
  @Field(() => Int, { description: 'How many there are in all.' })
  totalCount!: number;

  @Field(() => PageInfoGraph, { description: 'Where the page ends.' })
  pageInfo!: PageInfoGraph;

  @Field(() => [OrderGraph], { description: 'The orders of this page, by id.' })
  nodes!: OrderGraph[];
}

@InputType('CreateOrderInput', { description: 'A new order.' })
export class CreateOrderInput {
  @Field(() => MunicipalityCodeScalar, { description: 'The town that takes it; that of the token.' })
  municipality!: MunicipalityCode;

  @Field(() => String, { description: 'The client, up to 100 characters.' })
  clientName!: string;

  @Field(() => String, { description: 'What it is called, up to 200 characters.' })
  title!: string;

  @Field(() => RecommissionConsentEnum, { description: 'Whether its work may go to another town.' })
  recommissionConsent!: RecommissionConsent;

  @Field(() => Int, { nullable: true, description: 'What the client pays, in yen before tax.' })
  contractYen?: number;

  @Field(() => Int, { nullable: true, description: 'All of its minutes; its lots may not add up to more.' })
  minutes?: number;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType('CreateOrderPayload', { description: 'The new order.' })
export class CreateOrderPayload {
  @Field(() => OrderGraph, { description: 'The order.' })
  order!: OrderGraph;
}
export const CreateOrderResult = resultUnion('CreateOrderResult', CreateOrderPayload);
export type CreateOrderAnswer = CreateOrderPayload | RefusalGraph;

@InputType('AddLotInput', { description: 'A new lot of an order.' })
export class AddLotInput {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string;

  @Field(() => String, { description: 'What is to be done, up to 200 characters.' })
  title!: string;

  @Field(() => String, { description: 'Code of the skill it takes.' })
  skill!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The lowest level of the skill that will do, 1 to 3; 1 where it is left out.',
  })
  level?: number | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Codes of the licences of which a seat is taken while the work is done; none where it is left out.',
  })
  licences?: string[] | null;

  @Field(() => Int, { description: 'Its minutes.' })
  minutes!: number;

  @Field(() => IsoDateScalar, { description: 'First day of work.' })
  earliest!: IsoDate;

  @Field(() => IsoDateScalar, { description: 'Last day of work.' })
  due!: IsoDate;

  @Field(() => DataClassEnum, { description: 'How sensitive its data is.' })
  dataClass!: DataClass;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType('AddLotPayload', { description: 'The new lot.' })
export class AddLotPayload {
  @Field(() => LotGraph, { description: 'The lot.' })
  lot!: LotGraph;
}
export const AddLotResult = resultUnion('AddLotResult', AddLotPayload);
export type AddLotAnswer = AddLotPayload | RefusalGraph;

@InputType('CommitCapacityInput', { description: "The town's own capacity for part of a lot." })
export class CommitCapacityInput {
  @Field(() => ID, { description: 'The lot.' })
  lotId!: string;

  @Field(() => Int, { description: 'Minutes to commit.' })
  minutes!: number;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType('CommitCapacityPayload', { description: 'What was committed.' })
export class CommitCapacityPayload {
  @Field(() => CommitmentGraph, { description: 'The commitment.' })
  commitment!: CommitmentGraph;
}
export const CommitCapacityResult = resultUnion('CommitCapacityResult', CommitCapacityPayload);
export type CommitCapacityAnswer = CommitCapacityPayload | RefusalGraph;

/** An order as its town's staff see it. */
export function orderGraph({ lots, ...order }: Order): OrderGraph {
  return { ...order, lots: lots.map(lotGraph) };
}

/** A lot as its town's staff see it. */
export function lotGraph({ skill, licences, ...lot }: Lot): LotGraph {
  return { ...lot, skill: { code: skill }, licences: licences.map(licenceGraph) };
}
