import { Kind, parse, type FieldNode, type OperationDefinitionNode } from 'graphql';
import { argumentAt, fieldsOf, responseKey, type RootField, type Variables } from './documents.js';
import type { ListShape } from './routing.js';

type Payload = Readonly<Record<string, unknown>>;

/** A town's payload of a list field. */
export interface TownPayload {
  readonly municipality: string;
  readonly payload: Payload;
}

/** Selections that the merge needs and the asker may not have asked for; they are not part of the merged payload. */
const cursorsKey = 'yuiCursors';
const pageKey = 'yuiPage';

/** The field as it is sent to each town: with what the merge needs besides. */
export function fieldForTowns({ node }: RootField, shape: ListShape): FieldNode {
  if (shape.kind === 'rows' || node.selectionSet === undefined) return node;
  const extra = parse(`{ ${cursorsKey}: ${shape.list} { ${shape.cursor} } ${pageKey}: pageInfo { hasNextPage } }`, { noLocation: true });
  const { selectionSet } = extra.definitions[0] as OperationDefinitionNode;
  return { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections: [...node.selectionSet.selections, ...selectionSet.selections] } };
}

/**
 * One payload out of those of several towns, under the response keys of the asker. `unanswered` holds an entry for each silent town,
 * already in the shape that was asked.
 */
export function mergePayloads(root: RootField, shape: ListShape, towns: readonly TownPayload[], unanswered: ReadonlyMap<string, readonly Payload[]>, variables: Variables): Payload {
  const page = shape.kind === 'pages' ? pageOf(root, shape, towns, variables) : undefined;
  const merged: Record<string, unknown> = {};
  for (const field of fieldsOf(root.node.selectionSet, variables)) {
    const key = responseKey(field);
    const values = towns.map(({ payload }) => payload[key]);
    switch (field.name.value) {
      case shape.list:
        merged[key] = page === undefined ? values.flatMap(asList) : page.entries.map(({ town, index }) => asList(town.payload[key])[index]);
        break;
      case 'unanswered':
        merged[key] = unanswered.get(key) ?? [];
        break;
      case 'totalCount':
        merged[key] = values.reduce<number>((sum, value) => sum + Number(value ?? 0), 0);
        break;
      case 'pageInfo':
        merged[key] = pageInfo(field, page, variables);
        break;
      default:
        merged[key] = values.find((value) => value !== undefined);
    }
  }
  return merged;
}

interface Page {
  readonly entries: readonly { readonly town: TownPayload; readonly index: number; readonly cursor: string }[];
  readonly hasNextPage: boolean;
}

function pageOf({ node }: RootField, shape: Extract<ListShape, { kind: 'pages' }>, towns: readonly TownPayload[], variables: Variables): Page {
  const all = towns
    .flatMap((town) =>
      asList(town.payload[cursorsKey]).map((entry, index) => ({ town, index, cursor: String((entry as Payload)[shape.cursor]) })),
    )
    .sort((a, b) => (a.cursor < b.cursor ? -1 : a.cursor > b.cursor ? 1 : 0));
  const entries = all.slice(0, shape.pageSize(argumentAt(node, 'first', variables)));
  const towardsMore = towns.some(({ payload }) => (payload[pageKey] as Payload | undefined)?.['hasNextPage'] === true);
  return { entries, hasNextPage: towardsMore || all.length > entries.length };
}

function pageInfo(field: FieldNode, page: Page | undefined, variables: Variables): Payload {
  const values: Payload = { hasNextPage: page?.hasNextPage ?? false, endCursor: page?.entries.at(-1)?.cursor ?? null, __typename: 'PageInfo' };
  return Object.fromEntries(fieldsOf(field.selectionSet, variables).map((each) => [responseKey(each), values[each.name.value]]));
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
