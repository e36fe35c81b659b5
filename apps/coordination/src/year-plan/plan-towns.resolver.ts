import { Args, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { hasRole, type Caller } from '#access/caller';
import { parseMunicipalityCode, type MunicipalityCode } from '#domain/municipality/code';
import { sayChange, sayUnserved } from '#domain/planning/say-change';
import type { Remedy } from '#domain/planning/unserved';
import type { Language } from '#domain/refusals/catalogue';
import { accept, refuse, type Decision } from '#domain/refusals/decision';
import { parsePageSize, parseRankCursor } from '#domain/text/page';
import { municipalityGraph } from '#graph/municipality.graph';
import { demand } from '#graph/results';
import { Asking, type AskingCoordination } from '../graph/asking.graph.js';
import {
  TownBalancePageGraph,
  UnservedLotPageGraph,
  type PlanRemedyGraph,
  type TownBalanceGraph,
  type UnservedLotGraph,
} from './plan-towns.graph.js';
import { PlanTowns, type PlanBalanceRecord, type PlanUnservedRecord } from './plan-towns.service.js';
import { YearPlanGraph } from './year-plan.graph.js';

const pageSize = 'Entries on the page: 1 to 200, 50 unless told.';
const cursor = 'The endCursor of the page before.';

/**
 * What a plan is to its towns. A town sees its own balance: another's sums up orders that need not be addressed to it, and its yen would
 * tell their prices. Coordinators, who see every order, see every balance.
 */
@Resolver(() => YearPlanGraph)
export class PlanTownsResolver {
  constructor(private readonly towns: PlanTowns) {}

  @ResolveField(() => TownBalancePageGraph, {
    description:
      'What each town gives and gains, from public figures alone. A coordinator sees all towns, the staff of a town its own.',
  })
  async balances(
    @Parent() { id }: YearPlanGraph,
    @Asking() { caller, language }: AskingCoordination,
    @Args('first', { type: () => Int, nullable: true, description: pageSize }) first?: number | null,
    @Args('after', { type: () => String, nullable: true, description: cursor }) after?: string | null,
  ): Promise<TownBalancePageGraph> {
    const [limit, behind] = [demand(parsePageSize(first), language), demand(parseTownCursor(after), language)];
    const town = townSeenBy(caller);
    if (town === undefined) return nothing;
    const { found, more, total } = await this.towns.balances(id, town, limit, behind);
    const pageInfo = { hasNextPage: more, endCursor: found.at(-1)?.town ?? null };
    return { totalCount: total, pageInfo, nodes: found.map(balanceGraph) };
  }

  @ResolveField(() => UnservedLotPageGraph, {
    description:
      'What it leaves undone and what would serve it. A coordinator sees all; a town what it has published and what is addressed to it.',
  })
  async unserved(
    @Parent() { id }: YearPlanGraph,
    @Asking() { caller, language }: AskingCoordination,
    @Args('first', { type: () => Int, nullable: true, description: pageSize }) first?: number | null,
    @Args('after', { type: () => String, nullable: true, description: cursor }) after?: string | null,
  ): Promise<UnservedLotPageGraph> {
    const [limit, behind] = [demand(parsePageSize(first), language), demand(parseRankCursor(after), language)];
    const town = townSeenBy(caller);
    if (town === undefined) return nothing;
    const { found, more, total } = await this.towns.unserved(id, town, limit, behind);
    const last = found.at(-1);
    return {
      totalCount: total,
      pageInfo: { hasNextPage: more, endCursor: last === undefined ? null : String(last.rank) },
      nodes: found.map((each) => unservedGraph(each, town, language)),
    };
  }
}

const nothing = { totalCount: 0, pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] };

/** Whose figures a caller may see; undefined: nobody's. */
function townSeenBy(caller: Caller): MunicipalityCode | 'ALL' | undefined {
  return hasRole(caller, 'COORDINATOR') ? 'ALL' : caller.municipality;
}

function balanceGraph({ town, balance }: PlanBalanceRecord): TownBalanceGraph {
  return { ...balance, municipality: municipalityGraph(town) };
}

function unservedGraph(
  { orderId, title, town, lot }: PlanUnservedRecord,
  seenBy: MunicipalityCode | 'ALL',
  language: Language,
): UnservedLotGraph {
  const { skill, level, from, to, missingMinutes, missingYen, best } = lot;
  return {
    ...{ order: { id: orderId, title }, municipality: municipalityGraph(town), skill: { code: skill } },
    ...{ level, from, to, missingMinutes, missingYen },
    remedy: best === null ? null : remedyGraph(best, seenBy, language),
    sentence: sayUnserved({ ...lot, best: null }, language),
  };
}

/** What a change gains sums up all orders that its town may do: for whoever may see these. */
function remedyGraph(
  { change, gainMinutes, gainYen }: Remedy,
  seenBy: MunicipalityCode | 'ALL',
  language: Language,
): PlanRemedyGraph {
  const isTold = seenBy === 'ALL' || seenBy === change.town;
  return {
    ...{ kind: change.kind, municipality: municipalityGraph(change.town as MunicipalityCode) },
    skill: 'skill' in change ? { code: change.skill } : null,
    what: sayChange(change, language),
    ...(isTold ? { gainMinutes, gainYen } : { gainMinutes: null, gainYen: null }),
  };
}

function parseTownCursor(after: string | null | undefined): Decision<string | undefined> {
  if (after === null || after === undefined) return accept(undefined);
  return parseMunicipalityCode(after).ok ? accept(after) : refuse('CURSOR_UNREADABLE', { field: 'after' });
}
