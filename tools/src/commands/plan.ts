import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { planFigures } from '#domain/planning/figures';
import type { PlanInstance } from '#domain/planning/instance';
import { readInstance } from '#domain/planning/read-instance';
import { planFaults } from '#domain/planning/verify';
import type { YearPlan } from '#domain/planning/year-plan';
import { sentenceOf } from '#domain/refusals/sentence';
import { exportModel } from '#planner/export-model';
import { startPlanning } from '#planner/start-planning';
import { planInstance } from '#testkit/plan-instances';
import { compareCoalition, compareFile } from '../plan/compare.js';
import { selfSufficiencyUsage, tellSelfSufficiency } from '../plan/self-sufficiency.js';
import { tellMoves, tellTowns, tellUnserved, type Telling } from '../plan/tell.js';

const usage = `npm run plan -- --instance FILE [--out plan.json] [--export model.mps] [--seconds 60]
                       [--explain 20] [--unserved 20] [--towns] [--language EN]
npm run plan -- --generate TOWNS,LOTS [--seed 1] [--whole 0.25] --instance FILE
npm run plan -- --instance FILE --verify plan.json
npm run plan -- --instance FILE --scenario scenarios.json [--out outcomes.json] [--seconds 60]
npm run plan -- --instance FILE --coalition CODE,CODE,… [--out members.json] [--seconds 60]
${selfSufficiencyUsage}`;

/** `npm run plan`: makes a year plan of an instance, exports its program for other solvers, or checks a plan without any. */
export async function run(args: readonly string[]): Promise<number> {
  const option = (name: string): string | undefined => args[args.indexOf(`--${name}`) + 1 || args.length];
  const language = option('language') === 'JA' ? 'JA' : 'EN';
  if (args.includes('--self-sufficiency')) return tellSelfSufficiency(option, language);
  const file = option('instance');
  if (file === undefined) return complain(usage);
  const generate = option('generate');
  if (generate !== undefined) {
    const [towns, lots] = generate.split(',').map(Number);
    if (!towns || !lots) return complain(usage);
    const [seed, wholeShare] = [Number(option('seed') ?? 1), Number(option('whole') ?? 0)];
    writeFileSync(file, JSON.stringify(planInstance({ towns, lots, seed, wholeShare })));
    console.log(`${towns} towns and ${lots} lots are in ${file}.`);
    return 0;
  }
  const read = readInstance(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.ok) {
    for (const each of read.refusals) console.error(`${each.field ?? ''}: ${sentenceOf(each, 'EN')}`);
    return 1;
  }
  const instance = read.value;
  const verify = option('verify');
  if (verify !== undefined) return check(instance, JSON.parse(readFileSync(verify, 'utf8')) as YearPlan);
  const seconds = Number(option('seconds') ?? 60);
  const telling: Telling = { language, seconds };
  const [scenario, coalition] = [option('scenario'), option('coalition')];
  if (scenario !== undefined) return compareFile(instance, scenario, option('out'), telling);
  if (coalition !== undefined) return compareCoalition(instance, coalition.split(','), option('out'), telling);
  const exported = option('export');
  if (exported !== undefined) {
    const { mps, optimum } = exportModel(instance);
    const text = openSync(exported, 'w');
    for (const piece of mps) writeSync(text, piece);
    closeSync(text);
    const value = await optimum();
    const found = value === undefined ? 'too large to be solved here' : `optimum ${value}`;
    console.log(`The program is in ${exported}; to be minimised, ${found}.`);
  }
  const began = Date.now();
  const plan = await startPlanning(instance, { timeLimitMs: seconds * 1_000 }).plan;
  console.log(
    `${plan.status === 'COMPLETE' ? 'Planned' : 'Stopped'} after ${((Date.now() - began) / 1_000).toFixed(1)} s.`,
  );
  const out = option('out');
  if (out !== undefined) writeFileSync(out, JSON.stringify(plan));
  const [explain, unserved] = [option('explain'), option('unserved')];
  if (explain !== undefined) await tellMoves(instance, plan, Number(explain), telling);
  if (unserved !== undefined) await tellUnserved(instance, plan, Number(unserved), telling);
  if (args.includes('--towns')) await tellTowns(instance, plan, telling);
  return check(instance, plan);
}

/** Recomputes everything from the instance and the plan alone. */
function check(instance: PlanInstance, plan: YearPlan): number {
  const faults = planFaults(instance, plan.works);
  const figures = planFigures(instance, plan.works);
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  console.log(`served      ${percent(figures.servedMinutes / figures.askedMinutes)} of the minutes asked for`);
  console.log(
    `worth       ${Math.round(figures.servedYen)} yen; no plan is worth more than ${Math.round(plan.boundYen)}`,
  );
  console.log(`proven gap  ${percent(plan.boundYen > 0 ? 1 - figures.servedYen / plan.boundYen : 0)}`);
  console.log(
    `moved       ${percent(figures.movedMinutes / Math.max(1, figures.servedMinutes))} of the minutes served`,
  );
  console.log(`shortage    ${percent(figures.worstShortage)} of its year in the worst-off town`);
  console.log(`variation   ${figures.variation.toFixed(3)} over the months`);
  const isAsClaimed = Math.abs(figures.servedYen - plan.servedYen) <= 1e-6 * Math.max(1, plan.servedYen);
  if (!isAsClaimed) console.error(`The plan claims ${plan.servedYen} yen.`);
  for (const { rule, at } of faults.slice(0, 50)) console.error(`${rule}: ${at}`);
  console.log(`${faults.length} rules broken`);
  return faults.length === 0 && isAsClaimed ? 0 : 1;
}

function complain(words: string): number {
  console.error(words);
  return 1;
}
