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
  /** Where an entry of a town's list, told by its response key, has come to stand; undefined when it is not on the page. */
  readonly placeOf: (town: TownPayload, key: string, index: number) => number | undefined;
}

/**
 * Selections that the merge needs and the asker may not have asked for; they are not part of the merged payload. An alias of the asker's
 * that says something else under the same name is a conflict, which every town refuses.
 */
const cursorsKey = '_yuiCursors';
const pageKey = '_yuiPage';
const countKey = '_yuiCount';
const orderKey = (list: string): string => `_yuiOrder_${list}`;

const widened = new WeakMap<FieldNode, FieldNode>();

/** The field as it is sent to each town: with what the merge needs besides. */
export function fieldForTowns(root: RootField, shape: ListShape, variables: Variables): FieldNode {
  const { node } = root;
  const extra = shape.kind === 'pages' ? pageKeys(shape) : orderKeys(shape, root, variables);
  if (extra === '' || node.selectionSet === undefined) return node;
  const known = widened.get(node) ?? withMergeKeys(node, extra);
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
  return shape.kind === 'rows' ? mergeRows(root, shape, towns, variables) : mergePages(root, shape, towns, variables);
}

/** Each list for itself: the rows of one town after the other, then in the order that is asked for. */
function mergeRows(
  root: RootField,
  shape: Extract<ListShape, { kind: 'rows' }>,
  towns: readonly TownPayload[],
  variables: Variables,
): Merged {
  const compare = shape.order?.compare(root, variables);
  const merged: Record<string, unknown> = {};
  const places = new Map<string, Places>();
  for (const field of fieldsByKey(root.node.selectionSet, variables)) {
    const list = field.name.value;
    if (!shape.lists.includes(list)) continue; // `unanswered` is told by the gateway, and `__typename` by the schema.
    const key = responseKey(field);
    const entries: Entry[] = towns.flatMap((town) => asList(town.payload[key]).map((_, index) => ({ town, index })));
    if (compare !== undefined) {
      const orderOf = ({ town, index }: Entry): Payload => asList(town.payload[orderKey(list)])[index] as Payload;
      entries.sort((one, other) => compare(orderOf(one), orderOf(other)));
    }
    merged[key] = valuesOf(entries, key);
    places.set(key, placesOf(entries, towns));
  }
  return { payload: merged, placeOf: (town, key, index) => places.get(key)?.get(town)?.get(index) };
}

function mergePages(
  root: RootField,
  shape: Extract<ListShape, { kind: 'pages' }>,
  towns: readonly TownPayload[],
  variables: Variables,
): Merged {
  const entries = inCursorOrder(shape, towns);
  const page = entries.slice(0, shape.pageSize(argumentAt(root.node, 'first', variables)));
  const places = placesOf(page, towns);
  const merged: Record<string, unknown> = {};
  for (const field of fieldsByKey(root.node.selectionSet, variables)) {
    const key = responseKey(field);
    switch (field.name.value) {
      case shape.list:
        merged[key] = valuesOf(page, key);
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
  return { payload: merged, placeOf: (town, _key, index) => places.get(town)?.get(index) };
}

/** By town and position in its list: the position in the merged one. */
type Places = ReadonlyMap<TownPayload, ReadonlyMap<number, number>>;

function placesOf(entries: readonly Entry[], towns: readonly TownPayload[]): Places {
  const places = new Map(towns.map((town) => [town, new Map<number, number>()]));
  entries.forEach(({ town, index }, place) => places.get(town)?.set(index, place));
  return places;
}

function valuesOf(entries: readonly Entry[], key: string): unknown[] {
  return entries.map(({ town, index }) => asList(town.payload[key])[index] ?? null);
}

interface Entry {
  readonly town: TownPayload;
  readonly index: number;
  readonly cursor?: string;
}

function pageKeys({ list, cursor }: Extract<ListShape, { kind: 'pages' }>): string {
  return `${cursorsKey}: ${list} { ${cursor} } ${pageKey}: pageInfo { hasNextPage } ${countKey}: totalCount`;
}

/** Nothing where the question asks for no order: then the rows need not be sent twice. */
function orderKeys(
  { lists, order }: Extract<ListShape, { kind: 'rows' }>,
  root: RootField,
  variables: Variables,
): string {
  if (order?.compare(root, variables) === undefined) return '';
  return lists.map((list) => `${orderKey(list)}: ${list} { ${order.fields.join(' ')} }`).join(' ');
}

function withMergeKeys(node: FieldNode, extra: string): FieldNode {
  const { definitions } = parse(`{ ${extra} }`, { noLocation: true });
  const { selectionSet } = definitions[0] as OperationDefinitionNode;
  return {
    ...node,
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [...(node.selectionSet?.selections ?? []), ...selectionSet.selections],
    },
  };
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
