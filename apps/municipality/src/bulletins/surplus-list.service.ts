import { Injectable } from '@nestjs/common';
import { hoursAfter, type Instant } from '#domain/calendar/date';
import { surplusListHours, type SurplusList } from '#domain/trade/surplus-list';
import { hashOf, sign } from '#messages/signing';
import { Clock } from '#service/clock';
import { Towns, type Town } from '../towns/towns.service.js';
import { Trading } from '../trading/trading.service.js';
import { CoordinationDoor } from './coordination-door.js';
import { bulletinIntervalMs } from './settings.js';

/** Type of the signature under the list of a town's surplus orders. */
const surplusListSignature = 'yui-surplus-list';
/** A list is handed in anew some hours before it expires, even when nothing has changed. */
const renewAfterHours = 20;

/** 余剰案件の一覧: tells coordination which surplus orders of the town are open, so that the year can be planned at night, too. */
@Injectable()
export class SurplusLists {
  private readonly intervalMs = bulletinIntervalMs();
  private readonly startedAt: Instant;
  /** What this process has handed in last, by town. After a start it is handed in once more, which changes nothing. */
  private readonly handedIn = new Map<string, { readonly hash: string; readonly at: Instant }>();
  private readonly lookedAt = new Map<string, Instant>();
  private readonly coordination: CoordinationDoor;

  constructor(
    private readonly clock: Clock,
    towns: Towns,
    private readonly trading: Trading,
  ) {
    this.startedAt = clock.now();
    this.coordination = new CoordinationDoor(towns, clock);
  }

  /** The town's open surplus orders of this moment, signed. */
  async signed(town: Town): Promise<string> {
    return sign(await this.list(town), town.key, surplusListSignature);
  }

  /** Whether it is time to look if the list has changed. */
  isLookDue(town: Town): boolean {
    if (this.coordination.isResting) return false;
    return this.clock.now() - (this.lookedAt.get(town.code) ?? this.startedAt) >= this.intervalMs;
  }

  /** Hands the list in where it is due: a change once the interval is over, and every day in any case. */
  async handInDue(town: Town): Promise<void> {
    if (!this.isLookDue(town)) return;
    const now = this.clock.now();
    const before = this.handedIn.get(town.code);
    this.lookedAt.set(town.code, now);
    const list = await this.list(town);
    const hash = hashOf(list.orders);
    if (before?.hash === hash && now < hoursAfter(before.at, renewAfterHours)) return;
    try {
      await this.coordination.tell('/surplus-orders', await sign(list, town.key, surplusListSignature));
    } catch (fault) {
      this.lookedAt.delete(town.code);
      throw fault;
    }
    this.handedIn.set(town.code, { hash, at: now });
  }

  private async list(town: Town): Promise<SurplusList> {
    const issuedAt = this.clock.now();
    const orders = await this.trading.open(town);
    return { municipality: town.code, issuedAt, expiresAt: hoursAfter(issuedAt, surplusListHours), orders };
  }
}
