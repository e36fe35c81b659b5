import { readFileSync, writeFileSync } from 'node:fs';
import type { PlanInstance } from '#domain/planning/instance';
import { sayChange } from '#domain/planning/say-change';
import { sayTown } from '#domain/planning/say-reason';
import { coalitionMembers, coalitionScenarios, draftScenarios, readScenarios } from '#domain/planning/scenarios';
import type { Scenario, ScenarioOutcome } from '#domain/planning/scenarios';
import type { Refusal } from '#domain/refusals/decision';
import { sentenceOf } from '#domain/refusals/sentence';
import { startComparing } from '#planner/start-task';
import type { Telling } from './tell.js';

/** Towns that are told of each scenario: those that it changes most. */
const mostTowns = 5;

/** What the scenarios of a file come to, beside the unchanged instance and each other. */
export async function compareFile(
  instance: PlanInstance,
  file: string,
  out: string | undefined,
  telling: Telling,
): Promise<number> {
  const read = readScenarios(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.ok) return refuse(read.refusals);
  const outcomes = await compare(instance, read.value, telling);
  if (outcomes === undefined) return 1;
  if (out !== undefined) writeFileSync(out, JSON.stringify(outcomes));
  return 0;
}

/** Whether each member of a coalition gains, beside being alone and beside leaving. */
export async function compareCoalition(
  instance: PlanInstance,
  towns: readonly string[],
  out: string | undefined,
  telling: Telling,
): Promise<number> {
  const outcomes = await compare(instance, coalitionScenarios(towns), telling);
  if (outcomes === undefined) return 1;
  const members = coalitionMembers(towns, outcomes);
  if (out !== undefined) writeFileSync(out, JSON.stringify(members));
  for (const { town, alone, within, othersYen, othersWithoutYen, gains } of members)
    console.log(
      [
        `${sayTown(town, telling.language)}: ${gains ? 'gains' : 'does not gain in everything'}`,
        `its lots ${signed(within.servedYen - alone.servedYen)} yen`,
        `its people ${signed(within.doneYen - alone.doneYen)} yen`,
        `the others without it ${signed(othersWithoutYen - othersYen)} yen`,
      ].join('; '),
    );
  return 0;
}

async function compare(
  instance: PlanInstance,
  scenarios: readonly Scenario[],
  { seconds, language }: Telling,
): Promise<ScenarioOutcome[] | undefined> {
  const drafts = draftScenarios(instance, scenarios);
  if (!drafts.ok) {
    refuse(drafts.refusals);
    return undefined;
  }
  const outcomes = await startComparing(drafts.value, { seconds }).answer;
  const [base] = outcomes;
  console.log('     served       yen served     change   moved shortage variation  scenario');
  for (const each of outcomes) {
    if (each.figures === null) {
      console.log(`${'no time'.padStart(11)}${' '.repeat(54)}  ${each.name}`);
      continue;
    }
    const { servedMinutes, askedMinutes, servedYen, movedMinutes, worstShortage, variation } = each.figures;
    const change = base?.figures ? signed(servedYen - base.figures.servedYen) : '';
    console.log(
      [
        ...[
          percent(servedMinutes / Math.max(1, askedMinutes)).padStart(11),
          String(Math.round(servedYen)).padStart(16),
        ],
        ...[change.padStart(10), percent(movedMinutes / Math.max(1, servedMinutes)).padStart(7)],
        ...[percent(worstShortage).padStart(8), variation.toFixed(3).padStart(9)],
        ` ${each.name}${each.status === 'STOPPED' ? ' (cut short)' : ''}`,
      ].join(' '),
    );
  }
  for (const each of outcomes.slice(1)) {
    console.log(`${each.name}: ${each.changes.map((change) => sayChange(change, language)).join('; ')}`);
    if (base !== undefined)
      for (const line of townLines(base, each)) console.log(`  ${sayTown(line.town, language)}: ${line.told}`);
  }
  return outcomes;
}

/** The towns that a scenario changes most: what their lots and their people have more or less by it. */
function townLines(
  base: ScenarioOutcome,
  { towns }: ScenarioOutcome,
): { readonly town: string; readonly told: string }[] {
  return Object.entries(towns)
    .flatMap(([town, now]) => {
      const before = base.towns[town];
      if (before === undefined) return [];
      const [lots, people] = [now.servedYen - before.servedYen, now.doneYen - before.doneYen];
      const told = `its lots ${signed(lots)} yen, its people ${signed(people)} yen`;
      return lots === 0 && people === 0 ? [] : [{ town, told, by: Math.abs(lots) + Math.abs(people) }];
    })
    .sort((a, b) => b.by - a.by)
    .slice(0, mostTowns);
}

function refuse(refusals: readonly Refusal[]): number {
  for (const each of refusals) console.error(`${each.field ?? ''}: ${sentenceOf(each, 'EN')}`);
  return 1;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function signed(yen: number): string {
  const whole = Math.round(yen);
  return whole > 0 ? `+${whole}` : String(whole);
}
