import type { IsoDate, Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import { openLots, type OpenLot } from '#domain/planning/late-lots';
import type { PlannedWork, PlanLot } from '#domain/planning/instance';
import type { PlanMove } from '#domain/planning/moves';
import { lawfulTowns } from '#domain/planning/pairing';
import { boundByPrices } from '#domain/planning/prices';
import { PlanTerms } from '#domain/planning/terms';
import { unevennessOf } from '#domain/planning/unevenness';
import type { Database } from '#mongo/connect';
import { findMoveReasons } from '#planner/move-reasons';
import { Replanner } from '#planner/replanner';
import { KeptWords } from '../intake/intake.service.js';
import { placeOf, targetOf } from './plan-keys.js';
import { wholeBound } from './plan-making.js';
import { PlanRevisionStore, type PlanRevisionRecord, type RevisedMove } from './plan-revision.store.js';
import type { RevisionReasonsRecord } from './revision-reasons.store.js';
import { YearPlanStore, type MadeYear, type PlanInputRecord } from './year-plan.store.js';

/** A plan that stands, and when it is looked at. */
export interface WantedRevision {
  readonly planId: string;
  readonly now: Instant;
  readonly today: IsoDate;
  /** Whose surplus orders are to be looked at; all that take part, if absent. */
  readonly towns?: readonly MunicipalityCode[];
}

/** Plans that are kept ready: those of this fiscal year and of the next. */
const mostReady = 2;
const ready = new Map<string, ReadyPlan>();

/** The plan as its revisions have made it, from memory if nobody else has revised it since; undefined where its input is gone. */
export async function readyPlan(database: Database, planId: string): Promise<ReadyPlan | undefined> {
  const known = ready.get(planId);
  if (known !== undefined && known.revisionCount === (await new PlanRevisionStore(database).count(planId)))
    return known;
  const store = new YearPlanStore(database);
  const [input, plan] = await Promise.all([store.input(planId), store.find(planId)]);
  if (!input?.made || !plan?.outcome) return undefined;
  const made = new ReadyPlan(input, input.made, plan.outcome.works, plan.revisions, plan.keptUntil);
  ready.delete(planId);
  ready.set(planId, made);
  for (const other of [...ready.keys()].slice(0, -mostReady)) ready.delete(other);
  return made;
}

/** A plan is read again when it is next asked for: what is known of it here is no longer so. */
export function forgetReady(planId: string): void {
  ready.delete(planId);
}

/** A plan that stands, with all that it takes to change it. */
export class ReadyPlan {
  private readonly known: Map<string, PlanLot>;
  private readonly minutes: Map<string, number>;
  private readonly replanner: Replanner;
  private servedMinutes: number;

  /** @param works the plan's, as the revisions have made them. */
  constructor(
    readonly input: PlanInputRecord,
    made: MadeYear,
    works: readonly PlannedWork[],
    private readonly revisions: PlanRevisionRecord[],
    private readonly keptUntil: Date,
  ) {
    const { instance, orders } = input;
    const grown = { ...instance, lots: [...instance.lots, ...revisions.map(({ lot }) => lot)] };
    this.known = new Map(grown.lots.map((lot) => [lot.id, lot]));
    this.minutes = new Map(works.map((work) => [placeOf(work), work.minutes]));
    this.servedMinutes = works.reduce((sum, { minutes }) => sum + minutes, 0);
    this.orders = new Map([...orders, ...revisions.map(({ order }) => order)].map((order) => [order.id, order]));
    const terms = new PlanTerms(grown);
    this.replanner = new Replanner(grown, {
      ...{ format: 'yui-plan-1', status: 'COMPLETE', works, servedYen: this.servedMinutes },
      boundYen: revisions.at(-1)?.boundMinutes ?? made.boundYen,
      proof: { boundYen: boundByPrices(terms, made.prices, lawfulTowns(terms)), prices: made.prices },
    });
  }

  /** What is known of each surplus order of the plan. */
  readonly orders: Map<string, PlanRevisionRecord['order']>;

  get revisionCount(): number {
    return this.revisions.length;
  }

  knows(lot: string): boolean {
    return this.known.has(lot);
  }

  lots(): PlanLot[] {
    return [...this.known.values()];
  }

  /** The surplus orders that can be claimed now, and of whom that is known. */
  async openNow(
    database: Database,
    { now, today, towns }: WantedRevision,
  ): Promise<{ readonly open: OpenLot[]; readonly told: readonly MunicipalityCode[] }> {
    const asked = towns ?? this.input.instance.towns.map(({ code }) => code as MunicipalityCode);
    const { orders, told } = await new KeptWords(database, asked, now).surplusOrders();
    return { open: openLots(this.input.instance, orders, today), told };
  }

  /** Takes a new lot in, and says what has changed by it. */
  async takeIn({ lot, order }: OpenLot, now: Instant): Promise<PlanRevisionRecord> {
    const { changes, boundYen } = await this.replanner.add(lot);
    const { id, title, addressees } = order;
    this.known.set(lot.id, lot);
    this.orders.set(id, { id, title, addressees: [...addressees] });
    const before = changes.map((work) => this.minutes.get(placeOf(work)) ?? 0);
    changes.forEach((work) => this.minutes.set(placeOf(work), work.minutes));
    const added = changes.map(({ minutes }, at) => minutes - (before[at] ?? 0));
    this.servedMinutes += added.reduce((sum, each) => sum + each, 0);
    const { instance, works } = this.replanner.standing;
    const { planId, number } = { planId: this.input._id, number: this.revisions.length + 1 };
    const revision: PlanRevisionRecord = {
      ...{ _id: `${planId}.${number}`, planId, number, madeAt: new Date(now), keptUntil: this.keptUntil },
      ...{ order: { id, title, addressees: [...addressees] }, lot, works: [...changes] },
      moves: changes.flatMap((work, at) => this.moveOf(work, before[at] ?? 0)),
      churnMinutes: changes.reduce((sum, work, at) => sum + (work.lot === lot.id ? 0 : Math.abs(added[at] ?? 0)), 0),
      ...{ servedMinutes: this.servedMinutes, boundMinutes: wholeBound(boundYen) },
      unevennessAfter: unevennessOf(instance, works, this.input.workload).after,
    };
    this.revisions.push(revision);
    return revision;
  }

  /** Why the plan has, as it is now, the moves that none of its revisions has changed after this one. @param number of a revision. */
  async reasonsOf(
    number: number,
    shouldStop: () => boolean,
  ): Promise<Pick<RevisionReasonsRecord, '_id' | 'keptUntil' | 'reasons'>> {
    const revision = this.revisions[number - 1];
    if (revision === undefined) throw new Error(`the plan ${this.input._id} has no revision ${number}`);
    const later = new Set(this.revisions.slice(number).flatMap(({ moves }) => moves.map(targetOf)));
    const own = new Set(revision.moves.map(targetOf).filter((target) => !later.has(target)));
    const { instance, works } = this.replanner.standing;
    const isOwn = ({ lots, town: to, month }: PlanMove): boolean =>
      lots.some((orderId) => own.has(targetOf({ orderId, to, month })));
    const reasons = own.size === 0 ? [] : await findMoveReasons(instance, { works, of: isOwn }, shouldStop);
    return { _id: revision._id, keptUntil: revision.keptUntil, reasons };
  }

  private moveOf({ lot: id, town, month, minutes }: PlannedWork, minutesBefore: number): RevisedMove[] {
    const [lot, order] = [this.known.get(id), this.orders.get(id)];
    if (lot === undefined || order === undefined || lot.town === town) return [];
    return [
      {
        ...{ orderId: id, title: order.title, addressees: order.addressees, month, skill: lot.skill },
        ...{ from: lot.town as MunicipalityCode, to: town as MunicipalityCode, minutes, minutesBefore },
      },
    ];
  }
}
