import { Injectable, type OnModuleInit } from '@nestjs/common';
import { hoursAfter } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import { isWithin, maySeeDraft, type Audience, type DraftReader } from '#domain/planning/audience';
import { changeInstance, type PlanChange } from '#domain/planning/changes';
import { coalitionScenarios } from '#domain/planning/scenarios';
import { yearInstance } from '#domain/planning/year-instance';
import { accept, decide, refusal, refuse, refuseAll, type Decision, type Refusal } from '#domain/refusals/decision';
import { refusalsOfText, tidyText } from '#domain/text/text';
import { hashOf } from '#messages/signing';
import type { Database } from '#mongo/connect';
import { isDuplicateKey } from '#mongo/faults';
import { inTransaction } from '#mongo/transaction';
import { Clock } from '#service/clock';
import { newLocalId } from '#service/local-id';
import { Intake } from '../intake/intake.service.js';
import {
  YearPlans,
  type Comparison,
  type DraftAt,
  type DraftDifferenceRecord,
} from '../year-plan/year-plan.service.js';
import { ScenarioStore, type ScenarioRecord } from './scenario.store.js';
import { migrateScenarios } from './scenarios.migration.js';

export type { Comparison };
export type Scenario = Omit<ScenarioRecord, '_id'> & { readonly id: string };

/** What a scenario is to be. */
export interface ScenarioInput {
  readonly name: string;
  readonly fiscalYear: number;
  readonly changes: readonly PlanChange[];
  readonly isForAll: boolean;
  readonly sharedWith: readonly MunicipalityCode[];
}

/** Who shares what with whom: the rest of an audience is who asks. */
export type Sharing = Pick<Audience, 'isForAll' | 'sharedWith'>;

/** So many scenarios a town keeps, so many changes each makes, and so many lots of another client each change brings. */
export const [mostScenarios, mostChanges, mostLots] = [50, 20, 50];
/** So many scenarios are compared at once: each must get its seconds. A coalition takes two plans and one for each member. */
export const [mostCompared, mostMembers] = [8, 8];
/** So many comparisons of a town wait at once: they stand in line with everybody's plans. */
export const mostWaiting = 3;
const nameLength = 60;
const hoursKept = 400 * 24;

/** シナリオ: what-if drafts of a year, and their comparison. Nothing live is read again or written by them. */
@Injectable()
export class Scenarios implements OnModuleInit {
  constructor(
    private readonly clock: Clock,
    private readonly intake: Intake,
    private readonly plans: YearPlans,
  ) {}

  async onModuleInit(): Promise<void> {
    if (this.intake.database !== undefined) await migrateScenarios(this.intake.database);
  }

  async create(input: ScenarioInput & Keyed, by: DraftReader): Promise<Decision<Scenario>> {
    const { idempotencyKey, ...wanted } = input;
    return this.once({ idempotencyKey, operation: 'createScenario', by: by.town, ...wanted }, async (store) => {
      const count = await store.count(by.town);
      const refusals = [
        ...this.refusalsOf(wanted),
        ...(count >= mostScenarios ? [refusal('SCENARIOS_TOO_MANY', { atMost: mostScenarios })] : []),
      ];
      const now = new Date(this.clock.now());
      return decide(refusals, () => {
        const own = { _id: `scenario-${now.getTime().toString(36)}-${newLocalId()}`, owner: by.town, madeAt: now };
        const record = this.recordOf(wanted, own);
        return { id: record._id, write: () => store.insert(record) };
      });
    });
  }

  /** What is not given stays. */
  async change(
    input: { readonly scenarioId: string } & Partial<Omit<ScenarioInput, 'fiscalYear'>> & Keyed,
    by: DraftReader,
  ): Promise<Decision<Scenario>> {
    const { idempotencyKey, scenarioId, ...given } = input;
    return this.once(
      { idempotencyKey, operation: 'changeScenario', by: by.town, scenarioId, ...given },
      async (store) => {
        const found = await own(store, scenarioId, by);
        if (!found.ok) return found;
        const wanted = { ...found.value, ...given };
        return decide(this.refusalsOf(wanted), () => {
          const record = this.recordOf(wanted, found.value);
          return { id: scenarioId, write: () => store.replace(record) };
        });
      },
    );
  }

  /** Removes a scenario; what has been compared with it stays. Answers its id. */
  async remove(input: { readonly scenarioId: string } & Keyed, by: DraftReader): Promise<Decision<string>> {
    const { idempotencyKey, scenarioId } = input;
    return this.keyed({ idempotencyKey, operation: 'removeScenario', by: by.town, scenarioId }, async (store) => {
      const found = await own(store, scenarioId, by);
      return found.ok ? accept({ id: scenarioId, write: () => store.remove(scenarioId) }) : found;
    });
  }

  /** A scenario; undefined where there is none that this reader may see. */
  async scenario(id: string, reader: DraftReader): Promise<Scenario | undefined> {
    const record = await new ScenarioStore(this.database()).find(id);
    return record !== null && maySeeDraft(record, reader) ? scenarioOf(record) : undefined;
  }

  async page(
    reader: DraftReader,
    first: number,
    after: string | undefined,
  ): Promise<{ found: Scenario[]; more: boolean; total: number }> {
    const store = new ScenarioStore(this.database());
    const [found, total] = await Promise.all([store.page(reader, first + 1, after), store.countReadable(reader)]);
    return { found: found.slice(0, first).map(scenarioOf), more: found.length > first, total };
  }

  /** Plans scenarios on one basis, side by side with the unchanged year, in the background. */
  async compare(
    input: { readonly scenarioIds: readonly string[] } & Sharing & Keyed,
    by: DraftReader,
    authorization: string,
  ): Promise<Decision<Comparison>> {
    const { idempotencyKey, scenarioIds, isForAll, sharedWith } = input;
    const audience = { owner: by.town, isForAll, sharedWith };
    return this.plans.compare(
      { idempotencyKey, operation: 'compareScenarios', scenarioIds, audience },
      async () => {
        const early = [
          ...(scenarioIds.length === 0 ? [refusal('SCENARIOS_MISSING', { field: 'scenarioIds' })] : []),
          ...tooMany('scenarioIds', scenarioIds.length, mostCompared),
          ...this.refusalsOfSharing(sharedWith),
          ...(await this.refusalsOfWaiting(by)),
        ];
        if (early.length > 0) return refuseAll(early);
        const store = new ScenarioStore(this.database());
        const found = await Promise.all(scenarioIds.map((id) => store.find(id)));
        const seen = found.map((each) => (each !== null && maySeeDraft(each, by) ? each : undefined));
        const [first] = seen;
        const refusals = seen.flatMap((each, at): Refusal[] => {
          const field = `scenarioIds[${at}]`;
          if (each === undefined) return [refusal('SCENARIO_UNKNOWN', { field })];
          return [
            ...(isWithin(audience, each) ? [] : [refusal('SCENARIO_SHARED_WITH_FEWER', { field, given: each.name })]),
            ...(each.fiscalYear === first?.fiscalYear
              ? []
              : [refusal('SCENARIO_YEARS_DIFFER', { field, given: each.name })]),
          ];
        });
        return decide(refusals, () => ({
          fiscalYear: first?.fiscalYear ?? 0,
          about: { kind: 'SCENARIOS' as const, ...audience, towns: [] },
          scenarios: seen.flatMap((each) => (each === undefined ? [] : [{ name: each.name, changes: each.changes }])),
        }));
      },
      authorization,
    );
  }

  /** Whether each town gains by a coalition: plans nobody sharing, all members sharing, and all but each one. */
  async compareCoalition(
    input: { readonly fiscalYear: number; readonly municipalities: readonly MunicipalityCode[] } & Sharing & Keyed,
    by: DraftReader,
    authorization: string,
  ): Promise<Decision<Comparison>> {
    const { idempotencyKey, fiscalYear, isForAll, sharedWith } = input;
    const towns = [...new Set(input.municipalities)].sort();
    const audience = { owner: by.town, isForAll, sharedWith };
    return this.plans.compare(
      { idempotencyKey, operation: 'compareCoalition', fiscalYear, towns, audience },
      async () => {
        const refusals = [
          ...(towns.length < 2 ? [refusal('COALITION_TOO_SMALL', { field: 'municipalities' })] : []),
          ...tooMany('municipalities', towns.length, mostMembers),
          ...this.unknownTowns(towns, 'municipalities'),
          ...this.refusalsOfSharing(sharedWith),
          ...(await this.refusalsOfWaiting(by)),
        ];
        return decide(refusals, () => ({
          fiscalYear,
          about: { kind: 'COALITION' as const, ...audience, towns },
          scenarios: coalitionScenarios(towns),
        }));
      },
      authorization,
    );
  }

  /** A comparison; undefined where there is none that this reader may see. */
  async comparison(id: string, reader: DraftReader): Promise<Comparison | undefined> {
    const found = await this.plans.comparison(id);
    return found !== undefined && maySeeDraft(found.comparison, reader) ? found : undefined;
  }

  comparisons(
    reader: DraftReader,
    first: number,
    after: string | undefined,
  ): Promise<{ found: Comparison[]; more: boolean; total: number }> {
    return this.plans.comparisons(reader, first, after);
  }

  /** A page of what a draft does otherwise than the unchanged year. @param at of a comparison that the reader may see. */
  differences(
    at: DraftAt,
    town: MunicipalityCode | 'ALL',
    first: number,
    after: number | undefined,
  ): Promise<{ found: DraftDifferenceRecord[]; more: boolean; total: number }> {
    return this.plans.differences(at, town, first, after);
  }

  /** Stops a comparison of one's own town; what has been planned of it stays. */
  async stop(input: { readonly comparisonId: string } & Keyed, by: DraftReader): Promise<Decision<Comparison>> {
    const { comparisonId, idempotencyKey } = input;
    const found = await this.comparison(comparisonId, by);
    if (found === undefined) return refuse('COMPARISON_UNKNOWN', { field: 'comparisonId' });
    if (found.comparison.owner !== by.town) return refuse('SCENARIO_NOT_YOURS', { field: 'comparisonId' });
    return this.plans.stopComparison({ comparisonId, idempotencyKey });
  }

  private recordOf(
    { name, fiscalYear, changes, isForAll, sharedWith }: ScenarioInput,
    { _id, owner, madeAt }: Pick<ScenarioRecord, '_id' | 'owner' | 'madeAt'>,
  ): ScenarioRecord {
    const now = this.clock.now();
    return {
      ...{ _id, owner, madeAt, name: tidyText(name), fiscalYear, changes: [...changes], isForAll },
      sharedWith: [...new Set(sharedWith)].sort(),
      ...{ changedAt: new Date(now), keptUntil: new Date(hoursAfter(now, hoursKept)) },
    };
  }

  /** What speaks against a scenario whatever the towns publish: the year is imagined without a figure and without an order. */
  private refusalsOf({ name, fiscalYear, changes, sharedWith }: ScenarioInput): Refusal[] {
    const early = [
      ...refusalsOfText(name, 'name', nameLength),
      ...(changes.length === 0 ? [refusal('SCENARIO_EMPTY', { field: 'changes' })] : []),
      ...tooMany('changes', changes.length, mostChanges),
      ...changes.flatMap((change, at) =>
        change.kind === 'MORE_LOTS' ? tooMany(`changes[${at}].moreLots`, change.lots.length, mostLots) : [],
      ),
      ...this.refusalsOfSharing(sharedWith),
      ...this.plans.refusalsOfYear(fiscalYear),
    ];
    if (early.length > 0) return early;
    const { members, agreements } = this.intake.federation();
    const words = { bulletins: [], surplusOrders: [], workload: [], published: [] };
    const year = yearInstance({ fiscalYear, today: this.clock.today(), federation: { members, agreements }, ...words });
    const changed = changeInstance(year, changes);
    return changed.ok ? [] : changed.refusals.map((each) => ofChange(each, changes));
  }

  private refusalsOfSharing(sharedWith: readonly MunicipalityCode[]): Refusal[] {
    return this.unknownTowns(sharedWith, 'sharedWith');
  }

  private unknownTowns(towns: readonly MunicipalityCode[], field: string): Refusal[] {
    const known = new Set(this.intake.members().map(({ code }) => code));
    return towns.filter((code) => !known.has(code)).map((given) => refusal('MUNICIPALITY_UNKNOWN', { field, given }));
  }

  private async refusalsOfWaiting({ town }: DraftReader): Promise<Refusal[]> {
    const waiting = await this.plans.waitingComparisons(town);
    return waiting >= mostWaiting ? [refusal('COMPARISONS_WAITING', { atMost: mostWaiting })] : [];
  }

  private async once(input: KeyedFacts, change: Change): Promise<Decision<Scenario>> {
    const decision = await this.keyed(input, change);
    if (!decision.ok) return decision;
    const record = await new ScenarioStore(this.database()).find(decision.value);
    return record === null ? refuse('SCENARIO_UNKNOWN', { field: 'idempotencyKey' }) : accept(scenarioOf(record));
  }

  /** Does what a key asks for once, and answers the id of the scenario concerned; a refusal is decided anew. */
  private async keyed({ idempotencyKey: key, ...input }: KeyedFacts, change: Change): Promise<Decision<string>> {
    const unusable = this.plans.refusalsOfKey(key);
    if (unusable.length > 0) return refuseAll(unusable);
    const inputHash = hashOf(input);
    const given = await this.plans.idGivenTo(key, inputHash);
    if (given !== undefined) return given;
    const database = this.database();
    try {
      return await inTransaction(database, async () => {
        const decision = await change(new ScenarioStore(database));
        if (!decision.ok) return decision;
        await decision.value.write();
        await this.plans.useKey(key, inputHash, decision.value.id);
        return accept(decision.value.id);
      });
    } catch (fault) {
      // The same key twice at once: the other one has done it by now.
      const other = isDuplicateKey(fault, key) ? await this.plans.idGivenTo(key, inputHash) : undefined;
      if (other === undefined) throw fault;
      return other;
    }
  }

  private database(): Database {
    if (this.intake.database === undefined) throw new Error('no database: this process serves no federation');
    return this.intake.database;
  }
}

interface Keyed {
  readonly idempotencyKey: string;
}
interface KeyedFacts extends Keyed {
  readonly [fact: string]: unknown;
}
type Change = (store: ScenarioStore) => Promise<Decision<{ readonly id: string; readonly write: () => Promise<void> }>>;

/** The year without an order has no lots but the imagined ones: what is wrong with one is told by its place among the changes. */
function ofChange(refused: Refusal, changes: readonly PlanChange[]): Refusal {
  const [, at, rest] = /^lots\[(\d+)\](.*)$/.exec(refused.field ?? '') ?? [];
  const places = changes.flatMap((change, n) =>
    change.kind === 'MORE_LOTS' ? change.lots.map((_, lot) => `changes[${n}].moreLots[${lot}]`) : [],
  );
  const place = changes.some(({ kind }) => kind === 'TOWN_LEAVES') ? undefined : places[Number(at)];
  return place === undefined ? refused : { ...refused, field: `${place}${rest}` };
}

/** A scenario of one's own town; one that is only shared with it is seen and not changed. */
async function own(store: ScenarioStore, id: string, by: DraftReader): Promise<Decision<ScenarioRecord>> {
  const found = await store.find(id);
  if (found === null || !maySeeDraft(found, by)) return refuse('SCENARIO_UNKNOWN', { field: 'scenarioId' });
  return found.owner === by.town ? accept(found) : refuse('SCENARIO_NOT_YOURS', { field: 'scenarioId' });
}

function tooMany(field: string, asked: number, atMost: number): Refusal[] {
  return asked > atMost ? [refusal('PLAN_TOO_LARGE', { field, asked, atMost })] : [];
}

function scenarioOf({ _id, ...rest }: ScenarioRecord): Scenario {
  return { id: _id, ...rest };
}
