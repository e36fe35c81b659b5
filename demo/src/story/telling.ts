import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { askGraph, changeGraph } from './graph-client.js';

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

export async function until(what: string, ask: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 90_000; // Longer than the longest pause between two attempts to deliver a message.
  while (!(await ask())) {
    if (Date.now() > deadline) throw new StoryBroken(`The story waits until ${what}. It did not come to that.`);
    await pause(250);
  }
}

/** A town's director, as a story has them ask and do things through the public graph. */
export interface StoryDirector {
  readonly code: string;
  ask<T>(query: string, variables: object): Promise<T>;
  change<T>(mutation: string, input: object): Promise<T>;
}

export async function directorOf(
  code: string,
  { gateway, language, token }: Pick<StorySettings, 'gateway' | 'language' | 'token'>,
): Promise<StoryDirector> {
  const bearer = await token(code, 'DIRECTOR');
  const key = `story-${code}-${randomUUID()}`;
  let step = 0;
  return {
    code,
    ask: <T>(query: string, variables: object) => askGraph<T>(gateway, bearer, language, query, variables),
    change: <T>(mutation: string, input: object) =>
      changeGraph<T>(gateway, bearer, language, mutation, { ...input, idempotencyKey: `${key}-${++step}` }),
  };
}
