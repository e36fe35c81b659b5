import { ReadinessCheck } from '#service/health';
import type { Intake } from './intake.service.js';

/** The read model's database answers. */
export class DatabaseReady extends ReadinessCheck {
  readonly name = 'database';

  constructor(private readonly intake: Intake) {
    super();
  }

  check(): Promise<void> {
    return this.intake.ready();
  }
}
