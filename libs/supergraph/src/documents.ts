import {
  Kind,
  parse,
  print,
  valueFromASTUntyped,
  visit,
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { LeastRecentlyUsed } from './least-recently-used.js';

export type Variables = Readonly<Record<string, unknown>>;

/** One root field of a document that is sent to a service on its own. */
export interface RootField {
  readonly node: FieldNode;
  /** Fragments around it whose conditions decide whether it is asked at all, outermost first. */
  readonly around: readonly InlineFragmentNode[];
  readonly operation: OperationDefinitionNode;
}

export interface SubDocument {
  readonly operation: OperationDefinitionNode;
  readonly roots: readonly RootField[];
}

const documents = new LeastRecentlyUsed<SubDocument>(2_000);

/**
 * The operation of a plan's fetch, with its root fields. Kept by its text. Fragments that the planner shares between selections are
 * written out, so that each part of the operation can be sent without the rest.
 */
export function subDocument(text: string): SubDocument {
  return documents.get(text, () => {
    const { definitions } = parse(text, { noLocation: true });
    const operation = definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
    if (operation === undefined) throw new Error('a fetch without an operation');
    const fragments = new Map(
      definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [])),
    );
    const selectionSet = withoutSpreads(operation.selectionSet, fragments);
    const whole = { ...operation, selectionSet };
    return { operation: whole, roots: rootFieldsIn(selectionSet, [], whole) };
  });
}

export function responseKey(field: FieldNode): string {
  return field.alias?.value ?? field.name.value;
}

/** Whether @skip and @include let a selection stand. */
export function isIncluded(directives: readonly DirectiveNode[] | undefined, variables: Variables): boolean {
  return (directives ?? []).every(({ name, arguments: given }) => {
    const condition = given?.find((argument) => argument.name.value === 'if')?.value;
    if (condition === undefined) return true;
    const value = valueFromASTUntyped(condition, variables as Record<string, unknown>) as unknown;
    if (name.value === 'skip') return value !== true;
    return name.value !== 'include' || value === true;
  });
}

/** The root fields that are asked, one for each response key: fields that share a key are one field with the selections of all. */
export function askedRoots(roots: readonly RootField[], variables: Variables): RootField[] {
  const byKey = new Map<string, RootField>();
  for (const root of roots) {
    if (![root.node, ...root.around].every(({ directives }) => isIncluded(directives, variables))) continue;
    const key = responseKey(root.node);
    const known = byKey.get(key);
    byKey.set(key, known === undefined ? root : joined(known, root));
  }
  return [...byKey.values()];
}

/** An argument of a field by its path, `input.claimId`. */
export function argumentAt(field: FieldNode, path: string, variables: Variables): unknown {
  const [name, ...steps] = path.split('.');
  const argument = field.arguments?.find((each) => each.name.value === name);
  let value: unknown =
    argument === undefined ? undefined : valueFromASTUntyped(argument.value, variables as Record<string, unknown>);
  for (const step of steps)
    value = value === null || typeof value !== 'object' ? undefined : (value as Record<string, unknown>)[step];
  return value;
}

/** The fields of a selection, through inline fragments, as far as their conditions let them stand. */
export function fieldsOf(selectionSet: SelectionSetNode | undefined, variables: Variables): FieldNode[] {
  return (selectionSet?.selections ?? []).flatMap((selection) => {
    if (!isIncluded(selection.directives, variables)) return [];
    if (selection.kind === Kind.FIELD) return [selection];
    return selection.kind === Kind.INLINE_FRAGMENT ? fieldsOf(selection.selectionSet, variables) : [];
  });
}

/** The fields of a selection, one for each response key, with the selections of all fields that share it. */
export function fieldsByKey(selectionSet: SelectionSetNode | undefined, variables: Variables): FieldNode[] {
  const byKey = new Map<string, FieldNode>();
  for (const field of fieldsOf(selectionSet, variables)) {
    const known = byKey.get(responseKey(field));
    byKey.set(responseKey(field), known === undefined ? field : joinedNode(known, field));
  }
  return [...byKey.values()];
}

interface Printed {
  readonly query: string;
  readonly used: ReadonlySet<string>;
}

const printed = new WeakMap<OperationDefinitionNode, LeastRecentlyUsed<Printed>>();
const printedPerOperation = 64;

/** A document of its own for some selections: only the variables they use are declared and sent. */
export function documentOf(
  operation: OperationDefinitionNode,
  selections: readonly SelectionNode[],
  variables: Variables,
): { query: string; variables: Variables } {
  let known = printed.get(operation);
  if (known === undefined) printed.set(operation, (known = new LeastRecentlyUsed<Printed>(printedPerOperation)));
  const { query, used } = known.get(selections.map(identityOf).join(), () => printOf(operation, selections));
  return { query, variables: Object.fromEntries(Object.entries(variables).filter(([name]) => used.has(name))) };
}

function printOf(operation: OperationDefinitionNode, selections: readonly SelectionNode[]): Printed {
  const used = new Set<string>();
  const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [...selections] };
  visit(selectionSet, {
    Variable({ name }) {
      used.add(name.value);
    },
  });
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    used.has(variable.name.value),
  );
  return {
    query: print({
      kind: Kind.OPERATION_DEFINITION,
      operation: operation.operation,
      variableDefinitions,
      selectionSet,
    }),
    used,
  };
}

const identities = new WeakMap<SelectionNode, number>();
let lastIdentity = 0;

/** A number for a node, the same whenever it is asked: documents are kept by the nodes they are made of. */
function identityOf(node: SelectionNode): number {
  const known = identities.get(node) ?? ++lastIdentity;
  identities.set(node, known);
  return known;
}

/** Fields that users may ask of every type; what they say is known here. */
function isAboutTheSchema({ name }: FieldNode): boolean {
  return name.value.startsWith('__');
}

function rootFieldsIn(
  selectionSet: SelectionSetNode,
  around: readonly InlineFragmentNode[],
  operation: OperationDefinitionNode,
): RootField[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD)
      return isAboutTheSchema(selection) ? [] : [{ node: selection, around, operation }];
    return selection.kind === Kind.INLINE_FRAGMENT
      ? rootFieldsIn(selection.selectionSet, [...around, selection], operation)
      : [];
  });
}

function joined(one: RootField, other: RootField): RootField {
  return { node: joinedNode(one.node, other.node), around: [], operation: one.operation };
}

/** Two fields of one response key, both of which are asked: conditions have done their work. */
function joinedNode(one: FieldNode, other: FieldNode): FieldNode {
  const selections = [...(one.selectionSet?.selections ?? []), ...(other.selectionSet?.selections ?? [])];
  return {
    ...one,
    directives: [],
    ...(selections.length === 0 ? {} : { selectionSet: { kind: Kind.SELECTION_SET, selections } }),
  };
}

function withoutSpreads(
  selectionSet: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): SelectionSetNode {
  const selections = selectionSet.selections.map((selection): SelectionNode => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = fragments.get(selection.name.value);
      if (fragment === undefined) throw new Error(`a fetch without its fragment ${selection.name.value}`);
      const { typeCondition } = fragment;
      return {
        kind: Kind.INLINE_FRAGMENT,
        typeCondition,
        directives: selection.directives ?? [],
        selectionSet: withoutSpreads(fragment.selectionSet, fragments),
      };
    }
    return selection.selectionSet === undefined
      ? selection
      : { ...selection, selectionSet: withoutSpreads(selection.selectionSet, fragments) };
  });
  return { ...selectionSet, selections };
}
