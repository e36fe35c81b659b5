import { QueryPlanner, type QueryPlan } from '@graphql-hive/router-query-planner';
import {
  buildASTSchema,
  GraphQLObjectType,
  GraphQLSchema,
  Kind,
  parse,
  print,
  type DocumentNode,
  type GraphQLScalarType,
  type OperationDefinitionNode,
} from 'graphql';
import { LeastRecentlyUsed } from './least-recently-used.js';

const plansKept = 1_000;

/** The composed schema: what users may ask, and how an operation is taken apart over the subgraphs. */
export class Supergraph {
  readonly schema: GraphQLSchema;
  private readonly planner: QueryPlanner;
  private readonly plans = new LeastRecentlyUsed<Promise<QueryPlan | undefined>>(plansKept);

  /** @param scalars the scalars with their rules, so that input is read here and not first in a subgraph. */
  constructor(supergraphSdl: string, publicSdl: string, scalars: readonly GraphQLScalarType[]) {
    this.planner = new QueryPlanner(supergraphSdl);
    this.schema = withScalars(buildASTSchema(parse(publicSdl)), scalars);
  }

  /** The plan of an operation; undefined when it asks only about the schema itself. Kept by text and operation. */
  plan(document: DocumentNode, operation: OperationDefinitionNode): Promise<QueryPlan | undefined> {
    const asked = withoutIntrospection(document, operation);
    if (asked === undefined) return Promise.resolve(undefined);
    const text = print(asked);
    const name = operation.name?.value;
    const key = `${name ?? ''}\n${text}`;
    return this.plans.get(key, () => this.planner.planAsync(text, name, new Set(), 100));
  }
}

/** Introspection is answered from the schema at hand; only the rest is planned. */
function withoutIntrospection(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode | undefined {
  const { selections } = operation.selectionSet;
  const rest = selections.filter((selection) => selection.kind !== Kind.FIELD || !selection.name.value.startsWith('__'));
  if (rest.length === 0) return undefined;
  if (rest.length === selections.length) return document;
  const definitions = document.definitions.map((definition) =>
    definition === operation ? { ...operation, selectionSet: { ...operation.selectionSet, selections: rest } } : definition,
  );
  return { ...document, definitions };
}

/** The schema with its custom scalars replaced by those that know their rules. */
function withScalars(schema: GraphQLSchema, scalars: readonly GraphQLScalarType[]): GraphQLSchema {
  for (const scalar of scalars) {
    const placeholder = schema.getType(scalar.name) as GraphQLScalarType | undefined;
    if (placeholder === undefined) continue;
    placeholder.parseValue = scalar.parseValue.bind(scalar);
    placeholder.parseLiteral = scalar.parseLiteral.bind(scalar);
  }
  return schema;
}

/** The root fields of a schema, `Query.claim` and the like. */
export function rootFields(schema: GraphQLSchema): string[] {
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
    .filter((type): type is GraphQLObjectType => type instanceof GraphQLObjectType)
    .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
}
