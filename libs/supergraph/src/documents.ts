import {
  Kind,
  parse,
  print,
  valueFromASTUntyped,
  visit,
  type DirectiveNode,
  type FieldNode,
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

/** The operation of a plan's fetch, with its root fields. Kept by its text. */
export function subDocument(text: string): SubDocument {
  return documents.get(text, () => {
    const operation = parse(text, { noLocation: true }).definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
    if (operation === undefined) throw new Error('a fetch without an operation');
    return { operation, roots: rootFieldsIn(operation.selectionSet, [], operation) };
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

export function isAsked(root: RootField, variables: Variables): boolean {
  return [root.node, ...root.around].every(({ directives }) => isIncluded(directives, variables));
}

/** An argument of a field by its path, `input.claimId`. */
export function argumentAt(field: FieldNode, path: string, variables: Variables): unknown {
  const [name, ...steps] = path.split('.');
  const argument = field.arguments?.find((each) => each.name.value === name);
  let value: unknown = argument === undefined ? undefined : valueFromASTUntyped(argument.value, variables as Record<string, unknown>);
  for (const step of steps) value = value === null || typeof value !== 'object' ? undefined : (value as Record<string, unknown>)[step];
  return value;
}

/** The fields of a selection by response key, through inline fragments, as far as their conditions let them stand. */
export function fieldsOf(selectionSet: SelectionSetNode | undefined, variables: Variables): FieldNode[] {
  return (selectionSet?.selections ?? []).flatMap((selection) => {
    if (!isIncluded(selection.directives, variables)) return [];
    if (selection.kind === Kind.FIELD) return [selection];
    return selection.kind === Kind.INLINE_FRAGMENT ? fieldsOf(selection.selectionSet, variables) : [];
  });
}

/** A document of its own for one selection: only the variables it uses are declared and sent. */
export function documentOf(operation: OperationDefinitionNode, selections: readonly SelectionNode[], variables: Variables): { query: string; variables: Variables } {
  const used = new Set<string>();
  const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [...selections] };
  visit(selectionSet, {
    Variable({ name }) {
      used.add(name.value);
    },
  });
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value));
  const query = print({ kind: Kind.OPERATION_DEFINITION, operation: operation.operation, variableDefinitions, selectionSet });
  return { query, variables: Object.fromEntries(Object.entries(variables).filter(([name]) => used.has(name))) };
}

function rootFieldsIn(selectionSet: SelectionSetNode, around: readonly InlineFragmentNode[], operation: OperationDefinitionNode): RootField[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [{ node: selection, around, operation }];
    if (selection.kind === Kind.INLINE_FRAGMENT) return rootFieldsIn(selection.selectionSet, [...around, selection], operation);
    throw new Error('the planner wrote a named fragment into a fetch');
  });
}
