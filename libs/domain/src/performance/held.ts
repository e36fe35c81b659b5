import type { Performance } from './performance.js';

/** What both ends of the work on an award must hold alike: every delivery and every verdict. Why one could not be taken down, only the claimant knows. */
export function heldOfWork({ returnedFor: _, status: state, ...content }: Performance): {
  readonly state: string;
  readonly content: object;
} {
  return { state, content };
}
