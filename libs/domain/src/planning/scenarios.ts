import { decide, refusal, type Decision, type Refusal } from '../refusals/decision.js';
import { townFigures, type TownFigures } from './balances.js';
import { changeInstance, type PlanChange } from './changes.js';
import { planFigures, type PlanFigures } from './figures.js';
import type { PlanInstance } from './instance.js';
import { lotShape, shapeRefusals, type Shape } from './read-instance.js';
import type { YearPlan } from './year-plan.js';

// What-if drafts: each is the instance with some changes, planned like any other. Nothing live is read or written.

export interface Scenario {
  readonly name: string;
  readonly changes: readonly PlanChange[];
}

/** A scenario as the instance that it comes to. */
export interface Draft extends Scenario {
  readonly instance: PlanInstance;
}

/** What a scenario comes to. Minutes and yen of the whole year. */
export interface ScenarioOutcome extends Scenario {
  /** NO_TIME: it was not planned, and there are no figures. */
  readonly status: YearPlan['status'] | 'NO_TIME';
  /** No plan of it is worth more than this. */
  readonly boundYen: number | null;
  readonly figures: PlanFigures | null;
  /** The towns that it has, by their code. */
  readonly towns: Readonly<Record<string, TownFigures>>;
}

/** Scenarios that are compared at once. */
const mostScenarios = 100;
/** The draft in which nothing is changed comes first, under this name. */
export const unchanged = 'unchanged';

const changeShapes: Readonly<Record<PlanChange['kind'], Shape>> = {
  MORE_LOTS: { kind: 'text', lots: [lotShape] },
  MORE_WORKERS: {
    ...{ kind: 'text', town: 'text', workers: 'number', skill: 'text', level: 'number', clearance: 'text' },
    minutesEach: ['absent', 'number'],
  },
  TRAINING: { kind: 'text', town: 'text', group: 'number', skill: 'text', level: 'number' },
  TRAINING_OF_SKILLED: {
    ...{ kind: 'text', town: 'text', known: { skill: 'text', level: 'number' }, skill: 'text', level: 'number' },
  },
  MORE_LEADING: { kind: 'text', town: 'text', minutes: 'number' },
  MORE_SEATS: { kind: 'text', town: 'text', licence: 'text', minutes: 'number' },
  SUPPLY: { kind: 'text', town: 'null|text', months: ['text'], factor: 'number' },
  TOWN_LEAVES: { kind: 'text', town: 'text' },
  COALITION: { kind: 'text', towns: ['text'] },
};

/**
 * Scenarios from outside, for example a file: `{ "format": "yui-scenarios-1", "scenarios": [{ "name", "changes": [{ "kind", … }] }] }`.
 * Whether an instance can be changed so is for `draftScenarios`.
 */
export function readScenarios(value: unknown): Decision<Scenario[]> {
  const file = value as { readonly format?: unknown; readonly scenarios?: readonly unknown[] } | null;
  const wrong = [
    ...(file?.format === 'yui-scenarios-1'
      ? []
      : [refusal('PLAN_SHAPE_WRONG', { field: 'format', given: 'yui-scenarios-1' })]),
    ...(Array.isArray(file?.scenarios)
      ? file.scenarios.flatMap((each, at) => refusalsOfScenario(each, `scenarios[${at}]`))
      : [refusal('PLAN_SHAPE_WRONG', { field: 'scenarios', given: '[ … ]' })]),
  ].slice(0, 20);
  return decide(wrong, () => [...(file?.scenarios ?? [])] as Scenario[]);
}

/** The scenarios as instances, the unchanged one first; or everything that speaks against them, by path: `scenarios[0].changes[1].town`. */
export function draftScenarios(instance: PlanInstance, scenarios: readonly Scenario[]): Decision<Draft[]> {
  if (scenarios.length > mostScenarios) {
    const facts = { field: 'scenarios', asked: scenarios.length, atMost: mostScenarios };
    return decide([refusal('PLAN_TOO_LARGE', facts)], () => []);
  }
  const drafts: Draft[] = [{ name: unchanged, changes: [], instance }];
  const refusals: Refusal[] = [];
  scenarios.forEach(({ name, changes }, at) => {
    const path = `scenarios[${at}]`;
    if (drafts.some((draft) => draft.name === name))
      refusals.push(refusal('PLAN_NAME_TWICE', { field: `${path}.name`, given: name }));
    const changed = changeInstance(instance, changes);
    if (changed.ok) drafts.push({ name, changes, instance: changed.value });
    else refusals.push(...changed.refusals.map((each) => ({ ...each, field: `${path}.${each.field ?? 'changes'}` })));
  });
  return decide(refusals, () => drafts);
}

/** What a planned draft comes to; without a plan there was no time. */
export function outcomeOf({ name, changes, instance }: Draft, plan: YearPlan | undefined): ScenarioOutcome {
  if (plan === undefined) return { name, changes, status: 'NO_TIME', boundYen: null, figures: null, towns: {} };
  return {
    ...{ name, changes, status: plan.status, boundYen: plan.boundYen },
    figures: planFigures(instance, plan.works),
    towns: Object.fromEntries(townFigures(instance, plan.works)),
  };
}

/** What has to be planned to see whether each member gains by a coalition: nobody shares, all members do, all but one do. */
export function coalitionScenarios(towns: readonly string[]): Scenario[] {
  return [
    { name: nobodyShares, changes: [{ kind: 'COALITION', towns: [] }] },
    { name: allShare, changes: [{ kind: 'COALITION', towns }] },
    ...towns.map((town): Scenario => {
      const others = towns.filter((each) => each !== town);
      return { name: withoutMember(town), changes: [{ kind: 'COALITION', towns: others }] };
    }),
  ];
}

const [nobodyShares, allShare] = ['nobody shares', 'the coalition'];

function withoutMember(town: string): string {
  return `without ${town}`;
}

/** What a coalition is to one of its members, and what the member is to the others. */
export interface CoalitionMember {
  readonly town: string;
  readonly alone: TownFigures;
  readonly within: TownFigures;
  /** Yen of the other members' lots that are done with this member, and without it. */
  readonly othersYen: number;
  readonly othersWithoutYen: number;
  /** Neither its clients nor its people have less than alone, and one of them has more. */
  readonly gains: boolean;
}

/**
 * Each member's gain, by the outcomes of `coalitionScenarios`; a member for which one is missing for want of time is left out. Each is
 * compared with being alone and with its leaving; smaller coalitions within are not looked at.
 */
export function coalitionMembers(towns: readonly string[], outcomes: readonly ScenarioOutcome[]): CoalitionMember[] {
  const of = (name: string): ScenarioOutcome['towns'] => outcomes.find((each) => each.name === name)?.towns ?? {};
  return towns.flatMap((town) => {
    const [alone, within] = [of(nobodyShares)[town], of(allShare)[town]];
    const left = of(withoutMember(town));
    if (alone === undefined || within === undefined || left[town] === undefined) return [];
    const others = (figures: ScenarioOutcome['towns']): number =>
      towns.reduce((sum, each) => sum + (each === town ? 0 : (figures[each]?.servedYen ?? 0)), 0);
    const [clients, people] = [within.servedYen - alone.servedYen, within.doneYen - alone.doneYen];
    return [
      {
        ...{ town, alone, within, othersYen: others(of(allShare)), othersWithoutYen: others(left) },
        gains: clients >= 0 && people >= 0 && clients + people > 0,
      },
    ];
  });
}

function refusalsOfScenario(value: unknown, path: string): Refusal[] {
  const own = shapeRefusals(value, { name: 'text', changes: [{ kind: 'text' }] }, path);
  if (own.length > 0) return own;
  return (value as { readonly changes: readonly { readonly kind: string }[] }).changes.flatMap((change, at) =>
    Object.hasOwn(changeShapes, change.kind)
      ? shapeRefusals(change, changeShapes[change.kind as PlanChange['kind']], `${path}.changes[${at}]`)
      : [refusal('PLAN_NAME_UNKNOWN', { field: `${path}.changes[${at}].kind`, given: change.kind })],
  );
}
