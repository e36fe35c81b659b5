import type { Clock } from '#service/clock';
import { sendSigned } from '#service/send-signed';
import type { Towns } from '../towns/towns.service.js';

/** How long coordination is waited for, unless told. */
const usualTimeoutMs = 3_000;
/** After coordination was not reached, or said no, it is left alone for so long. */
const restAfterFaultMs = 30_000;

/** Tells coordination what towns publish. */
export class CoordinationDoor {
  private restUntil = 0;

  constructor(
    private readonly towns: Towns,
    private readonly clock: Clock,
  ) {}

  /** Whether it is left alone for now. */
  get isResting(): boolean {
    return this.clock.now() < this.restUntil;
  }

  /** @param path below `bulletins`. @throws what `sendSigned` throws; coordination is then left alone for a while. */
  async tell(path: '' | '/outdated' | '/surplus-orders', signed: string, timeoutMs = usualTimeoutMs): Promise<void> {
    try {
      await sendSigned(`${this.towns.federation.coordination.endpoint}/bulletins${path}`, signed, timeoutMs);
    } catch (fault) {
      this.restUntil = this.clock.now() + restAfterFaultMs;
      throw fault;
    }
  }
}
