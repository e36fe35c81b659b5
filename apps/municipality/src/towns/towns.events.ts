import { Injectable } from '@nestjs/common';
import { afterCommit } from '#mongo/transaction';
import type { Town } from './town.js';

type Listener = (town: Town) => Promise<void>;

/** What happens in a town that more than one slice wants to hear of. Told after the transaction in which it happened. */
@Injectable()
export class TownEvents {
  private readonly ofCapacity: Listener[] = [];

  /** @param listener is waited for by whoever made the change: it must be short, and must not throw. */
  onCapacityChanged(listener: Listener): void {
    this.ofCapacity.push(listener);
  }

  /** What workers offer has changed, or what bounds or takes it. Tells so once the open transaction is committed. */
  async capacityChanged(town: Town): Promise<void> {
    await afterCommit(town.database, async () => {
      for (const listener of this.ofCapacity) await listener(town);
    });
  }
}
