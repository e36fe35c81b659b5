import type { Decision } from '#domain/refusals/decision';

/** What was decided; a refusal that a test does not expect ends it. */
export function demand<T>(decision: Decision<T>): T {
  if (!decision.ok) throw new Error(JSON.stringify(decision.refusals));
  return decision.value;
}
