import type { GraphQLFormattedError } from 'graphql';
import { documentOf, responseKey, type RootField, type Variables } from './documents.js';
import { fieldForTowns, isMergeable, mergePayloads, type TownPayload } from './merge.js';
import type { EveryTown } from './routing.js';
import type { Asking, EntityAnswer, EntityRequest, ServiceAnswer } from './service.js';
import { notAMember, reasonOf } from './silence.js';
import type { Shard, Towns } from './towns.js';
import { describeMissing, type Missing } from './unanswered.js';

/** Errors that are about the request and not about the town: a town that is silent would have said the same. */
const aboutTheRequest = new Set(['BAD_USER_INPUT', 'FORBIDDEN', 'UNAUTHENTICATED', 'GRAPHQL_VALIDATION_FAILED']);

interface Outcome {
  readonly shard: Shard;
  /** What the town answered; absent where it was silent or said no. */
  readonly town?: TownPayload;
  readonly errors: readonly GraphQLFormattedError[];
  /** Why it was silent. */
  readonly fault?: unknown;
}

export interface EveryTownRequest {
  readonly root: RootField;
  readonly route: EveryTown;
  readonly variables: Variables;
  readonly asking: Asking;
  /** A town that takes longer is named in `unanswered`. */
  readonly timeoutMs: number;
  /** Asks about municipalities by their code, preferring the given towns. */
  readonly complete: (request: EntityRequest, preferred: readonly Shard[]) => Promise<EntityAnswer>;
}

/**
 * Asks all towns at once, or those that the question names, and makes one payload of their answers. Towns that do not answer are named
 * in its `unanswered`; only where all that answer say the same no, that is the answer.
 */
export async function askEveryTown(
  towns: Towns,
  { root, route, variables, asking, timeoutMs, complete }: EveryTownRequest,
): Promise<ServiceAnswer> {
  const key = responseKey(root.node);
  const only = route.only(root, variables);
  const asked = towns.all().filter(({ municipality }) => only?.includes(municipality) ?? true);
  const body = documentOf(root.operation, [fieldForTowns(root, route.shape, variables)], variables);
  const outcomes = await Promise.all(
    asked.map(async (shard): Promise<Outcome> => {
      try {
        return outcomeOf(shard, key, await towns.send(shard, body, asking, timeoutMs), route);
      } catch (fault) {
        return { shard, errors: [], fault };
      }
    }),
  );
  const no = commonNo(outcomes);
  if (no !== undefined) return { data: { [key]: null }, errors: [{ ...no, path: [key] }] };

  const answered = outcomes.flatMap(({ town }) => (town === undefined ? [] : [town]));
  const strangers = [...new Set(only)].filter((code) => towns.find(code) === undefined);
  const missing: Missing[] = [
    ...outcomes
      .filter(({ town }) => town === undefined)
      .map(({ shard, errors, fault }) => ({
        municipality: shard.municipality,
        reason: errors[0]?.message ?? reasonOf(fault, asking.language),
      })),
    ...strangers.map((municipality) => ({ municipality, reason: notAMember(municipality, asking.language) })),
  ];
  const { payload, placeOf } = mergePayloads(root, route.shape, answered, variables);
  const preferred = outcomes.filter(({ town }) => town !== undefined).map(({ shard }) => shard);
  const unanswered = await describeMissing(root, missing, variables, (request) => complete(request, preferred));
  return {
    data: { [key]: { ...payload, ...Object.fromEntries(unanswered.byKey) } },
    errors: [
      ...unanswered.errors.map((error) => ({ ...error, path: [key, ...(error.path ?? [])] })),
      ...outcomes.flatMap(({ town, errors }) =>
        town === undefined
          ? []
          : errors.flatMap((error) => replaced(error, (list, index) => placeOf(town, list, index))),
      ),
    ],
  };
}

function outcomeOf(shard: Shard, key: string, { data, errors = [] }: ServiceAnswer, { shape }: EveryTown): Outcome {
  const payload = data?.[key];
  if (isMergeable(payload, shape)) return { shard, errors, town: { municipality: shard.municipality, payload } };
  return { shard, errors, ...(errors.length === 0 ? { fault: new Error('an answer without the payload') } : {}) };
}

/**
 * The no that all towns say alike. Silent towns do not count where it is about the request itself; where it is a fault, they do, and
 * all are named one by one.
 */
function commonNo(outcomes: readonly Outcome[]): GraphQLFormattedError | undefined {
  const heard = outcomes.filter(({ town, errors }) => town !== undefined || errors.length > 0);
  const [first] = heard[0]?.errors ?? [];
  if (first === undefined || !heard.every(({ town, errors }) => town === undefined && isSame(errors[0], first)))
    return undefined;
  return heard.length === outcomes.length || aboutTheRequest.has(codeOf(first)) ? first : undefined;
}

function isSame(one: GraphQLFormattedError | undefined, other: GraphQLFormattedError): boolean {
  return one !== undefined && one.message === other.message && codeOf(one) === codeOf(other);
}

function codeOf({ extensions }: GraphQLFormattedError): string {
  return String(extensions?.['code']);
}

/** A town's error at the place that its entry has in the merged list; none where the entry is not on the page. */
function replaced(
  error: GraphQLFormattedError,
  placeOf: (list: string, index: number) => number | undefined,
): GraphQLFormattedError[] {
  const [root, list, index, ...rest] = error.path ?? [];
  if (root === undefined || list === undefined || typeof index !== 'number') return [error];
  const place = placeOf(String(list), index);
  return place === undefined ? [] : [{ ...error, path: [root, list, place, ...rest] }];
}
