import { Kind, type FieldNode, type GraphQLFormattedError, type SelectionNode } from 'graphql';
import type { MunicipalityCode } from '#domain/municipality/code';
import { nameOf } from '#domain/municipality/register';
import { argumentAt, fieldsByKey, responseKey, type RootField, type Variables } from './documents.js';
import type { EntityAnswer, EntityRequest } from './service.js';

/** A town that is missing from a list, and why. */
export interface Missing {
  readonly municipality: string;
  readonly reason: string;
}

export type Entry = Readonly<Record<string, unknown>>;

/** The entries of `unanswered`, by the response key under which they were asked. */
export interface Unanswered {
  readonly byKey: ReadonlyMap<string, readonly Entry[]>;
  /** With paths that begin with that response key. */
  readonly errors: readonly GraphQLFormattedError[];
}

/**
 * Names the towns that did not answer in the very shape that was asked: aliases, fragments and all. Code and name are known here, so
 * that silent towns can be named even when all are; `complete` asks another town for anything else.
 */
export async function describeMissing(
  { node, operation }: RootField,
  missing: readonly Missing[],
  variables: Variables,
  complete: (request: EntityRequest) => Promise<EntityAnswer>,
): Promise<Unanswered> {
  const byKey = new Map<string, readonly Entry[]>();
  const errors: GraphQLFormattedError[] = [];
  for (const field of fieldsByKey(node.selectionSet, variables).filter(({ name }) => name.value === 'unanswered')) {
    const key = responseKey(field);
    const entries = missing.map((): Record<string, unknown> => ({ __typename: 'Unanswered' }));
    for (const about of missing.length === 0 ? [] : fieldsByKey(field.selectionSet, variables)) {
      const inside = responseKey(about);
      if (about.name.value === 'reason')
        missing.forEach(({ reason }, index) => Object.assign(entries[index] ?? {}, { [inside]: reason }));
      if (about.name.value !== 'municipality') continue;
      const request = {
        operation,
        variables,
        selections: selectionsAbout(about),
        representations: missing.map(representationOf),
      };
      const told = isKnownHere(about, variables) ? undefined : await complete(request);
      missing.forEach((each, index) =>
        Object.assign(entries[index] ?? {}, {
          [inside]: { ...told?.entities[index], ...known(each, about, variables) },
        }),
      );
      for (const { path = [], ...error } of told?.errors ?? []) {
        const [index = 0, ...rest] = path;
        // An error about a town as a whole belongs to the fields that it leaves empty.
        const places =
          rest.length > 0 ? [rest] : fieldsToTell(about, variables).map((unknown) => [responseKey(unknown)]);
        errors.push(...places.map((place) => ({ ...error, path: [key, index, inside, ...place] })));
      }
    }
    byKey.set(key, entries);
  }
  return { byKey, errors };
}

function representationOf({ municipality }: Missing): { __typename: string; code: string } {
  return { __typename: 'Municipality', code: municipality };
}

type Fact = (municipality: string, field: FieldNode, variables: Variables) => string;

/** What can be said of a town without asking anyone: the public register is the same everywhere. */
const facts: Readonly<Record<string, Fact>> = {
  __typename: () => 'Municipality',
  code: (municipality) => municipality,
  name: (municipality, field, variables) =>
    nameOf(municipality as MunicipalityCode, argumentAt(field, 'language', variables) === 'EN' ? 'EN' : 'JA'),
};

/** What is known here of a town, under the asked keys. */
function known({ municipality }: Missing, about: FieldNode, variables: Variables): Entry {
  const entry: Record<string, unknown> = { __typename: 'Municipality' };
  for (const field of fieldsByKey(about.selectionSet, variables)) {
    const fact = facts[field.name.value];
    if (fact !== undefined) entry[responseKey(field)] = fact(municipality, field, variables);
  }
  return entry;
}

function fieldsToTell(about: FieldNode, variables: Variables): FieldNode[] {
  return fieldsByKey(about.selectionSet, variables).filter(({ name }) => facts[name.value] === undefined);
}

function isKnownHere(about: FieldNode, variables: Variables): boolean {
  return fieldsToTell(about, variables).length === 0;
}

const selections = new WeakMap<FieldNode, readonly SelectionNode[]>();

/** What is asked of a municipality, as an `_entities` query asks it. The same for the same field, so that its document is kept. */
function selectionsAbout(field: FieldNode): readonly SelectionNode[] {
  const made = selections.get(field) ?? [
    {
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'Municipality' } },
      selectionSet: { kind: Kind.SELECTION_SET, selections: field.selectionSet?.selections ?? [] },
    },
  ];
  selections.set(field, made);
  return made;
}
