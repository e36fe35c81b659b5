import type { Instant } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { accept, type Decision } from '../refusals/decision.js';
import type { Outgoing } from './outgoing.js';

/** A new state and what follows from it. `O`: what can follow; of a trade unless told. */
export interface Step<S, O = Outgoing> {
  readonly state: S;
  readonly outgoing: readonly O[];
}

/** What the other town says, one of these types of message. `genuine`: hashes and signatures in it hold. */
export type Heard<M, T extends keyof M> = {
  readonly [K in T]: {
    readonly type: K;
    readonly from: MunicipalityCode;
    readonly payload: M[K];
    readonly genuine: boolean;
  };
}[T];

/** Before there is anything. */
export type None = { readonly status: 'NONE' };

/** One row of a table of transitions: on an event, from these states, to one of those. */
export interface Transition<S, E, C, O = Outgoing> {
  readonly on: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly step: (state: S, event: E, context: C, now: Instant) => Decision<Step<S, O>>;
}

type In<S, K> = Extract<S, { readonly status: K }>;

/** Writes the rows of one machine: in a row's step, state and event have the types of that state and that event. */
export function rowsOf<S extends { readonly status: string }, E extends { readonly type: string }, C, O = Outgoing>() {
  return <K extends E['type'], F extends S['status'], T extends S['status']>(
    on: K,
    from: readonly F[],
    to: readonly T[],
    step: (
      state: In<S, F>,
      event: Extract<E, { readonly type: K }>,
      context: C,
      now: Instant,
    ) => Decision<Step<In<S, T | F>, O>>,
  ): Transition<S, E, C, O> => ({ on, from, to, step: step as unknown as Transition<S, E, C, O>['step'] });
}

/** Rows over some events of a machine as rows of the whole machine: a row meets only the events that it is on. */
export function among<S, E, C>(
  rows: readonly Pick<Transition<S, E, C>, 'on' | 'from' | 'to'>[],
): Transition<S, E, C>[] {
  return rows as Transition<S, E, C>[];
}

/** The row for an event in a state; undefined where the table has none. */
export function rowFor<S extends { readonly status: string }, E extends { readonly type: string }, C, O>(
  table: readonly Transition<S, E, C, O>[],
  state: S,
  event: E,
): Transition<S, E, C, O> | undefined {
  return table.find(({ on, from }) => on === event.type && from.includes(state.status));
}

export function step<S>(state: S, ...outgoing: readonly Outgoing[]): Decision<Step<S>> {
  return accept({ state, outgoing });
}
