import type { Variables } from './documents.js';
import type { Asking, Send, ServiceAnswer } from './service.js';

/** A town as the gateway reaches it. */
export interface Shard {
  readonly municipality: string;
  readonly endpoint: string;
}

export interface Body {
  readonly query: string;
  readonly variables: Variables;
}

/** A town that was silent is asked last for this long, wherever another one would do. */
const rememberSilenceMs = 5_000;

/** All towns, and the one way to send something to one of them. */
export class Towns {
  private readonly silentUntil = new Map<string, number>();

  constructor(
    private readonly shards: () => readonly Shard[],
    private readonly transport: Send,
  ) {}

  all(): readonly Shard[] {
    return this.shards();
  }

  find(municipality: string | undefined): Shard | undefined {
    return this.shards().find((shard) => shard.municipality === municipality);
  }

  /** All towns, those first that are likely to answer soon: the asker's own, then the others, and the lately silent at the end. */
  nearest({ municipality }: Asking): Shard[] {
    const now = performance.now();
    const rank = (shard: Shard): number => {
      if ((this.silentUntil.get(shard.municipality) ?? 0) > now) return 2;
      return shard.municipality === municipality ? 0 : 1;
    };
    return [...this.shards()].sort((one, other) => rank(one) - rank(other));
  }

  /** Everything that goes to a town goes through here. Rejects when the town cannot be reached or does not answer in time. */
  async send(shard: Shard, body: Body, asking: Asking, timeoutMs: number): Promise<ServiceAnswer> {
    try {
      const answer = await this.transport({ ...shard, timeoutMs }, body, asking);
      this.silentUntil.delete(shard.municipality);
      return answer;
    } catch (fault) {
      this.silentUntil.set(shard.municipality, performance.now() + rememberSilenceMs);
      throw fault;
    }
  }

  /** The answer of the first town that gives one. Only for questions: what was sent may have been done. Rejects when all are silent. */
  async sendToFirst(shards: readonly Shard[], body: Body, asking: Asking, timeoutMs: number): Promise<ServiceAnswer> {
    let silence: unknown = new Error('no town to ask');
    for (const shard of shards) {
      try {
        return await this.send(shard, body, asking, timeoutMs);
      } catch (fault) {
        silence = fault;
      }
    }
    throw silence;
  }
}
