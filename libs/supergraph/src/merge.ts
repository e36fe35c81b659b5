import { Kind, parse, type FieldNode, type OperationDefinitionNode } from 'graphql';
import { argumentAt, fieldsByKey, responseKey, type RootField, type Variables } from './documents.js';
import type { ListShape } from './routing.js';

type Payload = Readonly<Record<string, unknown>>;

/** A town's payload of a list field. */
export interface TownPayload {
  readonly municipality: string;
  readonly payload: Payload;
}

export interface Merged {
  /** One payload out of those of several towns, under the response keys of the asker; without its `unanswered`. */
  readonly payload: Payload;
  /** Where an entry of a town's list has come to stand; undefined when it is not on the page. */
  readonly placeOf: (town: TownPayload, index: number) => number | undefined;
}

/**
 * Selections that the merge needs and the asker may not have asked for; they are not part of the merged payload. An alias of the asker's
 * that says something else under the same name is a conflict, which every town refuses.
 */
const cursorsKey = '_yuiCursors';
const pageKey = '_yuiPage';
const countKey = '_yuiCount';

const widened = new WeakMap<FieldNode, FieldNode>();

/** The field as it is sent to each town: with what the merge needs besides. */
export function fieldForTowns({ node }: RootField, shape: ListShape): FieldNode {
  if (shape.kind === 'rows' || node.selectionSet === undefined) return node;
  const known = widened.get(node) ?? withMergeKeys(node, shape);
  widened.set(node, known);
  return known;
}

/** Whether a town's payload holds what the merge needs. */
export function isMergeable(payload: unknown, shape: ListShape): payload is Payload {
  if (payload === null || typeof payload !== 'object') return false;
  return shape.kind === 'rows' || Array.isArray((payload as Payload)[cursorsKey]);
}

export function mergePayloads(
  root: RootField,
  shape: ListShape,
  towns: readonly TownPayload[],
  variables: Variables,
): Merged {
  const entries = shape.kind === 'rows' ? inTownOrder(root, shape, towns, variables) : inCursorOrder(shape, towns);
  const page =
    shape.kind === 'rows' ? entries : entries.slice(0, shape.pageSize(argumentAt(root.node, 'first', variables)));
  const places = new Map(towns.map((town) => [town, new Map<number, number>()]));
  page.forEach(({ town, index }, place) => places.get(town)?.set(index, place));
  const merged: Record<string, unknown> = {};
  for (const field of fieldsByKey(root.node.selectionSet, variables)) {
    const key = responseKey(field);
    switch (field.name.value) {
      case shape.list:
        merged[key] = page.map(({ town, index }) => asList(town.payload[key])[index] ?? null);
        break;
      case 'totalCount':
        merged[key] = towns.reduce((sum, { payload }) => sum + Number(payload[countKey] ?? 0), 0);
        break;
      case 'pageInfo':
        merged[key] = pageInfo(
          field,
          page.at(-1)?.cursor,
          page.length < entries.length || towns.some(hasMore),
          variables,
        );
        break;
      default: // `unanswered` is told by the gateway, and `__typename` by the schema.
    }
  }
  return { payload: merged, placeOf: (town, index) => places.get(town)?.get(index) };
}

interface Entry {
  readonly town: TownPayload;
  readonly index: number;
  readonly cursor?: string;
}

function withMergeKeys(node: FieldNode, shape: Extract<ListShape, { kind: 'pages' }>): FieldNode {
  const extra = parse(
    `{ ${cursorsKey}: ${shape.list} { ${shape.cursor} } ${pageKey}: pageInfo { hasNextPage } ${countKey}: totalCount }`,
    { noLocation: true },
  );
  const { selectionSet } = extra.definitions[0] as OperationDefinitionNode;
  return {
    ...node,
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [...(node.selectionSet?.selections ?? []), ...selectionSet.selections],
    },
  };
}

/** One town after the other. */
function inTownOrder(
  { node }: RootField,
  shape: ListShape,
  towns: readonly TownPayload[],
  variables: Variables,
): Entry[] {
  const list = fieldsByKey(node.selectionSet, variables).find(({ name }) => name.value === shape.list);
  return list === undefined
    ? []
    : towns.flatMap((town) => asList(town.payload[responseKey(list)]).map((_, index) => ({ town, index })));
}

/** Every town sorts by the cursor, so the first entries of all towns together are the first of the whole. */
function inCursorOrder({ cursor }: Extract<ListShape, { kind: 'pages' }>, towns: readonly TownPayload[]): Entry[] {
  return towns
    .flatMap((town) =>
      asList(town.payload[cursorsKey]).map((entry, index) => ({
        town,
        index,
        cursor: String((entry as Payload)[cursor]),
      })),
    )
    .sort((one, other) => (one.cursor < other.cursor ? -1 : one.cursor > other.cursor ? 1 : 0));
}

function hasMore({ payload }: TownPayload): boolean {
  return (payload[pageKey] as Payload | undefined)?.['hasNextPage'] === true;
}

function pageInfo(
  field: FieldNode,
  endCursor: string | undefined,
  hasNextPage: boolean,
  variables: Variables,
): Payload {
  const values: Payload = { hasNextPage, endCursor: endCursor ?? null };
  return Object.fromEntries(
    fieldsByKey(field.selectionSet, variables).map((each) => [responseKey(each), values[each.name.value]]),
  );
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
