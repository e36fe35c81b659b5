import { readFileSync, statSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import { wordsOf } from '#domain/text/words-of';
import { ConfigurationError, requiredSetting } from './config.js';

const lookAgainAfterMs = 1_000;

/**
 * The federation document that this process pins (YUI_FEDERATION), read again when its file changes. What cannot be read or believed, a
 * file half written for one, is logged, and leaves everything as it is.
 */
export class FederationFile<F extends { readonly version: number }> {
  private lookedAt = performance.now();
  private looking = false;

  private constructor(
    private readonly path: string,
    private readonly read: (text: string, pinned: F | undefined) => Promise<F>,
    private pinned: F,
    private readAt: number,
    private readonly onChange: (after: F, before: F) => Promise<void>,
  ) {}

  /**
   * @param read believes a text or throws; `pinned` is what was believed before.
   * @param settings `pinned` is what an earlier run believed; `onChange` is told of every newer document before it is used.
   * @throws ConfigurationError when there is nothing to begin with.
   */
  static async open<F extends { readonly version: number }>(
    read: (text: string, pinned: F | undefined) => Promise<F>,
    settings: { readonly pinned?: F | undefined; readonly onChange?: (after: F, before: F) => Promise<void> } = {},
  ): Promise<FederationFile<F>> {
    const path = requiredSetting('YUI_FEDERATION', 'path of the federation document');
    let readAt = 0;
    let first: F;
    try {
      readAt = modifiedAt(path);
      first = await read(readFileSync(path, 'utf8'), settings.pinned);
    } catch (fault) {
      if (settings.pinned === undefined)
        throw new ConfigurationError(`The federation document ${path} cannot be used: ${wordsOf(fault)}`);
      new Logger('federation').error(
        `the federation document ${path} is refused, and version ${settings.pinned.version} stays in use: ${wordsOf(fault)}`,
      );
      first = settings.pinned;
    }
    return new FederationFile(path, read, first, readAt, settings.onChange ?? (() => Promise.resolve()));
  }

  /** The document in use. */
  get inUse(): F {
    return this.pinned;
  }

  /** The document in use; looks for a newer one now and then, behind the caller's back. */
  current(): F {
    if (performance.now() - this.lookedAt > lookAgainAfterMs) void this.look();
    return this.pinned;
  }

  /** Looks at the file now. */
  async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    this.lookedAt = performance.now();
    const log = new Logger('federation');
    try {
      const changedAt = modifiedAt(this.path);
      if (changedAt === this.readAt) return;
      const found = await this.read(readFileSync(this.path, 'utf8'), this.pinned);
      if (found.version > this.pinned.version) {
        await this.onChange(found, this.pinned);
        this.pinned = found;
        log.log(`version ${found.version} of the federation document is in use`);
      }
      this.readAt = changedAt;
    } catch (fault) {
      log.warn(`the federation document has changed and is refused: ${wordsOf(fault)}`);
    } finally {
      this.looking = false;
    }
  }
}

function modifiedAt(path: string): number {
  return statSync(path).mtimeMs;
}
