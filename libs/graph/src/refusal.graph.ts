import { Directive, Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Language } from '#domain/refusals/catalogue';
import { sentenceOf } from '#domain/refusals/sentence';
import type { Refusal } from '#domain/refusals/decision';

export const LanguageEnum = { JA: 'JA', EN: 'EN' } as const;
registerEnumType(LanguageEnum, {
  name: 'Language',
  description: 'A language Yui speaks to people.',
  valuesMap: { JA: { description: '日本語' }, EN: { description: 'English' } },
});

@ObjectType('Refusal', {
  description: 'A business "no": nothing was written. Every code is explained in docs/refusals.md.',
})
@Directive('@shareable')
export class RefusalGraph {
  @Field(() => String, { description: 'Stable name of the reason, for programs. It never changes its meaning.' })
  code!: string;

  @Field(() => String, {
    description:
      'The reason as a sentence, in the language of the Accept-Language header (Japanese unless English is asked for).',
  })
  message!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The input field that would have to change, for example "minutes"; null where no single field is to blame.',
  })
  field!: string | null;

  @Field(() => [RefusalGraph], {
    description: 'Everything else that stands in the way, so that all of it can be put right at once.',
  })
  others!: RefusalGraph[];
}

/** The refusals of a decision as the graph shows them: the first one, with the others inside. */
export function refusalGraph([first, ...others]: readonly [Refusal, ...Refusal[]], language: Language): RefusalGraph {
  return Object.assign(new RefusalGraph(), {
    code: first.code,
    message: sentenceOf(first, language),
    field: first.field ?? null,
    others: others.map((other) => refusalGraph([other], language)),
  });
}
