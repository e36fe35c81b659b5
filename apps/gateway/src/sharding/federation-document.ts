import { statSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import type { Federation } from '#domain/federation/federation';
import { requiredSetting } from '#service/config';
import { readFederation } from '#service/federation-file';

const lookAgainAfterMs = 1_000;

/** The federation document, read again when its file changes: a town that joins or moves is found without a restart. */
export class FederationDocument {
  private readonly path = requiredSetting('YUI_FEDERATION', 'path of the federation document');
  private federation = readFederation();
  private readAt = modifiedAt(this.path);
  private lookedAt = performance.now();

  current(): Federation {
    if (performance.now() - this.lookedAt > lookAgainAfterMs) this.look();
    return this.federation;
  }

  /** What cannot be read, a file half written for one, leaves everything as it is until the next look. */
  private look(): void {
    this.lookedAt = performance.now();
    try {
      const changedAt = modifiedAt(this.path);
      if (changedAt === this.readAt) return;
      this.federation = readFederation();
      this.readAt = changedAt;
      new Logger('sharding').log(`the federation document now names ${this.federation.members.length} members`);
    } catch (fault) {
      new Logger('sharding').warn(`the federation document has changed and cannot be read: ${String(fault)}`);
    }
  }
}

function modifiedAt(path: string): number {
  return statSync(path).mtimeMs;
}
