import { decide, refusal, type Decision, type Refusal } from '../refusals/decision.js';
import type { PlanChange } from './changes.js';
import { withPrices, type ClientPrices } from './client-prices.js';
import type { PlanInstance } from './instance.js';
import { saySkill, sayTown } from './say-reason.js';
import { draftScenarios, outcomeOf, type Draft, type Scenario, type ScenarioOutcome } from './scenarios.js';
import { unevennessOf, type Unevenness } from './unevenness.js';
import type { TownWorkload } from './year-instance.js';
import type { YearPlan } from './year-plan.js';

// Drafts of a year of public orders: planned with every minute counted the same, as the plan itself is, and told at the clients' prices.

/** What a draft comes to, at the clients' prices. `boundYen` counts minutes: no plan of it serves more of them. */
export interface ComparedDraft extends ScenarioOutcome {
  /** Of the towns that the draft has; null where it was not planned. */
  readonly unevenness: Unevenness | null;
}

/** The scenarios as instances, the unchanged one first; or everything that speaks against them, by path. */
export function publicDrafts(instance: PlanInstance, scenarios: readonly Scenario[]): Decision<Draft[]> {
  const drafts = draftScenarios(
    instance,
    scenarios.map(({ name, changes }) => ({ name, changes: changes.map(countedAlike) })),
  );
  if (!drafts.ok) return drafts;
  const untaught = scenarios.flatMap(({ changes }, at) => trainingOfNobody(instance, changes, `scenarios[${at}]`));
  const asGiven = new Map(scenarios.map(({ name, changes }) => [name, changes]));
  return decide(untaught, () => drafts.value.map((draft) => ({ ...draft, changes: asGiven.get(draft.name) ?? [] })));
}

/** What a planned draft comes to; without a plan there was no time. @param prices of the lots that the year has without any change. */
export function comparedDraft(
  draft: Draft,
  plan: YearPlan | undefined,
  { prices, workload }: { readonly prices: ClientPrices; readonly workload: readonly TownWorkload[] },
): ComparedDraft {
  const own = draft.changes.flatMap((change) => (change.kind === 'MORE_LOTS' ? change.lots : []));
  const all = { ...prices, ...Object.fromEntries(own.map(({ id, yenPerMinute }) => [id, yenPerMinute])) };
  const has = new Set(draft.instance.towns.map(({ code }) => code));
  return {
    ...outcomeOf({ ...draft, instance: withPrices(draft.instance, all) }, plan),
    unevenness:
      plan === undefined
        ? null
        : unevennessOf(
            draft.instance,
            plan.works,
            workload.filter(({ municipality }) => has.has(municipality)),
          ),
  };
}

/** Training would say nothing of the town, but look like an answer, where it has published no figure of those who are to learn. */
function trainingOfNobody(
  { towns }: Pick<PlanInstance, 'towns'>,
  changes: readonly PlanChange[],
  path: string,
): Refusal[] {
  return changes.flatMap((change, at): Refusal[] => {
    if (change.kind !== 'TRAINING_OF_SKILLED') return [];
    const { skill, level } = change.known;
    const town = towns.find(({ code }) => code === change.town);
    const isKnown =
      town === undefined || // Refused by its name.
      town.groups.some(({ skills }) => skills.some((held) => held.code === skill && held.level >= level)) ||
      town.ceilings.some(
        (each) => each.skill === skill && each.level >= level && each.minutes.some((minutes) => minutes > 0),
      );
    const facts = {
      ...{ field: `${path}.changes[${at}].known`, atLeast: level },
      ...{ townJa: sayTown(change.town, 'JA'), townEn: sayTown(change.town, 'EN') },
      ...{ skillJa: saySkill(skill, 'JA'), skillEn: saySkill(skill, 'EN') },
    };
    return isKnown ? [] : [refusal('TRAINING_OF_NOBODY', facts)];
  });
}

function countedAlike(change: PlanChange): PlanChange {
  return change.kind === 'MORE_LOTS'
    ? { ...change, lots: change.lots.map((lot) => ({ ...lot, yenPerMinute: 1 })) }
    : change;
}
