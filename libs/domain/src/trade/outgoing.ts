import type { Instant, IsoDate } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { DataClass } from '../orders/data-class.js';
import type { SkillCode } from '../skills/catalogue.js';
import type { LicenceCode } from '../skills/licences.js';
import type { TradeMessages, TradeMessageType } from './messages.js';
import type { SurplusOrder } from './surplus-order.js';

/** The work of a claim, as capacity and lots need to know it. */
export interface ClaimedWork {
  readonly title: string;
  readonly skill: SkillCode;
  readonly level: number;
  readonly licences: readonly LicenceCode[];
  readonly dataClass: DataClass;
  readonly minutes: number;
  readonly earliest: IsoDate;
  readonly due: IsoDate;
}

/** A message to a peer, for the outbox. */
export type Tell = {
  readonly [T in TradeMessageType]: {
    readonly do: 'tell';
    readonly to: MunicipalityCode;
    readonly processId: string;
    readonly type: T;
    readonly payload: TradeMessages[T];
  };
}[TradeMessageType];

/**
 * What follows from a decision besides the new state. The service carries it out in the transaction of the state; `hold` and `take` may be
 * refused there, which undoes the whole.
 */
export type Outgoing =
  | Tell
  /** Claimant: takes capacity for a claim until a moment; `instead` of what the claim has taken so far. */
  | {
      readonly do: 'hold';
      readonly claimId: string;
      readonly work: ClaimedWork;
      readonly until: Instant;
      readonly instead: boolean;
    }
  /** Claimant: keeps only so much of the hold. */
  | { readonly do: 'narrow'; readonly claimId: string; readonly minutes: number; readonly until: Instant }
  /** Claimant: the hold becomes the firm commitment of a lot of its own. */
  | { readonly do: 'firm'; readonly claimId: string; readonly lotId: string; readonly work: ClaimedWork }
  /** Claimant: the firm commitment and its lot become those of other work, which has been found to fit. */
  | { readonly do: 'refirm'; readonly claimId: string; readonly lotId: string; readonly work: ClaimedWork }
  /** Claimant: gives the capacity back, and the lot where it had become one. */
  | { readonly do: 'release'; readonly claimId: string; readonly lotId?: string }
  /** Publisher: takes open minutes of the lot for a surplus order. */
  | { readonly do: 'take'; readonly minutes: number }
  /** Publisher: minutes of the surplus order are open in its lot again. */
  | { readonly do: 'give-back'; readonly minutes: number }
  /** Publisher: another town does these minutes of the lot … */
  | { readonly do: 'sent'; readonly minutes: number }
  /** … and does not do them after all. */
  | { readonly do: 'unsent'; readonly minutes: number };

/** A message about a claim or a surplus order. */
export function tell<T extends TradeMessageType>(
  to: MunicipalityCode,
  processId: string,
  type: T,
  payload: TradeMessages[T],
): Tell {
  return { do: 'tell', to, processId, type, payload } as unknown as Tell;
}

/** The word to every addressee about how a surplus order stands. */
export function state(surplusOrder: SurplusOrder): Tell[] {
  return surplusOrder.addressees.map((addressee) =>
    tell(addressee, surplusOrder.id, 'surplus-order.stated', { surplusOrder }),
  );
}
