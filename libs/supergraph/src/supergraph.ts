import { QueryPlanner, type QueryPlan } from '@graphql-hive/router-query-planner';
import {
  buildASTSchema,
  isScalarType,
  isSpecifiedScalarType,
  parse,
  print,
  type DocumentNode,
  type GraphQLScalarType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { LeastRecentlyUsed } from './least-recently-used.js';
import { withoutIntrospection } from './introspection.js';

const plansKept = 1_000;

/** The composed schema: what users may ask, and how an operation is taken apart over the subgraphs. */
export class Supergraph {
  readonly schema: GraphQLSchema;
  private readonly planner: QueryPlanner;
  private readonly plans = new LeastRecentlyUsed<Promise<QueryPlan | undefined>>(plansKept);

  /**
   * @param scalars the scalars with their rules, so that input is read here and not first in a subgraph.
   * @throws an Error that names a custom scalar of the schema which is not among them.
   */
  constructor(
    readonly sdl: string,
    publicSdl: string,
    scalars: readonly GraphQLScalarType[],
  ) {
    this.planner = new QueryPlanner(sdl);
    this.schema = withScalars(buildASTSchema(parse(publicSdl)), scalars);
  }

  /** The plan of an operation; undefined when it asks only about the schema itself. Kept by text and operation. */
  plan(document: DocumentNode, operation: OperationDefinitionNode): Promise<QueryPlan | undefined> {
    const name = operation.name?.value;
    const key = `${name ?? ''}\n${document.loc?.source.body ?? print(document)}`;
    return this.plans.get(key, () => {
      const asked = withoutIntrospection(document, operation);
      return asked === undefined
        ? Promise.resolve(undefined)
        : this.planner.planAsync(print(asked), name, new Set(), 100);
    });
  }
}

/** The schema, with the placeholders of its custom scalars taught their rules. */
function withScalars(schema: GraphQLSchema, scalars: readonly GraphQLScalarType[]): GraphQLSchema {
  for (const placeholder of Object.values(schema.getTypeMap())) {
    if (!isScalarType(placeholder) || isSpecifiedScalarType(placeholder)) continue;
    const scalar = scalars.find(({ name }) => name === placeholder.name);
    if (scalar === undefined)
      throw new Error(`The schema has a scalar ${placeholder.name} that nobody knows how to read.`);
    placeholder.parseValue = scalar.parseValue.bind(scalar);
    placeholder.parseLiteral = scalar.parseLiteral.bind(scalar);
  }
  return schema;
}
