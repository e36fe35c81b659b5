import { ReadinessCheck } from '#service/health';
import type { Towns } from './towns.service.js';

/** The towns' database answers. */
export class DatabaseReady extends ReadinessCheck {
  readonly name = 'database';

  constructor(private readonly towns: Towns) {
    super();
  }

  check(): Promise<void> {
    return this.towns.ready();
  }
}
