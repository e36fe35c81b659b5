import { Injectable } from '@nestjs/common';
import { accept, refuse, type Decision } from '#domain/refusals/decision';
import { refusalsOfText } from '#domain/text/text';
import { hashOf } from '#messages/signing';
import { isDuplicateKey } from '#mongo/faults';
import { abandon, inTurn } from '#mongo/transaction';
import { Clock } from '#service/clock';
import type { Town } from '../towns/towns.service.js';
import { AnswerStore } from './answer.store.js';

/** What a caller asks to be done exactly once. */
export interface OnceRequest {
  readonly operation: string;
  readonly input: { readonly idempotencyKey: string };
}

/**
 * Does each change exactly once. The answer is stored in the transaction of the change itself, so a caller who never heard it asks
 * again with the same key and gets the same answer. A refusal writes nothing and is decided anew each time.
 */
@Injectable()
export class Idempotency {
  constructor(private readonly clock: Clock) {}

  /** @param change runs in the transaction; its value must be plain data, since it is stored as the answer. */
  async once<T extends object>(
    town: Town,
    { operation, input }: OnceRequest,
    change: () => Promise<Decision<T>>,
  ): Promise<Decision<T>> {
    const { idempotencyKey: key, ...rest } = input;
    if (key.trim() === '') return refuse('IDEMPOTENCY_KEY_MISSING', { field: 'idempotencyKey' });
    const [unusable] = refusalsOfText(key, 'idempotencyKey', 200);
    if (unusable !== undefined) return { ok: false, refusals: [unusable] };
    const inputHash = hashOf({ operation, input: rest });

    const answers = new AnswerStore(town.database);
    const given = async (): Promise<Decision<T> | undefined> => {
      const answer = await answers.find(key);
      if (answer === null) return undefined;
      return answer.inputHash === inputHash
        ? accept(answer.answer as T)
        : refuse<T>('IDEMPOTENCY_KEY_REUSED', { field: 'idempotencyKey' });
    };

    // Looked for before the line, where nobody waits for it: the key is unique, so that of two at once only one can be stored.
    const before = await given();
    if (before !== undefined) return before;
    try {
      return await inTurn(town.database, async () => {
        const decision = await change();
        // What the same request has done meanwhile may be the very reason.
        if (!decision.ok) return abandon((await given()) ?? decision);
        await answers.insert({
          _id: key,
          operation,
          inputHash,
          answer: decision.value,
          answeredAt: new Date(this.clock.now()),
        });
        return decision;
      });
    } catch (fault) {
      // The same key twice at once: the other one has answered by now.
      const meanwhile = isDuplicateKey(fault, key) ? await given() : undefined;
      if (meanwhile === undefined) throw fault;
      return meanwhile;
    }
  }
}
