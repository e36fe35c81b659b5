import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloArmor } from '@escape.tech/graphql-armor';
import { GraphQLError, type ValidationRule } from 'graphql';

/** No operation of ours comes near these; what exceeds them is refused with HTTP 400 before it is planned. */
const protection = new ApolloArmor({
  maxAliases: { n: 15, allowList: [] }, // An empty list: by default any number of __typename aliases gets through.
  maxDepth: { n: 12 },
  maxDirectives: { n: 30 },
  costLimit: { maxCost: 20_000, depthCostFactor: 1.3 },
  maxTokens: { enabled: false }, // The parser's own limit answers 400, this one 500.
  blockFieldSuggestion: { enabled: false }, // The schema is public and meant to be found out about.
}).protect();

/** GraphQL keeps names that begin with "__" for itself. An alias of that kind would be mistaken for what services say of a value's type. */
const noReservedAliases: ValidationRule = (context) => ({
  Field(node) {
    if (node.alias?.value.startsWith('__')) {
      context.reportError(
        new GraphQLError(`The alias "${node.alias.value}" begins with "__", which GraphQL reserves.`, {
          nodes: node.alias,
        }),
      );
    }
  },
});

export const validationRules: ValidationRule[] = [...protection.validationRules, noReservedAliases];
/** The library names the types of Apollo's CommonJS build, which TypeScript takes for others than ours. */
export const limitPlugins = protection.plugins as unknown as ApolloServerPlugin[];
export const mostTokens = 1_500;
