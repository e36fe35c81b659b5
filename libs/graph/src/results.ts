import { createUnionType } from '@nestjs/graphql';
import type { Type } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import type { Language } from '#domain/refusals/catalogue';
import { sentenceOf } from '#domain/refusals/sentence';
import type { Decision, Refusal } from '#domain/refusals/decision';
import { RefusalGraph, refusalGraph } from './refusal.graph.js';

/** The answer of a mutation: its payload, or a {@link RefusalGraph}. */
export function resultUnion<P extends object>(name: string, payload: Type<P>): P | RefusalGraph {
  return createUnionType({
    name,
    description: `What ${name.charAt(0).toLowerCase()}${name.slice(1).replace(/Result$/, '')} answers: its payload, or the refusal that says why nothing was written.`,
    types: () => [payload, RefusalGraph] as const,
    resolveType: (value: object) => (value instanceof RefusalGraph ? RefusalGraph : payload),
  }) as P | RefusalGraph;
}

/** A decision as a mutation answers it. */
export function answer<T, P>(decision: Decision<T>, language: Language, payload: (value: T) => P): P | RefusalGraph {
  return decision.ok ? payload(decision.value) : refusalGraph(decision.refusals, language);
}

/** A question that cannot be answered as it was asked: names the argument and says what would be right. */
export function badInput(refusal: Refusal, language: Language): GraphQLError {
  return new GraphQLError(sentenceOf(refusal, language), {
    extensions: {
      code: 'BAD_USER_INPUT',
      reason: refusal.code,
      ...(refusal.field === undefined ? {} : { field: refusal.field }),
    },
  });
}

/** The value of a decision about a query's arguments. @throws badInput */
export function demand<T>(decision: Decision<T>, language: Language): T {
  if (decision.ok) return decision.value;
  throw badInput(decision.refusals[0], language);
}
