import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/**
 * What the planner is asked to plan: the operation without `__schema`, `__type` and `__typename` at its root, which are answered from
 * the schema at hand and of which the planner knows nothing. Undefined when nothing else is asked.
 */
export function withoutIntrospection(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): DocumentNode | undefined {
  const fragments = fragmentsOf(document);
  const fields = rootFieldsIn(operation.selectionSet.selections, fragments);
  if (fields.every(isAboutTheSchema)) return undefined;
  const selections = fields.some(isAboutTheSchema)
    ? remaining(operation.selectionSet.selections, fragments)
    : operation.selectionSet.selections;
  const planned: OperationDefinitionNode = { ...operation, selectionSet: { ...operation.selectionSet, selections } };
  return { kind: Kind.DOCUMENT, definitions: [planned, ...usedBy(selections, fragments)] };
}

/** Whether an operation asks about the schema and nothing else. */
export function asksOnlyForTheSchema(document: DocumentNode, operation: OperationDefinitionNode): boolean {
  return rootFieldsIn(operation.selectionSet.selections, fragmentsOf(document)).every(isAboutTheSchema);
}

function fragmentsOf(document: DocumentNode): Fragments {
  return new Map(
    document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [])),
  );
}

function isAboutTheSchema({ name }: FieldNode): boolean {
  return name.value.startsWith('__');
}

/** Whether a condition that is written out rules a selection out whatever the variables are. The planner fails where nothing else is asked. */
function isNeverAsked({ directives = [] }: SelectionNode): boolean {
  return directives.some(({ name, arguments: given = [] }) =>
    given.some(
      ({ value }) =>
        value.kind === Kind.BOOLEAN &&
        ((name.value === 'skip' && value.value) || (name.value === 'include' && !value.value)),
    ),
  );
}

function rootFieldsIn(selections: readonly SelectionNode[], fragments: Fragments): FieldNode[] {
  return selections
    .filter((selection) => !isNeverAsked(selection))
    .flatMap((selection) =>
      selection.kind === Kind.FIELD ? [selection] : rootFieldsIn(inside(selection, fragments), fragments),
    );
}

/** The selections of the root without introspection. Fragments at the root are written out, since another place may use them as they are. */
function remaining(selections: readonly SelectionNode[], fragments: Fragments): SelectionNode[] {
  return selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return isAboutTheSchema(selection) ? [] : [selection];
    const rest = remaining(inside(selection, fragments), fragments);
    const { directives = [] } = selection;
    return rest.length === 0
      ? []
      : [{ kind: Kind.INLINE_FRAGMENT, directives, selectionSet: { kind: Kind.SELECTION_SET, selections: rest } }];
  });
}

function inside(selection: Exclude<SelectionNode, FieldNode>, fragments: Fragments): readonly SelectionNode[] {
  if (selection.kind === Kind.INLINE_FRAGMENT) return selection.selectionSet.selections;
  return fragments.get(selection.name.value)?.selectionSet.selections ?? [];
}

function usedBy(
  selections: readonly SelectionNode[],
  fragments: Fragments,
  used = new Set<FragmentDefinitionNode>(),
): Set<FragmentDefinitionNode> {
  for (const selection of selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = fragments.get(selection.name.value);
      if (fragment === undefined || used.has(fragment)) continue;
      used.add(fragment);
      usedBy(fragment.selectionSet.selections, fragments, used);
    } else if (selection.selectionSet !== undefined) usedBy(selection.selectionSet.selections, fragments, used);
  }
  return used;
}
