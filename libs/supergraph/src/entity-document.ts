import { Kind, parse, type OperationDefinitionNode, type SelectionNode } from 'graphql';
import { documentOf, type Variables } from './documents.js';
import type { EntityAnswer, EntityRequest, ServiceAnswer } from './service.js';

const frame = parse('query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }', { noLocation: true })
  .definitions[0] as OperationDefinitionNode;

/** The `_entities` query that asks `selections` of the representations. */
export function entityDocument({ operation, selections, representations, variables }: EntityRequest): { query: string; variables: Variables } {
  const entities = frame.selectionSet.selections[0];
  if (entities?.kind !== Kind.FIELD) throw new Error('the frame of entity queries has lost its field');
  const field: SelectionNode = { ...entities, selectionSet: { kind: Kind.SELECTION_SET, selections: [...selections] } };
  const declared = (operation.variableDefinitions ?? []).filter(({ variable }) => variable.name.value !== 'representations');
  return documentOf(
    { ...frame, variableDefinitions: [...(frame.variableDefinitions ?? []), ...declared] },
    [field],
    { ...variables, representations },
  );
}

/** The entities of an answer in order; whole-answer errors count for each of them. */
export function entityAnswer({ data, errors = [] }: ServiceAnswer, expected: number): EntityAnswer {
  const found = (data?.['_entities'] ?? []) as (Readonly<Record<string, unknown>> | null)[];
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

