export interface StorySettings {
  readonly gateway: string;
  readonly language: 'JA' | 'EN';
  readonly token: (municipality: string, role: string) => Promise<string>;
  readonly print: (line: string) => void;
}

/** A step told something else than what happened. */
export class StoryBroken extends Error {}

export function expect(holds: boolean, what: string): void {
  if (!holds) throw new StoryBroken(`The story says: ${what}. It is not so.`);
}
