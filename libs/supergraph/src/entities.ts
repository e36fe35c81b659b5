import type { FetchRewrite, FlattenNodePathSegment, RequiresSelection } from '@graphql-hive/router-query-planner';
import type { Representation } from './service.js';

type Tree = Record<string, unknown>;

/** An object in the data gathered so far, and where it stands. */
export interface Found {
  readonly object: Tree;
  readonly path: readonly (string | number)[];
}

/** The objects at a plan's path, through lists and type conditions. */
export function objectsAt(data: Tree, path: readonly FlattenNodePathSegment[]): Found[] {
  let found: { value: unknown; path: (string | number)[] }[] = [{ value: data, path: [] }];
  for (const segment of path) {
    if (segment === '@') {
      found = found.flatMap(({ value, path: at }) =>
        Array.isArray(value) ? value.map((each: unknown, index) => ({ value: each, path: [...at, index] })) : [],
      );
    } else if ('Field' in segment) {
      found = found.flatMap(({ value, path: at }) =>
        isTree(value) ? [{ value: value[segment.Field], path: [...at, segment.Field] }] : [],
      );
    } else {
      // An object of which no type was asked can only be of the one type its place has.
      found = found.filter(
        ({ value }) =>
          isTree(value) &&
          (value['__typename'] === undefined || segment.TypeCondition.includes(String(value['__typename']))),
      );
    }
  }
  return found.flatMap(({ value, path: at }) => (isTree(value) ? [{ object: value, path: at }] : []));
}

/** What a service must be told of an object, as the plan requires; undefined when the object is of another type or lacks it. */
export function representationOf(
  object: Tree,
  requires: readonly RequiresSelection[],
  rewrites: readonly FetchRewrite[] = [],
): Representation | undefined {
  const picked = pick(object, requires);
  if (picked === undefined || typeof picked['__typename'] !== 'string') return undefined;
  applyRewrites(picked, rewrites);
  return picked as Representation;
}

/** Applies the planner's renamings to an answer or a representation. */
export function applyRewrites(value: unknown, rewrites: readonly FetchRewrite[]): void {
  for (const rewrite of rewrites) {
    if ('KeyRenamer' in rewrite) rename(value, rewrite.KeyRenamer.path, rewrite.KeyRenamer.renameKeyTo);
    else {
      const { path, setValueTo } = 'ValueSetter' in rewrite ? rewrite.ValueSetter : rewrite;
      atKey(value, path, (object, key) => (object[key] = setValueTo));
    }
  }
}

function rename(value: unknown, path: readonly ({ TypenameEquals: string[] } | { Key: string })[], to: string): void {
  atKey(value, path, (object, key) => {
    object[to] = object[key];
    Reflect.deleteProperty(object, key);
  });
}

function atKey(
  value: unknown,
  path: readonly ({ TypenameEquals: string[] } | { Key: string })[],
  act: (object: Tree, key: string) => void,
): void {
  const [step, ...rest] = path;
  if (Array.isArray(value)) {
    for (const each of value) atKey(each, path, act);
  } else if (step !== undefined && isTree(value)) {
    if ('TypenameEquals' in step) {
      if (step.TypenameEquals.includes(String(value['__typename']))) atKey(value, rest, act);
    } else if (rest.length === 0) {
      if (step.Key in value) act(value, step.Key);
    } else {
      atKey(value[step.Key], rest, act);
    }
  }
}

function pick(object: Tree, requires: readonly RequiresSelection[]): Tree | undefined {
  const picked: Tree = {};
  for (const required of requires) {
    if (required.kind === 'InlineFragment') {
      if (object['__typename'] !== required.typeCondition) continue;
      const inner = pick(object, required.selections);
      if (inner === undefined) return undefined;
      Object.assign(picked, inner);
    } else if (required.kind === 'Field') {
      const value = object[required.alias ?? required.name];
      if (value === undefined) return undefined;
      picked[required.name] = required.selections === undefined ? value : pickInside(value, required.selections);
    }
  }
  return picked;
}

function pickInside(value: unknown, selections: readonly RequiresSelection[]): unknown {
  if (Array.isArray(value)) return value.map((each) => pickInside(each, selections));
  return isTree(value) ? pick(value, selections) : value;
}

export function isTree(value: unknown): value is Tree {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
