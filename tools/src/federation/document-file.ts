import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Instant } from '#domain/calendar/date';
import { openFederation, type OpenedFederation } from '#messages/federation-document';

/** The federation document in a file; undefined where there is none yet. @throws DocumentRefused */
export async function readDocument(path: string, now: Instant): Promise<OpenedFederation | undefined> {
  return existsSync(path) ? openFederation(readFileSync(path, 'utf8'), { now }) : undefined;
}

/** Replaces the file in one step, so that no service ever reads half of it. */
export function writeDocument(path: string, { document }: OpenedFederation): void {
  const half = `${path}.${process.pid}.new`;
  writeFileSync(half, `${JSON.stringify(document, undefined, 2)}\n`);
  renameSync(half, path);
}
