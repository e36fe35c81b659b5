import { Directive, Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Language } from '#domain/refusals/catalogue';
import type { Refusal } from '#domain/refusals/decision';
import { fixers, ruleBehind, type Fixer } from '#domain/refusals/rules';
import { sentenceOf } from '#domain/refusals/sentence';
import { enumOf } from './enum.js';

export const LanguageEnum = { JA: 'JA', EN: 'EN' } as const;
registerEnumType(LanguageEnum, {
  name: 'Language',
  description: 'A language Yui speaks to people.',
  valuesMap: { JA: { description: '日本語' }, EN: { description: 'English' } },
});

export const FixerEnum = enumOf(fixers);
registerEnumType(FixerEnum, {
  name: 'Fixer',
  description: 'Who can remove what stands in the way.',
  valuesMap: {
    ASKER: { description: 'Whoever asks, by asking for something else.' },
    DIRECTOR: { description: 'A director of the town, by making room.' },
    CLIENT: { description: '発注者: by giving consent.' },
    PUBLISHER: { description: 'The town that publishes the work.' },
    ADDRESSEE: { description: 'The town that would do the work.' },
    BOTH_TOWNS: { description: 'The officers of both towns, by an agreement between them.' },
    FEDERATION: { description: 'The members of the federation, by its signed document.' },
  },
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

  @Field(() => String, {
    nullable: true,
    description:
      'The rule behind it and its source, in the language of the message; null where the message says it all.',
  })
  rule!: string | null;

  @Field(() => FixerEnum, { nullable: true, description: 'Who can put it right; null where no rule is named.' })
  fixedBy!: Fixer | null;

  @Field(() => [RefusalGraph], {
    description: 'Everything else that stands in the way, so that all of it can be put right at once.',
  })
  others!: RefusalGraph[];
}

/** The refusals of a decision as the graph shows them: the first one, with the others inside. */
export function refusalGraph([first, ...others]: readonly [Refusal, ...Refusal[]], language: Language): RefusalGraph {
  const behind = ruleBehind(first);
  return Object.assign(new RefusalGraph(), {
    code: first.code,
    message: sentenceOf(first, language),
    field: first.field ?? null,
    rule: behind?.rule[language] ?? null,
    fixedBy: behind?.fixedBy ?? null,
    others: others.map((other) => refusalGraph([other], language)),
  });
}
