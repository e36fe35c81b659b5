import { monitorEventLoopDelay } from 'node:perf_hooks';
import { planFigures } from '#domain/planning/figures';
import type { PlanInstance, PlannedWork } from '#domain/planning/instance';
import { planFaults } from '#domain/planning/verify';
import type { Progress } from '#planner/progress';
import { startPlanning } from '#planner/start-planning';
import { startReplanning } from '#planner/start-replanning';
import { planInstance, type InstanceSize } from '#testkit/plan-instances';
import { peakBytesAlone } from './alone.js';
import { greedyByDueDate } from './greedy.js';
import { leastVariation, weighedVariation } from './least-variation.js';
import { benchPlanService } from './service.js';

/** `isFree`: lots may be divided among any number of towns in any parts, so that the year is one linear program and nothing is chosen. */
interface Year {
  readonly size: InstanceSize;
  readonly isFree?: boolean;
}

const federation: InstanceSize = { towns: 77, lots: 2_000, seed: 1 };
const years: readonly Year[] = [
  { size: { towns: 5, lots: 40, seed: 1 } },
  { size: federation, isFree: true },
  { size: federation },
  { size: { ...federation, wholeShare: 0.25 } },
];
const timeLimitMs = 120_000;
/** Every town of the country; planned by the method for large years. */
const country: InstanceSize = { towns: 1_741, lots: 40_000, seed: 1 };

/**
 * `npm run bench -- plan`: no sharing, greedy by due date, the plan and its bound, on the same made-up years; and how the service answers
 * others while it plans.
 */
export async function benchPlan(print: (line: string) => void, root: string): Promise<void> {
  for (const { size, isFree = false } of years) {
    const instance = isFree ? freelyDivisible(planInstance(size)) : planInstance(size);
    const whole = size.wholeShare === undefined ? '' : `, ${size.wholeShare * 100} % of the lots whole`;
    print(`\n${size.towns} towns, ${size.lots} lots${whole}${isFree ? ', freely divisible (a linear program)' : ''}`);
    print('                        served   worth / bound   variation   seconds   rules broken');
    const alone = await timed(instance, { ...instance, agreements: [] });
    const began = Date.now();
    const greedy = greedyByDueDate(instance);
    const greedySeconds = (Date.now() - began) / 1_000;
    const ours = await timed(instance, instance);
    row(print, 'no sharing', instance, alone.works, ours.boundYen, alone.seconds);
    row(print, 'greedy by due date', instance, greedy, ours.boundYen, greedySeconds);
    row(print, 'the plan', instance, ours.works, ours.boundYen, ours.seconds);
    const [plan, list] = [planFigures(instance, ours.works), planFigures(instance, greedy)];
    const gap = 1 - plan.servedYen / ours.boundYen;
    const wanted = size.wholeShare === undefined ? { gap: 0.001, seconds: 5 } : { gap: 0.02, seconds: 20 };
    const { oneMs, chainMs } = ours.goals;
    print(`the plan / greedy       ${ratio(plan.servedYen / list.servedYen)}`);
    print(`variation / greedy's    ${ratio(plan.variation / list.variation)}`);
    print(`proven gap              ${percent(gap)}`);
    print(
      `chain of goals          ${chainMs.toFixed(0)} ms, ${ratio(chainMs / oneMs)} of one solve of ${oneMs.toFixed(0)} ms`,
    );
    if (size.towns === 77) {
      const peakBytes = await peakBytesAlone(instance);
      print(`memory of a plan        ${Math.round(peakBytes / 1e6)} MB at most in a process of its own`);
      print(verdict('proven gap', gap <= wanted.gap, `at most ${percent(wanted.gap)}`));
      print(verdict('time', ours.seconds <= wanted.seconds, `at most ${wanted.seconds} s`));
      print(verdict('memory', peakBytes <= 300e6, 'at most 300 MB'));
      print(verdict('goals', chainMs <= 6 * oneMs, 'at most 6 solves'));
      print(verdict('worth', plan.servedYen >= 1.1 * list.servedYen, 'at least 1.10 of greedy by due date'));
      print(verdict('variation', plan.variation <= list.variation / 2, "at most half of greedy's"));
    }
    print(`event loop, 99 %        ${ours.lagMs.toFixed(1)} ms late at most while it plans (bound 20 ms)`);
    print(`memory of the process   ${Math.round(ours.peakBytes / 1e6)} MB at most while it plans, this bench included`);
    print(`processor               ${ours.cpuSeconds.toFixed(1)} s for the plan`);
    if (size === federation && !isFree) await benchVariation(print, instance, ours.works, greedy);
    await benchReplan(print, instance);
  }
  await benchCountry(print);
  await benchPlanService(print, root);
}

/** The same year without smallest slices and with any number of receiving towns. */
function freelyDivisible(instance: PlanInstance): PlanInstance {
  const mostTowns = instance.towns.length;
  return { ...instance, lots: instance.lots.map((lot) => ({ ...lot, minSliceMinutes: 1, mostTowns })) };
}

/** How even a plan could be at all: what is wanted of its variation, beside what is proven that no plan can do. */
async function benchVariation(
  print: (line: string) => void,
  instance: PlanInstance,
  works: readonly PlannedWork[],
  greedy: readonly PlannedWork[],
): Promise<void> {
  const [plan, list] = [planFigures(instance, works), planFigures(instance, greedy)];
  const weighedOf = { plan: weighedVariation(instance, works), list: weighedVariation(instance, greedy) };
  const began = Date.now();
  const { weighed, sameYears, mostYen } = await leastVariation(instance, works, weighedOf.list / 2);
  const against = (value: number, greedys: number): string =>
    `${value.toFixed(3)} (${ratio(value / greedys)} of greedy's)`;
  print('variation, each town weighed by its minutes');
  print(`  the plan              ${against(weighedOf.plan, weighedOf.list)}`);
  print(`  no plan worth as much below ${against(weighed, weighedOf.list)}`);
  print(`  at half of greedy's   no plan is worth more than ${ratio(mostYen / list.servedYen)} of greedy's`);
  print('variation, mean over the towns');
  print(`  the plan              ${against(plan.variation, list.variation)}`);
  print(`  with its town years   no plan worth as much below ${against(sameYears, list.variation)}`);
  print(`  proven in             ${((Date.now() - began) / 1_000).toFixed(0)} s`);
}

/** The plan of a whole country beside its bound. */
async function benchCountry(print: (line: string) => void): Promise<void> {
  const instance = planInstance(country);
  print(`\n${country.towns} towns, ${country.lots} lots`);
  let peakBytes = 0;
  const sampling = setInterval(() => (peakBytes = Math.max(peakBytes, process.memoryUsage().rss)), 100);
  const { works, boundYen, seconds, lagMs, cpuSeconds } = await timed(instance, instance);
  clearInterval(sampling);
  const { servedMinutes, askedMinutes, servedYen, variation } = planFigures(instance, works);
  print(`served                  ${percent(servedMinutes / askedMinutes)} of the minutes asked for`);
  print(`proven gap              ${percent(1 - servedYen / boundYen)} (bound 0.50 %)`);
  print(`seconds                 ${seconds.toFixed(1)}, processor ${cpuSeconds.toFixed(1)} (bound 60)`);
  print(`memory of the process   ${Math.round(peakBytes / 1e6)} MB at most, instance included (bound 1,500 MB)`);
  print(`event loop, 99 %        ${lagMs.toFixed(1)} ms late at most while it plans (bound 20 ms)`);
  print(`variation               ${variation.toFixed(3)}`);
}

async function timed(
  instance: PlanInstance,
  planned: PlanInstance,
): Promise<{
  works: readonly PlannedWork[];
  boundYen: number;
  seconds: number;
  lagMs: number;
  cpuSeconds: number;
  peakBytes: number;
  goals: { readonly oneMs: number; readonly chainMs: number };
}> {
  const lag = monitorEventLoopDelay({ resolution: 1 });
  lag.enable();
  const began = Date.now();
  const cpu = process.cpuUsage();
  let peakBytes = process.memoryUsage.rss();
  const sampling = setInterval(() => (peakBytes = Math.max(peakBytes, process.memoryUsage.rss())), 20);
  const phases: { readonly phase: string; readonly at: number }[] = [];
  const onPhase: Progress['enter'] = (phase) => void phases.push({ phase, at: performance.now() });
  const { works, boundYen } = await startPlanning(planned, { timeLimitMs, onPhase }).plan;
  clearInterval(sampling);
  phases.push({ phase: 'END', at: performance.now() });
  const seconds = (Date.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  lag.disable();
  const faults = planFaults(instance, works);
  if (faults.length > 0) throw new Error(`the plan breaks ${faults.length} rules`);
  return {
    works,
    boundYen,
    seconds,
    lagMs: lag.percentile(99) / 1e6 - 1,
    cpuSeconds: (user + system) / 1e6,
    peakBytes,
    goals: goalTimes(phases),
  };
}

/** How long the first program took to solve from nothing, and all goals with the decisions made. */
function goalTimes(phases: readonly { readonly phase: string; readonly at: number }[]): {
  readonly oneMs: number;
  readonly chainMs: number;
} {
  const first = phases.findIndex(({ phase }) => phase === 'POOLED' || phase === 'NAMED');
  const chain = phases.findIndex(({ phase }) => phase === 'SERVED');
  const at = (index: number): number => phases[index]?.at ?? 0;
  return { oneMs: at(first + 1) - at(first), chainMs: at(phases.length - 1) - at(chain) };
}

/** New lots of a year, one after the other, in a plan that stands without them: how long, how much else moves, and what is lost. */
async function benchReplan(print: (line: string) => void, all: PlanInstance): Promise<void> {
  // One in four hundred, as orders that come in between two nights; and so many more that a twentieth of them can be told.
  const few = Math.max(1, Math.round(all.lots.length / 400));
  const count = Math.min(all.lots.length / 4, 40);
  const before = { ...all, lots: all.lots.slice(0, -count) };
  const plan = await startPlanning(before, { timeLimitMs }).plan;
  const planned = plan.works.reduce((sum, { minutes }) => sum + minutes, 0);
  const replanning = startReplanning(before, plan);
  const times: number[] = [];
  let works = new Map(plan.works.map((work) => [nameOf(work), work]));
  let [moved, movedByFew] = [0, 0];
  let last = { servedYen: plan.servedYen, boundYen: plan.boundYen };
  const cpu = process.cpuUsage();
  for (const lot of all.lots.slice(-count)) {
    const began = performance.now();
    const next = await replanning.add(lot);
    times.push(performance.now() - began);
    const others = next.changes.filter((work) => work.lot !== lot.id);
    moved += others.reduce((sum, work) => sum + Math.abs(work.minutes - (works.get(nameOf(work))?.minutes ?? 0)), 0);
    works = new Map([...works, ...next.changes.map((work) => [nameOf(work), work] as const)]);
    if (times.length === few) movedByFew = moved;
    last = next;
  }
  const { user, system } = process.cpuUsage(cpu);
  await replanning.close();
  const faults = planFaults(
    all,
    [...works.values()].filter(({ minutes }) => minutes > 0),
  );
  if (faults.length > 0) throw new Error(`the re-planned year breaks ${faults.length} rules`);
  const anew = await startPlanning(all, { timeLimitMs }).plan;
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(0);
  const cpuMs = ((user + system) / 1_000 / count).toFixed(0);
  print(
    `one new lot             median ${at(0.5)} ms, 95 % ${at(0.95)} ms, processor ${cpuMs} ms each (${count} lots)`,
  );
  print(
    `churn                   ${percent(movedByFew / planned)} of planned time for ${few} lots, ${percent(moved / planned)} for all`,
  );
  print(`proven gap after all    ${percent(1 - last.servedYen / last.boundYen)}`);
  print(`lost against anew       ${percent(1 - last.servedYen / anew.servedYen)}`);
}

function nameOf({ lot, town, month }: PlannedWork): string {
  return `${lot} ${town} ${month}`;
}

function row(
  print: (line: string) => void,
  name: string,
  instance: PlanInstance,
  works: readonly PlannedWork[],
  boundYen: number,
  seconds: number,
): void {
  const { servedMinutes, askedMinutes, servedYen, variation } = planFigures(instance, works);
  const cells = [
    percent(servedMinutes / askedMinutes).padStart(10),
    (servedYen / boundYen).toFixed(4).padStart(16),
    variation.toFixed(3).padStart(12),
    seconds.toFixed(1).padStart(10),
    String(planFaults(instance, works).length).padStart(15),
  ];
  print(`${name.padEnd(20)}${cells.join('')}`);
}

function verdict(name: string, isMet: boolean, wanted: string): string {
  return `${isMet ? 'met ' : 'OVER'}  ${name.padEnd(18)}wanted ${wanted}`;
}

function ratio(value: number): string {
  return value.toFixed(3);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
