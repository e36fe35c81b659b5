import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { movesOf } from '#domain/planning/moves';
import type { PlanInstance, PlannedWork } from '#domain/planning/instance';
import { combined } from '#domain/planning/linear-program';
import type { LotClass } from '#domain/planning/lot-classes';
import { buildModel } from '#domain/planning/model';
import { neighbourhoodOf } from '#domain/planning/neighbourhood';
import { lawfulTowns } from '#domain/planning/pairing';
import type { MoveReason } from '#domain/planning/reason';
import { Rooms } from '#domain/planning/rooms';
import { sayReason } from '#domain/planning/say-reason';
import { PlanTerms } from '#domain/planning/terms';
import { planFaults } from '#domain/planning/verify';
import { planInstance } from '#testkit/plan-instances';
import { august, byFigures, design, september, smallLot, smallTown, smallYear } from '#testkit/small-year';
import { findMoveReasons } from './move-reasons.js';
import { planYear } from './plan-year.js';
import { usualTolerances } from './progress.js';
import { Solver } from './solver.js';
import type * as startTask from './start-task.js';

// Reasons with known causes by hand; then, on made-up years, that every figure is what another solve says.

const [tateshina, kawakami, saku, shiojiri] = ['203246', '203041', '202177', '202151'] as const;
const calm = { tolerances: usualTolerances, shouldStop: () => false, enter: () => undefined };
const never = (): boolean => false;
const reasons = async (instance: PlanInstance, shouldStop = never): Promise<MoveReason[]> =>
  findMoveReasons(instance, await planYear(instance, calm), shouldStop);
const all = (...codes: string[]): [string, string][] =>
  codes.flatMap((one, at) => codes.slice(at + 1).map((other): [string, string] => [one, other]));

/** The August of the request: Tateshina overflows, Kawakami is in its fields, Saku has time. Minutes. */
const busyAugust = smallYear(
  [smallTown(tateshina, 36, [18_000, 0]), smallTown(kawakami, 36.1, [6_000, 0]), smallTown(saku, 36.2, [25_200, 0])],
  [smallLot('x', tateshina, 36_600), smallLot('y', kawakami, 6_000, { mayMove: false })],
  all(tateshina, kawakami, saku),
);

describe('why a move is in a plan', () => {
  it('is what a coordinator can repeat: who lacks, who is busy, who has time, how far', async () => {
    const [reason, ...others] = await reasons(busyAugust);
    expect(others).toEqual([]);
    expect(reason).toMatchObject({
      move: { month: august, home: tateshina, town: saku, lots: ['x'], minutes: 18_600 },
      ...{ cause: 'LACK_AT_HOME', lackedMinutes: 18_600, homeFreeMinutes: 0, freeMinutes: 25_200, kilometres: 22 },
      passedOver: [{ town: kawakami, kilometres: 11, cause: 'BUSY', freeMinutes: 0 }],
      without: { lostMinutes: 18_600, lostYen: 558_000, worse: 'SERVED' },
    });
    expect(sayReason(reason as MoveReason, 'EN')).toBe(
      'August 2027: Tateshina-machi lacks 310 h of data entry; Kawakami-mura is busy; Saku-shi has 420 h; 22 km; without this move 310 h would be left undone',
    );
    expect(sayReason(reason as MoveReason, 'JA')).toBe(
      '2027年8月: 立科町はデータ入力が310時間足りない。川上村は手一杯。佐久市には420時間ある。距離22km。移さなければ310時間できずに残る。',
    );
  });

  it('is found of the moves that are asked about alone, and the same as among all', async () => {
    const instance = planInstance({ towns: 5, lots: 40, seed: 3 });
    const plan = await planYear(instance, calm);
    const all = await findMoveReasons(instance, plan, never);
    const asked = all.filter((_, at) => at % 3 === 1).map(({ move }) => move);
    expect(asked.length).toBeGreaterThan(1);
    const isAsked = (move: MoveReason['move']): boolean =>
      asked.some(
        ({ month, home, town, lots }) =>
          `${month} ${home} ${town} ${lots.join()}` === `${move.month} ${move.home} ${move.town} ${move.lots.join()}`,
      );
    const found = await findMoveReasons(instance, { works: plan.works, of: isAsked }, never);
    expect(found.map(({ move }) => move)).toEqual(asked);
    const local = ({ without: _, cause: __, ...rest }: MoveReason): object => rest;
    expect(found.map(local)).toEqual(all.filter(({ move }) => isAsked(move)).map(local));
  });

  it('is known whole for one home town after the other where time ends, from the one with the largest move on', async () => {
    const instance = planInstance({ towns: 5, lots: 40, seed: 3 });
    const plan = await planYear(instance, calm);
    let partly = 0;
    for (let asked = 1; asked < 200; asked += 9) {
      let left = asked;
      const found = await findMoveReasons(instance, { works: plan.works, atOnce: 0 }, () => left-- <= 0);
      const homes = [...new Set(found.map(({ move }) => move.home))];
      const [known, whole] = [
        (each: MoveReason): boolean => each.homeFreeMinutes !== null,
        (each: MoveReason): boolean => each.without !== null,
      ];
      const reached = homes.filter((home) => found.some((each) => each.move.home === home && known(each)));
      expect(reached).toEqual(homes.slice(0, reached.length));
      for (const each of found) if (reached.slice(0, -1).includes(each.move.home)) expect(whole(each)).toBe(true);
      if (reached.length > 1 && reached.length < homes.length) partly++;
    }
    expect(partly).toBeGreaterThan(1);
    // Of no more moves than can be looked at within seconds, what the towns could do is known of all before any is solved without.
    let left = movesOf(instance, plan.works).length + 5;
    const all = await findMoveReasons(instance, plan, () => left-- <= 0);
    expect(all.filter(({ homeFreeMinutes }) => homeFreeMinutes === null)).toEqual([]);
    expect(all.some(({ without }) => without === null)).toBe(true);
  });

  it('names a nearer town with time and no agreement, and what another town would take', async () => {
    const [reason] = await reasons({
      ...busyAugust,
      towns: [...busyAugust.towns, smallTown(shiojiri, 35.95, [30_000, 0])],
      lots: busyAugust.lots.slice(0, 1),
      agreements: smallYear([], [], [...all(tateshina, kawakami, saku)]).agreements,
    });
    expect(reason).toMatchObject({ move: { town: saku, minutes: 12_600 }, lackedMinutes: 12_600 });
    expect(reason?.passedOver).toEqual([
      { town: shiojiri, kilometres: 6, cause: 'NO_AGREEMENT', freeMinutes: 30_000 },
      { town: kawakami, kilometres: 11, cause: 'BUSY', freeMinutes: 0 },
    ]);
    expect(sayReason(reason as MoveReason, 'EN')).toContain(
      'Shiojiri-shi has 500 h but no agreement with Tateshina-machi for it; Kawakami-mura is busy',
    );
  });

  it('names a nearer town to which the lots were not offered', async () => {
    const [reason] = await reasons({
      ...busyAugust,
      lots: [smallLot('x', tateshina, 36_600, { addressees: [saku] })],
    });
    expect(reason).toMatchObject({
      ...{ move: { town: saku, minutes: 18_600 }, lackedMinutes: 18_600 },
      passedOver: [{ town: kawakami, kilometres: 11, cause: 'NOT_ADDRESSED', freeMinutes: 6_000 }],
    });
    expect(sayReason(reason as MoveReason, 'JA')).toContain('川上村には100時間あるが、公開先ではない。');
  });

  it('is that nobody at home may do it', async () => {
    const [reason] = await reasons({
      ...busyAugust,
      lots: [smallLot('x', tateshina, 600, { skill: design })],
      towns: busyAugust.towns.map((town) =>
        town.code === saku ? { ...town, groups: [{ ...town.groups[0], skills: [{ code: design, level: 2 }] }] } : town,
      ) as PlanInstance['towns'],
    });
    expect(reason).toMatchObject({ cause: 'NOBODY_AT_HOME', passedOver: [{ town: kawakami, cause: 'NOBODY' }] });
    expect(sayReason(reason as MoveReason, 'EN')).toMatch(
      /^August 2027: Tateshina-machi has nobody for 10 h of design; Kawakami-mura has nobody for it; Saku-shi has 420 h;/,
    );
  });

  it('is the target of the town that receives, where the home town could do it itself', async () => {
    const [reason] = await reasons(
      smallYear(
        [smallTown(tateshina, 36, [6_000, 0]), smallTown(saku, 36.2, [6_000, 0], { targetMinutes: [3_000, 0] })],
        [smallLot('x', tateshina, 6_000)],
        all(tateshina, saku),
      ),
    );
    // One per cent of a target may be given for nearness.
    expect(reason?.move.minutes).toBeGreaterThanOrEqual(2_900);
    expect(reason).toMatchObject({
      cause: 'TARGETS',
      lackedMinutes: 0,
      without: { lostMinutes: 0, worse: 'SHORTAGE' },
    });
    expect(reason?.towardsTargetMinutes).toBe(reason?.move.minutes);
    expect(sayReason(reason as MoveReason, 'EN')).toMatch(/itself, but Saku-shi would lack .* more of its target/);
  });

  it('is nothing where the plan would be as good without, and says so', async () => {
    const works = [{ lot: 'x', town: saku, month: august, minutes: 600 }];
    const instance = smallYear(
      [smallTown(tateshina, 36, [6_000, 0]), smallTown(saku, 36.2, [6_000, 0])],
      [smallLot('x', tateshina, 600)],
      all(tateshina, saku),
    );
    const [reason] = await findMoveReasons(instance, { works }, never);
    expect(reason).toMatchObject({ cause: 'AS_GOOD_WITHOUT', without: { lostMinutes: 0, lostYen: 0, worse: null } });
  });

  it('is nothing lost where another month would do: home has time in September', async () => {
    const works = [{ lot: 'x', town: saku, month: august, minutes: 600 }];
    const [reason] = await findMoveReasons(
      smallYear(
        [smallTown(tateshina, 36, [0, 6_000]), smallTown(saku, 36.2, [6_000, 0])],
        [smallLot('x', tateshina, 600, { to: september })],
        all(tateshina, saku),
      ),
      { works },
      never,
    );
    expect(reason).toMatchObject({ cause: 'NOBODY_AT_HOME', without: { lostMinutes: 0, worse: null } });
  });

  it('is not made up where there was no time', async () => {
    const told = await reasons(busyAugust, () => true);
    expect(told).toMatchObject([{ cause: 'TIME_UP', lackedMinutes: null, without: null, passedOver: [] }]);
    expect(sayReason(told[0] as MoveReason, 'EN')).toMatch(/^August 2027: why 310 h .* was not found in time; 22 km$/);
    // In time for the towns' own months and no more: what is known is told, and what is not known, too.
    let asked = 0;
    const [half] = await reasons(busyAugust, () => ++asked > 1);
    expect(half).toMatchObject({ cause: 'LACK_AT_HOME', lackedMinutes: 18_600, without: null });
    expect(sayReason(half as MoveReason, 'EN')).toContain('no time was left to look what happens without this move');
  });

  it('is found in a thread of its own', async () => {
    // As built: a thread starts from a file that Node can run.
    const built = new URL('../../../dist/libs/planner/src/start-task.js', import.meta.url).href;
    const { explainMoves } = (await import(built)) as typeof startTask;
    const plan = await planYear(busyAugust, calm);
    expect(await explainMoves(busyAugust, plan, { seconds: 60 }).answer).toEqual(
      await findMoveReasons(busyAugust, plan, never),
    );
  });

  it('is the same when it is asked again, and says no more than a cold solve does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 100_000 }), async (seed) => {
        const grouped = planInstance({ towns: 4, lots: 12, seed });
        const instance = seed % 2 === 0 ? grouped : byFigures(grouped);
        const plan = await planYear(instance, calm);
        const told = await findMoveReasons(instance, plan, never);
        expect(await findMoveReasons(instance, plan, never)).toEqual(told);
        for (const reason of told.slice(0, 2)) {
          const lost = await coldLoss(instance, plan.works, reason);
          expect(Math.abs((reason.without?.lostYen ?? NaN) - lost)).toBeLessThanOrEqual(1 + 1e-6 * Math.abs(lost));
        }
      }),
      { numRuns: 6 },
    );
  });
});

/** Yen lost without a move, by two programs built and solved from nothing. */
async function coldLoss(instance: PlanInstance, works: readonly PlannedWork[], { move }: MoveReason): Promise<number> {
  const whole = new PlanTerms(instance);
  const part = neighbourhoodOf(whole, works, whole.positionOf(move.home));
  const terms = new PlanTerms(part.instance);
  const served = async (isForbidden: boolean): Promise<number> => {
    const model = buildModel(terms, lawfulTowns(terms), { pooled: false });
    const own = model.flows.map((flow) => ({ ...flow, each: model.classes[flow.lotClass] as LotClass }));
    for (const { column, each, month, to } of isForbidden ? own : [])
      if (
        each.lots.some((lot) => move.lots.includes(terms.lot(lot).id)) &&
        terms.instance.months[month] === move.month &&
        'town' in to &&
        terms.town(to.town).code === move.town
      )
        model.program.columnUpper[column] = 0;
    const solver = await Solver.open(model.program);
    const { columns } = solver.minimise(combined(model.goals));
    solver.close();
    return own
      .filter(({ each }) => (each.lots[0] ?? 0) < part.openLots)
      .reduce((sum, { column, each }) => sum + (columns[column] ?? 0) * each.weight, 0);
  };
  return (await served(false)) - (await served(true));
}

describe('room beside a plan', () => {
  it('is what can be added with every rule kept, and not a minute more', async () => {
    let added = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 100_000 }), async (seed) => {
        const grouped = planInstance({ towns: 4, lots: 12, seed });
        const instance = seed % 2 === 0 ? grouped : byFigures(grouped);
        const { works } = await planYear(instance, calm);
        const terms = new PlanTerms(instance);
        const rooms = new Rooms(terms, works);
        instance.lots.slice(0, 6).forEach((lot, at) => {
          for (let town = 0; town < 4; town++) {
            const { commodity, from } = terms.place(at);
            const room = rooms.room(town, from, commodity);
            const { code } = terms.town(town);
            // A lot of that town alone, so that only what the town can do decides.
            const beside = (minutes: number): number => {
              const extra = {
                ...lot,
                id: 'extra',
                town: code,
                minutes: 1e9,
                mostShare: 1,
                isWhole: false,
                to: lot.from,
              };
              return planFaults({ ...instance, lots: [...instance.lots, extra] }, [
                ...works,
                ...(minutes > 0 ? [{ lot: 'extra', town: code, month: lot.from, minutes }] : []),
              ]).length;
            };
            expect(beside(room)).toBe(0);
            expect(beside(room + 1)).toBeGreaterThan(0);
            added += room;
          }
        });
      }),
      { numRuns: 10 },
    );
    expect(added).toBeGreaterThan(1_000);
  });
});
