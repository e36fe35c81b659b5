import { Directive, Field, ObjectType } from '@nestjs/graphql';

@ObjectType('Skill', { description: 'スキル. An entry of the vocabulary that all towns share.' })
@Directive('@shareable')
export class SkillGraph {
  @Field(() => String, { description: 'Its code, for example "data-entry".' })
  code!: string;
}
