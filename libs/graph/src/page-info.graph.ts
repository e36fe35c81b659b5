import { Directive, Field, ObjectType } from '@nestjs/graphql';

@ObjectType('PageInfo', { description: 'Where a page of a list ends.' })
@Directive('@shareable')
export class PageInfoGraph {
  @Field(() => Boolean, { description: 'Whether there is more after this page.' })
  hasNextPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Pass it as "after" to get the next page; null when the page is empty.',
  })
  endCursor!: string | null;
}
