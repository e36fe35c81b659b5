import type { RootField, Variables } from './documents.js';
import { argumentAt } from './documents.js';

/** How the answers of all towns become one. */
export type ListShape =
  /** `{ rows, unanswered }`: the rows of all towns, one town after the other, or as the question wants them; so for each of its lists. */
  | { readonly kind: 'rows'; readonly lists: readonly string[]; readonly order?: ListOrder }
  /** `{ totalCount, pageInfo, nodes, unanswered }`: one list in the order of the nodes' cursors, cut into pages. */
  | {
      readonly kind: 'pages';
      readonly list: string;
      readonly cursor: string;
      readonly pageSize: (first: unknown) => number;
    };

/** The order of rows where a question may ask for one. */
export interface ListOrder {
  /** Fields of a row that decide it; asked of the towns whether or not the asker wants to see them. */
  readonly fields: readonly string[];
  /** Compares rows by these fields; what it calls equal stays in the order of the towns. Undefined where the question asks for no order. */
  readonly compare: (
    root: RootField,
    variables: Variables,
  ) => ((one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>) => number) | undefined;
}

/** All towns answer, or those that the question names. */
export interface EveryTown {
  readonly to: 'every';
  readonly shape: ListShape;
  readonly only: (root: RootField, variables: Variables) => readonly string[] | undefined;
}

/** Which town or towns answer a root field. */
export type Route =
  | {
      readonly to: 'one';
      readonly municipality: (root: RootField, variables: Variables, own: string | undefined) => string | undefined;
    }
  | { readonly to: 'own' }
  | { readonly to: 'any' }
  | EveryTown;

/**
 * The town that an argument names: by its code, or by an id that carries one.
 * @param townIn reads the code out of an id; it is told the asker's own town, for what several towns can answer. Without it the argument
 * is a code.
 */
export function oneTown(
  path: string,
  townIn: (id: string, own: string | undefined) => string | undefined = (code) => code,
): Route {
  return {
    to: 'one',
    municipality: ({ node }, variables, own) => {
      const value = argumentAt(node, path, variables);
      return typeof value === 'string' ? townIn(value, own) : undefined;
    },
  };
}

/** The asker's own town answers. */
export function callersTown(): Route {
  return { to: 'own' };
}

/** Any town can answer: what is asked is known to all. */
export function anyTown(): Route {
  return { to: 'any' };
}

/** All towns are asked at once, or those that a list argument names. */
export function everyTown(shape: ListShape, narrowedBy?: string): Route {
  return {
    to: 'every',
    shape,
    only: ({ node }, variables) => {
      const value = narrowedBy === undefined ? undefined : argumentAt(node, narrowedBy, variables);
      return Array.isArray(value) ? value.map(String) : undefined;
    },
  };
}
