import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { hasRole, type Caller } from '#access/caller';
import type { Instant } from '#domain/calendar/date';
import type { DraftReader } from '#domain/planning/audience';
import { sayChange } from '#domain/planning/say-change';
import type { Language } from '#domain/refusals/catalogue';
import { accept, refuse, type Decision } from '#domain/refusals/decision';
import { parsePageSize } from '#domain/text/page';
import { municipalityGraph } from '#graph/municipality.graph';
import { answer, demand } from '#graph/results';
import { Asking, type AskingCoordination } from '../graph/asking.graph.js';
import { readChanges } from './read-change.js';
import {
  ChangeScenarioInput,
  ChangeScenarioPayload,
  ChangeScenarioResult,
  CreateScenarioInput,
  CreateScenarioPayload,
  CreateScenarioResult,
  RemoveScenarioInput,
  RemoveScenarioPayload,
  RemoveScenarioResult,
  ScenarioGraph,
  ScenarioPageGraph,
  type ChangeScenarioAnswer,
  type CreateScenarioAnswer,
  type RemoveScenarioAnswer,
} from './scenario.graph.js';
import { Scenarios, type Scenario } from './scenarios.service.js';

@Resolver()
export class ScenarioResolver {
  constructor(private readonly scenarios: Scenarios) {}

  @Query(() => ScenarioGraph, {
    nullable: true,
    description: 'A scenario; null where there is none of that id that you may see.',
  })
  async scenario(
    @Asking() { caller, language }: AskingCoordination,
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
  ): Promise<ScenarioGraph | null> {
    const found = await this.scenarios.scenario(id, readerOf(caller));
    return found === undefined ? null : scenarioGraph(found, caller, language);
  }

  @Query(() => ScenarioPageGraph, {
    name: 'scenarios',
    description: 'The scenarios of your town and those that are shared with it, the newest first.',
  })
  async list(
    @Asking() { caller, language }: AskingCoordination,
    @Args('first', { type: () => Int, nullable: true, description: 'Entries on the page: 1 to 200, 50 unless told.' })
    first?: number | null,
    @Args('after', { type: () => String, nullable: true, description: 'The endCursor of the page before.' })
    after?: string | null,
  ): Promise<ScenarioPageGraph> {
    const [limit, behind] = [demand(parsePageSize(first), language), demand(parseCursor(after), language)];
    const { found, more, total } = await this.scenarios.page(readerOf(caller), limit, behind);
    return {
      totalCount: total,
      pageInfo: { hasNextPage: more, endCursor: found.at(-1)?.id ?? null },
      nodes: found.map((each) => scenarioGraph(each, caller, language)),
    };
  }

  @Mutation(() => CreateScenarioResult, { description: 'Makes a what-if draft of a year. Nothing live is changed.' })
  async createScenario(
    @Asking() { caller, language }: AskingCoordination,
    @Args('input', { type: () => CreateScenarioInput, description: 'What is imagined, and who may see it.' })
    input: CreateScenarioInput,
  ): Promise<CreateScenarioAnswer> {
    const changes = readChanges(input.changes);
    const made = changes.ok
      ? await this.scenarios.create({ ...input, changes: changes.value }, readerOf(caller))
      : changes;
    return answer(made, language, (scenario) =>
      Object.assign(new CreateScenarioPayload(), { scenario: scenarioGraph(scenario, caller, language) }),
    );
  }

  @Mutation(() => ChangeScenarioResult, { description: 'Changes a scenario of your town.' })
  async changeScenario(
    @Asking() { caller, language }: AskingCoordination,
    @Args('input', { type: () => ChangeScenarioInput, description: 'What is to be different.' })
    { scenarioId, idempotencyKey, name, changes, isForAll, sharedWith }: ChangeScenarioInput,
  ): Promise<ChangeScenarioAnswer> {
    const read = changes ? readChanges(changes) : undefined;
    const given = {
      ...(name === null || name === undefined ? {} : { name }),
      ...(isForAll === null || isForAll === undefined ? {} : { isForAll }),
      ...(sharedWith ? { sharedWith } : {}),
      ...(read?.ok ? { changes: read.value } : {}),
    };
    const changed =
      read === undefined || read.ok
        ? await this.scenarios.change({ scenarioId, idempotencyKey, ...given }, readerOf(caller))
        : read;
    return answer(changed, language, (scenario) =>
      Object.assign(new ChangeScenarioPayload(), { scenario: scenarioGraph(scenario, caller, language) }),
    );
  }

  @Mutation(() => RemoveScenarioResult, { description: 'Removes a scenario of your town.' })
  async removeScenario(
    @Asking() { caller, language }: AskingCoordination,
    @Args('input', { type: () => RemoveScenarioInput, description: 'The scenario.' }) input: RemoveScenarioInput,
  ): Promise<RemoveScenarioAnswer> {
    return answer(await this.scenarios.remove(input, readerOf(caller)), language, (scenarioId) =>
      Object.assign(new RemoveScenarioPayload(), { scenarioId }),
    );
  }
}

function readerOf(caller: Caller): DraftReader {
  return { town: caller.municipality ?? null, isCoordinator: hasRole(caller, 'COORDINATOR') };
}

function scenarioGraph(scenario: Scenario, caller: Caller, language: Language): ScenarioGraph {
  const { id, name, fiscalYear, isForAll } = scenario;
  const { town, isCoordinator } = readerOf(caller);
  return {
    ...{ id, name, fiscalYear, isForAll },
    changes: scenario.changes.map((change) => ({ kind: change.kind, what: sayChange(change, language) })),
    owner: scenario.owner === null ? null : municipalityGraph(scenario.owner),
    isYours: isCoordinator && scenario.owner === town,
    sharedWith: scenario.sharedWith.map(municipalityGraph),
    changedAt: scenario.changedAt.getTime() as Instant,
  };
}

/** The id of a scenario, as `endCursor` gave it. */
function parseCursor(after: string | null | undefined): Decision<string | undefined> {
  if (after === null || after === undefined) return accept(undefined);
  return /^scenario-\w+-\w+$/.test(after) ? accept(after) : refuse('CURSOR_UNREADABLE', { field: 'after' });
}
