import { Field, ID, ObjectType } from '@nestjs/graphql';

@ObjectType('PlannedOrder', { description: '余剰案件. The surplus order of which a plan would move minutes.' })
export class PlannedOrderGraph {
  @Field(() => ID, { description: 'The id of the surplus order.' })
  id!: string;

  @Field(() => String, { description: 'What the work is.' })
  title!: string;
}
