import { addDays } from '#domain/calendar/date';
import { mondayOf, weeksBetween, type IsoWeek } from '#domain/calendar/week';
import type { CapacityCommitment } from '#domain/capacity/commitment';
import type { WorkerSupply } from '#domain/capacity/supply';
import { townCapacity } from '#domain/capacity/town-capacity';
import { skillCatalogue } from '#domain/skills/catalogue';
import { highs, mostServedByProgram } from '#testkit/capacity-program';
import { Random } from '../../../demo/src/random.js';

const weeks = weeksBetween('2027-W14' as IsoWeek, '2028-W13' as IsoWeek); // A fiscal year.
const wholeYear = { from: weeks[0] as IsoWeek, to: weeks.at(-1) as IsoWeek };

/**
 * How long it takes to say whether one more commitment fits, beside the same question to a linear-program solver, in towns that grow.
 * The yardstick is given the model in its own arrays; building them counts for both, as a service would have to build them each time.
 */
export async function benchCapacity(print: (line: string) => void): Promise<void> {
  const solver = await highs();
  print('workers  commitments     flow ms (median)   program ms (median)   program / flow');
  for (const [workers, commitments, rounds] of [
    [50, 30, 21],
    [500, 300, 21],
    [5_000, 3_000, 5],
  ] as const) {
    const { supply, taken } = town(workers, commitments);
    const one: CapacityCommitment = {
      id: 'one more',
      skill: skillCatalogue[0]?.code ?? ('' as never),
      minutes: 1_200,
      earliest: mondayOf(wholeYear.from),
      due: addDays(mondayOf(wholeYear.to), 6),
    };
    const flow: number[] = [];
    const program: number[] = [];
    for (let round = 0; round < rounds; round++) {
      flow.push(time(() => townCapacity(supply, [...taken, one], weeks).shortfalls()));
      if (workers <= 500 && round < 5)
        program.push(time(() => mostServedByProgram(solver, supply, [...taken, one], weeks)));
    }
    const [ours, theirs] = [median(flow), median(program)];
    print(
      `${String(workers).padStart(7)}  ${String(commitments).padStart(11)}  ${ours.toFixed(1).padStart(19)}  ${(theirs === undefined ? '-' : theirs.toFixed(0)).padStart(20)}  ${(theirs === undefined ? '-' : `${(theirs / ours).toFixed(0)} ×`).padStart(15)}`,
    );
  }
}

/** A town at about two thirds of its time: workers with one to three skills, commitments of one to ten weeks. */
function town(workers: number, commitments: number): { supply: WorkerSupply[]; taken: CapacityCommitment[] } {
  const random = new Random(workers);
  const codes = skillCatalogue.map(({ code }) => code);
  const supply = Array.from({ length: workers }, (): WorkerSupply => {
    const has = Array.from(
      { length: random.between(1, 3) },
      () => codes[random.between(0, codes.length - 1)] ?? codes[0],
    ).filter((code) => code !== undefined);
    const weekly = random.between(12, 24) * 60;
    return { skills: has, minutesByWeek: new Map(weeks.map((week) => [week, weekly])) };
  });
  const each = Math.floor((workers * 18 * 60 * weeks.length * 0.66) / commitments);
  const taken = Array.from({ length: commitments }, (_, index): CapacityCommitment => {
    const first = random.between(0, weeks.length - 11);
    return {
      id: `${index}`,
      skill: codes[random.between(0, codes.length - 1)] ?? ('' as never),
      minutes: Math.floor(each * (0.5 + random.next())),
      earliest: mondayOf(weeks[first] as IsoWeek),
      due: addDays(mondayOf(weeks[first + random.between(0, 9)] as IsoWeek), 6),
    };
  });
  return { supply, taken };
}

function time(body: () => unknown): number {
  const before = process.hrtime.bigint();
  body();
  return Number(process.hrtime.bigint() - before) / 1e6;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}
