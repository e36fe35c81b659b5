import type { RefusalCode, RefusalFact } from './catalogue.js';

/** A business "no": a stable code, the input field it is about, and the facts its sentence needs. See docs/refusals.md. */
export interface Refusal {
  readonly code: RefusalCode;
  /** Path of the input field that would have to change, for example `minutes`; absent where no single field is to blame. */
  readonly field?: string;
  readonly facts: Readonly<Record<string, RefusalFact>>;
}

/** What every rule answers: the value, or everything that stands in its way. */
export type Decision<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusals: readonly [Refusal, ...Refusal[]] };

export function accept<T>(value: T): Decision<T> {
  return { ok: true, value };
}

/** One refusal. `field` is taken out of the facts; everything else feeds the sentence of the code. */
export function refusal(
  code: RefusalCode,
  about: { field?: string } & Record<string, RefusalFact | undefined> = {},
): Refusal {
  const { field, ...rest } = about;
  const facts: Record<string, RefusalFact> = {};
  for (const [name, fact] of Object.entries(rest)) if (fact !== undefined) facts[name] = fact;
  return field === undefined ? { code, facts } : { code, field, facts };
}

/** A decision that says no for one reason. */
export function refuse<T = never>(
  code: RefusalCode,
  about: { field?: string } & Record<string, RefusalFact | undefined> = {},
): Decision<T> {
  return { ok: false, refusals: [refusal(code, about)] };
}

/** The value if nothing stands in the way, otherwise all refusals at once. */
export function decide<T>(refusals: readonly Refusal[], value: () => T): Decision<T> {
  const [first, ...rest] = refusals;
  return first === undefined ? accept(value()) : { ok: false, refusals: [first, ...rest] };
}

/** No, for all these reasons. @throws when there is none: whoever asks has found some. */
export function refuseAll(refusals: readonly Refusal[]): Decision<never> {
  return decide<never>(refusals, () => {
    throw new Error('refusals, and yet a value');
  });
}
