import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { hasRole, type Caller } from '#access/caller';
import type { Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { DraftReader } from '#domain/planning/audience';
import type { ComparedDraft } from '#domain/planning/public-drafts';
import { sayChange } from '#domain/planning/say-change';
import { coalitionMembers } from '#domain/planning/scenarios';
import type { Language } from '#domain/refusals/catalogue';
import { accept, refuse, type Decision } from '#domain/refusals/decision';
import { parsePageSize } from '#domain/text/page';
import { municipalityGraph } from '#graph/municipality.graph';
import { answer, demand } from '#graph/results';
import { Asking, type AskingCoordination } from '../graph/asking.graph.js';
import { sayFailure, unansweredGraph } from '../year-plan/plan-status.graph.js';
import {
  CompareCoalitionInput,
  CompareCoalitionPayload,
  CompareCoalitionResult,
  CompareScenariosInput,
  CompareScenariosPayload,
  CompareScenariosResult,
  ScenarioComparisonGraph,
  ScenarioComparisonPageGraph,
  StopScenarioComparisonInput,
  StopScenarioComparisonPayload,
  StopScenarioComparisonResult,
  type CompareCoalitionAnswer,
  type CompareScenariosAnswer,
  type CoalitionMemberGraph,
  type ComparedDraftGraph,
  type StopScenarioComparisonAnswer,
} from './comparison.graph.js';
import { Scenarios, type Comparison } from './scenarios.service.js';

@Resolver()
export class ComparisonResolver {
  constructor(private readonly scenarios: Scenarios) {}

  @Query(() => ScenarioComparisonGraph, {
    nullable: true,
    description: 'A comparison; null where there is none of that id that you may see.',
  })
  async scenarioComparison(
    @Asking() { caller, language }: AskingCoordination,
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
  ): Promise<ScenarioComparisonGraph | null> {
    const found = await this.scenarios.comparison(id, readerOf(caller));
    return found === undefined ? null : comparisonGraph(found, caller, language);
  }

  @Query(() => ScenarioComparisonPageGraph, {
    description: 'The comparisons of your town and those that are shared with it, the newest first.',
  })
  async scenarioComparisons(
    @Asking() { caller, language }: AskingCoordination,
    @Args('first', { type: () => Int, nullable: true, description: 'Entries on the page: 1 to 200, 50 unless told.' })
    first?: number | null,
    @Args('after', { type: () => String, nullable: true, description: 'The endCursor of the page before.' })
    after?: string | null,
  ): Promise<ScenarioComparisonPageGraph> {
    const [limit, behind] = [demand(parsePageSize(first), language), demand(parseCursor(after), language)];
    const { found, more, total } = await this.scenarios.comparisons(readerOf(caller), limit, behind);
    return {
      totalCount: total,
      pageInfo: { hasNextPage: more, endCursor: found.at(-1)?.cursor ?? null },
      nodes: found.map((each) => comparisonGraph(each, caller, language)),
    };
  }

  @Mutation(() => CompareScenariosResult, {
    description: 'Plans scenarios in the background, on one basis, side by side with the unchanged year.',
  })
  async compareScenarios(
    @Asking() { caller, language, authorization }: AskingCoordination,
    @Args('input', { type: () => CompareScenariosInput, description: 'Which scenarios, for whom.' })
    input: CompareScenariosInput,
  ): Promise<CompareScenariosAnswer> {
    return answer(await this.scenarios.compare(input, readerOf(caller), authorization), language, (comparison) =>
      Object.assign(new CompareScenariosPayload(), { comparison: comparisonGraph(comparison, caller, language) }),
    );
  }

  @Mutation(() => CompareCoalitionResult, {
    description:
      'Finds in the background what these towns would do alone and together: every one should see that it gains.',
  })
  async compareCoalition(
    @Asking() { caller, language, authorization }: AskingCoordination,
    @Args('input', { type: () => CompareCoalitionInput, description: 'Which towns, for whom.' })
    input: CompareCoalitionInput,
  ): Promise<CompareCoalitionAnswer> {
    const asked = await this.scenarios.compareCoalition(input, readerOf(caller), authorization);
    return answer(asked, language, (comparison) =>
      Object.assign(new CompareCoalitionPayload(), { comparison: comparisonGraph(comparison, caller, language) }),
    );
  }

  @Mutation(() => StopScenarioComparisonResult, {
    description: 'Stops a comparison; it keeps the drafts that it has planned.',
  })
  async stopScenarioComparison(
    @Asking() { caller, language }: AskingCoordination,
    @Args('input', { type: () => StopScenarioComparisonInput, description: 'The comparison.' })
    input: StopScenarioComparisonInput,
  ): Promise<StopScenarioComparisonAnswer> {
    return answer(await this.scenarios.stop(input, readerOf(caller)), language, (comparison) =>
      Object.assign(new StopScenarioComparisonPayload(), { comparison: comparisonGraph(comparison, caller, language) }),
    );
  }
}

function readerOf(caller: Caller): DraftReader {
  return { town: caller.municipality ?? null, isCoordinator: hasRole(caller, 'COORDINATOR') };
}

/** Figures of a town are for the town and for coordinators, as those of a plan are. */
function isTold(town: string, caller: Caller): boolean {
  return hasRole(caller, 'COORDINATOR') || town === caller.municipality;
}

function comparisonGraph(found: Comparison, caller: Caller, language: Language): ScenarioComparisonGraph {
  const { id, status, fiscalYear, phase } = found;
  const { kind, owner, isForAll, sharedWith, towns } = found.comparison;
  const compared = found.compared ?? [];
  const base = compared[0];
  return {
    ...{ id, kind, status, fiscalYear, isForAll },
    owner: owner === null ? null : municipalityGraph(owner),
    sharedWith: sharedWith.map(municipalityGraph),
    queuedAt: found.queuedAt.getTime() as Instant,
    endedAt: (found.endedAt?.getTime() ?? null) as Instant | null,
    progress: status === 'RUNNING' ? phase : null,
    failure: found.failure === null ? null : sayFailure(found.failure, language),
    drafts: compared.map((draft, at) => ({
      ...draftGraph(draft, base, caller, language),
      ...{
        at: { comparisonId: id, draft: at },
        isComparable: base?.status !== 'NO_TIME' && draft.status !== 'NO_TIME',
      },
    })),
    members: kind === 'COALITION' ? membersOf(towns, compared, caller) : [],
    unanswered: found.missing.map((missing) => unansweredGraph(missing, language)),
  };
}

function draftGraph(
  draft: ComparedDraft,
  base: ComparedDraft | undefined,
  caller: Caller,
  language: Language,
): Omit<ComparedDraftGraph, 'at' | 'isComparable'> {
  const { name, changes, status, figures, boundYen, unevenness, towns } = draft;
  return {
    ...{ name, status },
    changes: changes.map((change) => ({ kind: change.kind, what: sayChange(change, language) })),
    demandMinutes: figures?.askedMinutes ?? null,
    servedMinutes: figures?.servedMinutes ?? null,
    movedMinutes: figures?.movedMinutes ?? null,
    servedYen: figures !== null && hasRole(caller, 'COORDINATOR') ? Math.round(figures.servedYen) : null,
    boundMinutes: boundYen === null ? null : Math.floor(boundYen + 1e-6),
    unevenness: unevenness?.after ?? null,
    towns: Object.entries(towns)
      .filter(([town]) => isTold(town, caller))
      .map(([town, after]) => ({
        ...{ municipality: municipalityGraph(town as MunicipalityCode), after },
        before: base?.towns[town] ?? null,
      })),
  };
}

function membersOf(
  towns: readonly MunicipalityCode[],
  compared: readonly ComparedDraft[],
  caller: Caller,
): CoalitionMemberGraph[] {
  const isAllTold = hasRole(caller, 'COORDINATOR');
  return coalitionMembers(towns, compared)
    .filter(({ town }) => isTold(town, caller))
    .map(({ town, alone, within, gains, othersYen, othersWithoutYen }) => ({
      ...{ municipality: municipalityGraph(town as MunicipalityCode), alone, within, gains },
      ...(isAllTold ? { othersYen, othersWithoutYen } : { othersYen: null, othersWithoutYen: null }),
    }));
}

/** `<moment>.<comparison>`, as `endCursor` gave it. */
function parseCursor(after: string | null | undefined): Decision<string | undefined> {
  if (after === null || after === undefined) return accept(undefined);
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z\.comparison-\w+$/.test(after)
    ? accept(after)
    : refuse('CURSOR_UNREADABLE', { field: 'after' });
}
