import { Kind, parse, type FieldNode, type OperationDefinitionNode, type SelectionNode } from 'graphql';
import { documentOf, type Variables } from './documents.js';
import type { EntityAnswer, EntityRequest, ServiceAnswer } from './service.js';

/** The name that users' variables do not have, so that both fit into one document. */
const representationsName = 'yuiRepresentations';

const frame = parse(
  `query ($${representationsName}: [_Any!]!) { _entities(representations: $${representationsName}) { __typename } }`,
  {
    noLocation: true,
  },
).definitions[0] as OperationDefinitionNode;

interface Framed {
  readonly operation: OperationDefinitionNode;
  readonly field: FieldNode;
}

const framed = new WeakMap<readonly SelectionNode[], Framed>();

/** The `_entities` query that asks `selections` of the representations. */
export function entityDocument({ operation, selections, representations, variables }: EntityRequest): {
  query: string;
  variables: Variables;
} {
  const known = framed.get(selections) ?? frameOf(operation, selections);
  framed.set(selections, known);
  return documentOf(known.operation, [known.field], { ...variables, [representationsName]: representations });
}

function frameOf({ variableDefinitions = [] }: OperationDefinitionNode, selections: readonly SelectionNode[]): Framed {
  const [entities] = frame.selectionSet.selections;
  if (entities?.kind !== Kind.FIELD) throw new Error('the frame of entity queries has lost its field');
  return {
    operation: { ...frame, variableDefinitions: [...(frame.variableDefinitions ?? []), ...variableDefinitions] },
    field: { ...entities, selectionSet: { kind: Kind.SELECTION_SET, selections } },
  };
}

/** The entities of an answer in order; an error that names none of them counts for each. */
export function entityAnswer({ data, errors = [] }: ServiceAnswer, expected: number): EntityAnswer {
  const found = Array.isArray(data?.['_entities'])
    ? (data['_entities'] as (Readonly<Record<string, unknown>> | null)[])
    : [];
  const positions = Array.from({ length: expected }, (_, index) => index);
  return {
    entities: positions.map((index) => found[index] ?? null),
    errors: errors.flatMap((error) =>
      error.path?.[0] === '_entities' && typeof error.path[1] === 'number'
        ? [{ ...error, path: error.path.slice(1) }]
        : positions.map((index) => ({ ...error, path: [index] })),
    ),
  };
}
