import type {
  PlanNode,
  QueryPlan,
  RequiresSelection,
  FetchRewrite,
  FlattenNodePathSegment,
} from '@graphql-hive/router-query-planner';
import {
  execute as project,
  GraphQLError,
  Kind,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type GraphQLFormattedError,
  type GraphQLResolveInfo,
  type OperationDefinitionNode,
} from 'graphql';
import { fieldsOf, responseKey, subDocument, type Variables } from './documents.js';
import { applyRewrites, isTree, objectsAt, representationOf, type Found } from './entities.js';
import type { Asking, Representation, Service } from './service.js';
import type { Supergraph } from './supergraph.js';
import { readVariables } from './variables.js';

type Tree = Record<string, unknown>;

/** One operation as a user asks it. */
export interface Question {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
  readonly asking: Asking;
}

/**
 * Answers an operation: carries out its plan over the services, gathers what they answer in one tree, and projects the operation onto
 * that tree with graphql-js, which knows all there is to know about aliases, fragments, abstract types and how far a null spreads.
 */
export async function answer(
  supergraph: Supergraph,
  services: Readonly<Record<string, Service>>,
  question: Question,
): Promise<ExecutionResult> {
  const { document, operation, asking } = question;
  const { values: variables, errors } = readVariables(supergraph.schema, document, operation, question.variables);
  if (errors !== undefined) return { errors };
  const run = new Run(services, variables, asking);
  const plan: QueryPlan | undefined = await supergraph.plan(document, operation);
  if (plan?.node !== undefined) await run.carryOut(plan.node);
  return project({
    schema: supergraph.schema,
    document,
    rootValue: run.data,
    variableValues: question.variables,
    ...(operation.name === undefined ? {} : { operationName: operation.name.value }),
    fieldResolver: (source: Tree, _args, _context, info) => run.valueAt(source, info),
    typeResolver: (value: Tree) => String(value['__typename']),
  });
}

class Run {
  readonly data: Tree = {};
  private readonly errors = new Map<string, GraphQLFormattedError>();

  constructor(
    private readonly services: Readonly<Record<string, Service>>,
    private readonly variables: Variables,
    private readonly asking: Asking,
  ) {}

  /** The value of a field in the gathered tree, or the error that a service reported there. */
  valueAt(source: Tree, { fieldNodes, path }: GraphQLResolveInfo): unknown {
    const key = responseKey(fieldNodes[0] as FieldNode);
    const value = Object.hasOwn(source, key) ? source[key] : undefined;
    if (value === null || value === undefined) {
      const keys: (string | number)[] = [];
      for (let at: GraphQLResolveInfo['path'] | undefined = path; at !== undefined; at = at.prev) keys.unshift(at.key);
      const error = this.errors.get(keyOf(keys));
      if (error !== undefined) throw new GraphQLError(error.message, { extensions: error.extensions ?? {} });
    }
    return value;
  }

  async carryOut(node: PlanNode): Promise<void> {
    switch (node.kind) {
      case 'Sequence':
        for (const each of node.nodes) await this.carryOut(each);
        return;
      case 'Parallel':
        await Promise.all(node.nodes.map((each) => this.carryOut(each)));
        return;
      case 'Condition': {
        const branch = this.variables[node.condition] === true ? node.ifClause : node.elseClause;
        if (branch) await this.carryOut(branch);
        return;
      }
      case 'Fetch': {
        const { roots } = subDocument(node.operation);
        const answered = await this.service(node.serviceName).ask(roots, this.variables, this.asking);
        applyRewrites(answered.data, node.outputRewrites ?? []);
        if (isTree(answered.data)) deepAssign(this.data, answered.data);
        const everything = roots.map((root) => [responseKey(root.node)]);
        for (const error of answered.errors ?? [])
          this.note(error, error.path === undefined ? everything : [error.path]);
        return;
      }
      case 'Flatten': {
        const { node: fetch, path } = node;
        if (fetch.kind !== 'Fetch') throw new Error(`a plan flattens a ${fetch.kind}`);
        await this.complete(
          fetch.serviceName,
          fetch.operation,
          '_entities',
          [path],
          fetch.requires ?? [],
          fetch.inputRewrites,
          fetch.outputRewrites,
        );
        return;
      }
      case 'BatchFetch':
        await Promise.all(
          node.entityBatch.aliases.map(({ alias, paths, requires, inputRewrites, outputRewrites }) =>
            this.complete(node.serviceName, node.operation, alias, paths, requires, inputRewrites, outputRewrites),
          ),
        );
        return;
      default:
        throw new Error(`a plan has a ${node.kind}, which no operation of this schema needs`);
    }
  }

  private async complete(
    serviceName: string,
    text: string,
    key: string,
    paths: readonly (readonly FlattenNodePathSegment[])[],
    requires: readonly RequiresSelection[],
    inputRewrites: readonly FetchRewrite[] = [],
    outputRewrites: readonly FetchRewrite[] = [],
  ): Promise<void> {
    // Equal representations are asked once, and the answer goes to every place that wants it.
    const wanted = new Map<string, { representation: Representation; places: Found[] }>();
    for (const place of paths.flatMap((path) => objectsAt(this.data, path))) {
      const representation = representationOf(place.object, requires, inputRewrites);
      if (representation === undefined) continue;
      const name = JSON.stringify(representation);
      const known = wanted.get(name) ?? { representation, places: [] };
      known.places.push(place);
      wanted.set(name, known);
    }
    if (wanted.size === 0) return;
    const { operation, roots } = subDocument(text);
    const selections = roots.find(({ node }) => responseKey(node) === key)?.node.selectionSet?.selections;
    if (selections === undefined) throw new Error(`a plan asks for ${key}, which its operation does not have`);
    const targets = [...wanted.values()];
    const request = {
      operation,
      selections,
      variables: this.variables,
      representations: targets.map(({ representation }) => representation),
    };
    const { entities, errors } = await this.service(serviceName).complete(request, this.asking);
    const keys = fieldsOf({ kind: Kind.SELECTION_SET, selections }, this.variables).map(responseKey);
    targets.forEach(({ places }, index) => {
      const entity = entities[index];
      if (isTree(entity)) applyRewrites(entity, outputRewrites);
      for (const { object } of places) {
        if (isTree(entity)) deepAssign(object, structuredClone(entity));
        else forget(object, keys);
      }
    });
    for (const error of errors) {
      const [index, ...inside] = error.path ?? [];
      for (const { path } of targets[Number(index)]?.places ?? []) {
        const rests = inside.length > 0 ? [inside] : keys.map((key) => [key]);
        this.note(
          error,
          rests.map((rest) => [...path, ...rest]),
        );
      }
    }
  }

  /** Remembers an error for its path and everything above: a service may have spread the null upwards already. */
  private note(error: GraphQLFormattedError, paths: readonly (readonly (string | number)[])[]): void {
    for (const path of paths) {
      for (let length = path.length; length > 0; length--) {
        const key = keyOf(path.slice(0, length));
        if (!this.errors.has(key)) this.errors.set(key, error);
      }
    }
  }

  private service(name: string): Service {
    const service = this.services[name];
    if (service === undefined)
      throw new Error(`the supergraph names a service that the gateway does not know: ${name}`);
    return service;
  }
}

function keyOf(path: readonly (string | number)[]): string {
  return path.join('\u0000');
}

/**
 * Takes away what a failed fetch should have overwritten: under `code: name` the tree may hold the code that the fetch needed, which must
 * not be shown for the name.
 */
function forget(object: Tree, keys: readonly string[]): void {
  for (const key of keys) if (key !== '__typename') Reflect.deleteProperty(object, key);
}

/** Adds what a service answered to what is known already; lists are joined position by position. */
function deepAssign(into: Tree, from: Readonly<Tree>): void {
  for (const [key, value] of Object.entries(from)) {
    if (key === '__proto__') continue; // An alias like any other, but not for an object of JavaScript.
    const known = Object.hasOwn(into, key) ? into[key] : undefined;
    if (isTree(known) && isTree(value)) deepAssign(known, value);
    else if (Array.isArray(known) && Array.isArray(value)) joinLists(known as unknown[], value as unknown[]);
    else if (value !== undefined && (value !== null || known === undefined)) into[key] = value;
  }
}

function joinLists(known: unknown[], more: readonly unknown[]): void {
  more.forEach((value, index) => {
    const at = known[index];
    if (isTree(at) && isTree(value)) deepAssign(at, value);
    else if (Array.isArray(at) && Array.isArray(value)) joinLists(at as unknown[], value as unknown[]);
    else known[index] = value;
  });
}
