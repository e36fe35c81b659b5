import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { listed, type CapacityBulletin } from '#domain/bulletins/bulletin';
import { isFresh } from '#domain/bulletins/received';
import { offeredAsTold } from '#domain/bulletins/offered';
import { nextBulletinCells } from '#domain/bulletins/next-bulletin';
import { dateInTokyo, hoursAfter, type Instant } from '#domain/calendar/date';
import { monthOf, monthsFrom, type IsoMonth } from '#domain/calendar/month';
import { weekOf } from '#domain/calendar/week';
import type { JointSkills } from '#domain/skills/joint-skills';
import { sign } from '#messages/signing';
import { OneAtATime } from '#mongo/one-at-a-time';
import { inTransaction } from '#mongo/transaction';
import { Clock } from '#service/clock';
import { Capacity } from '../capacity/capacity.service.js';
import { TownEvents } from '../towns/towns.events.js';
import { Towns, type Town } from '../towns/towns.service.js';
import { CoordinationDoor } from './coordination-door.js';
import { JointFigures } from './joint-figures.service.js';
import { PublicationStore, type IssuedBulletin } from './publication.store.js';
import { bulletinIntervalMs, disclosureSettings } from './settings.js';

/** Types of the signatures under a bulletin of free capacity, and under the word that one is overtaken. */
export const capacityBulletinSignature = 'yui-capacity-bulletin';
const outdatedSignature = 'yui-bulletin-outdated';

/** A bulletin covers this month and those that follow, so many in all. */
const monthsAhead = 18;
/** A bulletin holds for a day, and is made anew some hours before that even when nothing has changed. */
const validHours = 24;
const renewAfterHours = 20;
/** A change waits no longer than this for coordination to hear that the bulletin is overtaken. */
const markPatienceMs = 500;

/** 稼働余力の公示: makes, numbers and signs the town's bulletins, remembers what they told, and tells coordination. */
@Injectable()
export class Publication implements OnModuleInit {
  private readonly log = new Logger('publication');
  private readonly line = new OneAtATime();
  private readonly startedAt: Instant;
  private readonly intervalMs = bulletinIntervalMs();
  private readonly disclosure = disclosureSettings();
  /** By town, the newest number that this process has seen, and the number up to which coordination knows that bulletins are overtaken. */
  private readonly seen = new Map<string, number>();
  private readonly marked = new Map<string, number>();
  private readonly coordination: CoordinationDoor;

  constructor(
    private readonly clock: Clock,
    towns: Towns,
    private readonly events: TownEvents,
    private readonly capacity: Capacity,
    private readonly joint: JointFigures,
  ) {
    this.startedAt = clock.now();
    this.coordination = new CoordinationDoor(towns, clock);
  }

  onModuleInit(): void {
    this.events.onCapacityChanged((town) => this.sayOutdated(town));
  }

  /** The town's bulletin of this moment: the newest one where nothing has changed since and it still holds, else a new one. */
  async current(town: Town): Promise<IssuedBulletin> {
    const newest = await new PublicationStore(town.database).newest();
    const issued =
      newest !== undefined && (await this.holds(town, newest))
        ? newest
        : await this.line.run(town.code, () => inTransaction(town.database, () => this.issue(town)));
    this.seen.set(town.code, issued.bulletin.number);
    return issued;
  }

  /**
   * Minutes offered by month, over all skills, as the town has told them; a month of which it has told nothing is missing. Changes show with
   * the bulletin that follows them: whoever steers the year need not wait for one to be made.
   */
  async offered(town: Town): Promise<ReadonlyMap<IsoMonth, number>> {
    const newest = await new PublicationStore(town.database).newest();
    if (newest === undefined || !isFresh(newest.bulletin, this.clock.now())) await this.current(town);
    return new PublicationStore(town.database).offered();
  }

  /** Whether coordination is to be told: a change once the interval since the last bulletin is over, and a bulletin a day in any case. */
  async isBroadcastDue(town: Town): Promise<boolean> {
    const newest = await new PublicationStore(town.database).newest();
    this.seen.set(town.code, newest?.bulletin.number ?? 0); // Another process of the town may have issued it.
    const now = this.clock.now();
    const lastAt = Math.max(newest?.broadcastAt ?? 0, this.startedAt);
    if (now - lastAt < this.intervalMs || this.coordination.isResting) return false;
    return newest === undefined || newest.broadcast < newest.bulletin.number || !(await this.holds(town, newest));
  }

  /** Tells coordination what is due. What coordination did not take in is told again the next time. */
  async broadcastDue(town: Town): Promise<void> {
    if (!(await this.isBroadcastDue(town))) return; // Another process was faster.
    const now = this.clock.now();
    const { bulletin, signed } = await this.current(town);
    await this.coordination.tell('', signed);
    await new PublicationStore(town.database).markBroadcast(bulletin.number, now);
  }

  /** Whether a bulletin still says what the town would say now, and will for a while. */
  private async holds(town: Town, { bulletin, stamp }: IssuedBulletin): Promise<boolean> {
    const now = this.clock.now();
    if (!isFresh(bulletin, now) || hoursAfter(bulletin.issuedAt, renewAfterHours) <= now) return false;
    return stamp === (await this.stamp(town, await this.joint.told(town)));
  }

  /** Says what a bulletin is made of: what the town's capacity is, and what it tells of it. */
  private async stamp(town: Town, jointSkills: readonly JointSkills[]): Promise<string> {
    return [await this.capacity.stamp(town), ...jointSkills].join(' ');
  }

  /** Runs in a transaction: number, bulletin and what must be remembered of it are written together or not at all. */
  private async issue(town: Town): Promise<IssuedBulletin> {
    const store = new PublicationStore(town.database);
    const newest = await store.newest();
    if (newest !== undefined && (await this.holds(town, newest))) return newest; // Somebody was faster.
    const number = await store.takeNumber();
    const issuedAt = this.clock.now();
    const jointSkills = await this.joint.told(town);
    const stamp = await this.stamp(town, jointSkills);
    const months = monthsFrom(monthOf(weekOf(dateInTokyo(issuedAt))), monthsAhead);
    const facts = await this.capacity.publicationFacts(town, months);
    const before = await store.state();
    const { rows, state } = nextBulletinCells(before, { ...facts, months, settings: this.disclosure, jointSkills });
    const bulletin: CapacityBulletin = {
      municipality: town.code,
      number,
      issuedAt,
      expiresAt: hoursAfter(issuedAt, validHours),
      from: months[0] as IsoMonth,
      to: months.at(-1) as IsoMonth,
      ...listed(rows),
    };
    const signed = await sign(bulletin, town.key, capacityBulletinSignature);
    await store.keep({ bulletin, signed, stamp }, before, state);
    await store.keepOffered(offeredAsTold(state, this.disclosure));
    return { bulletin, signed, stamp, broadcast: newest?.broadcast ?? 0, broadcastAt: newest?.broadcastAt };
  }

  /**
   * Lets coordination know at once that what it keeps is overtaken, so that the next question goes to the town: the new figures follow
   * after the interval. Best effort: whoever changed something must not wait for a service that only tells others of it.
   */
  private async sayOutdated(town: Town): Promise<void> {
    const number = this.seen.get(town.code) ?? 0;
    if (number <= (this.marked.get(town.code) ?? 0) || this.coordination.isResting) return;
    try {
      const signed = await sign({ municipality: town.code, number }, town.key, outdatedSignature);
      await this.coordination.tell('/outdated', signed, markPatienceMs);
      this.marked.set(town.code, number);
    } catch (fault) {
      this.log.warn(`${town.code}: coordination has not heard that the bulletin is overtaken: ${String(fault)}`);
    }
  }
}
