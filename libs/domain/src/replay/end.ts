import type { Instant } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { Decision } from '../refusals/decision.js';

// 再現. The messages of a process, played again through the rules of both ends. What a town says is a deed of its own or its answer to what it
// has heard: the rules that made it say so are asked again.

/** A message of the process, as its sender sealed it. */
export interface Said {
  /** Of the record that shows it. */
  readonly number: number;
  readonly type: string;
  readonly from: MunicipalityCode;
  readonly to: MunicipalityCode;
  readonly issuedAt: Instant;
  readonly payload: Readonly<Record<string, unknown>>;
  /** The terms in it have the hash it names, and the signature that its type has to bring is under that hash. */
  readonly genuine: boolean;
}

/** What a town says by the rules. */
export interface Told {
  readonly to: MunicipalityCode;
  readonly type: string;
  readonly payload: object;
}

export interface Stepped<S> {
  readonly state: S;
  readonly tells: readonly Told[];
  /** It fits only if the message bears a later date than the deed, because it was sealed anew. */
  readonly late?: boolean;
}

/** The rules of one town of a process. */
export interface End<S> {
  /** Before there is anything. */
  readonly none: S;
  /**
   * What the town may have done to say this, as the rules decide it; empty where it says so only in answer. `anew`: the message may have been
   * sealed anew since.
   */
  deeds(state: S, said: Said, now: Instant, anew: boolean): readonly Decision<Stepped<S>>[];
  /** What becomes of a message here. `next`: what the town says next, from which facts follow that only it knew. */
  hears(state: S, said: Said, now: Instant, next: Said | undefined): Stepped<S>;
  /** What time alone does. */
  clock(state: S, now: Instant): Stepped<S>;
  /** How it stands, for people. */
  name(state: S): string;
}
