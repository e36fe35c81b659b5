import { monitorEventLoopDelay } from 'node:perf_hooks';
import { planFigures } from '#domain/planning/figures';
import type { PlanInstance, PlannedWork } from '#domain/planning/instance';
import { planFaults } from '#domain/planning/verify';
import { startPlanning } from '#planner/start-planning';
import { planInstance, type InstanceSize } from '#testkit/plan-instances';
import { greedyByDueDate } from './greedy.js';

const sizes: readonly InstanceSize[] = [
  { towns: 5, lots: 40, seed: 1 },
  { towns: 77, lots: 2_000, seed: 1 },
  { towns: 77, lots: 2_000, seed: 1, wholeShare: 0.25 },
];
const timeLimitMs = 120_000;

/** `npm run bench -- plan`: no sharing, greedy by due date, the plan and its bound, on the same made-up years. */
export async function benchPlan(print: (line: string) => void): Promise<void> {
  for (const size of sizes) {
    const instance = planInstance(size);
    const whole = size.wholeShare === undefined ? '' : `, ${size.wholeShare * 100} % of the lots whole`;
    print(`\n${size.towns} towns, ${size.lots} lots${whole}`);
    print('                        served   worth / bound   variation   seconds   rules broken');
    const alone = await timed(instance, { ...instance, agreements: [] });
    const began = Date.now();
    const greedy = greedyByDueDate(instance);
    const greedySeconds = (Date.now() - began) / 1_000;
    const ours = await timed(instance, instance);
    row(print, 'no sharing', instance, alone.works, ours.boundYen, alone.seconds);
    row(print, 'greedy by due date', instance, greedy, ours.boundYen, greedySeconds);
    row(print, 'the plan', instance, ours.works, ours.boundYen, ours.seconds);
    const worth = (works: readonly PlannedWork[]): number => planFigures(instance, works).servedYen;
    print(`the plan / greedy       ${(worth(ours.works) / worth(greedy)).toFixed(3)}`);
    print(`proven gap              ${percent(1 - worth(ours.works) / ours.boundYen)}`);
    print(`event loop, 99 %        ${ours.lagMs.toFixed(1)} ms late at most while it plans (bound 20 ms)`);
    print(`memory of the process   ${Math.round(process.memoryUsage().rss / 1e6)} MB after it`);
  }
}

async function timed(
  instance: PlanInstance,
  planned: PlanInstance,
): Promise<{ works: readonly PlannedWork[]; boundYen: number; seconds: number; lagMs: number }> {
  const lag = monitorEventLoopDelay({ resolution: 1 });
  lag.enable();
  const began = Date.now();
  const { works, boundYen } = await startPlanning(planned, { timeLimitMs }).plan;
  const seconds = (Date.now() - began) / 1_000;
  lag.disable();
  const faults = planFaults(instance, works);
  if (faults.length > 0) throw new Error(`the plan breaks ${faults.length} rules`);
  return { works, boundYen, seconds, lagMs: lag.percentile(99) / 1e6 - 1 };
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

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
