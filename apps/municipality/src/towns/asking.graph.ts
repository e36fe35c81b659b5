import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AskingContext } from '#access/rights.guard';
import type { Town } from './town.js';

/** Who is asking, in which language, and the town that serves the request. */
export interface AskingTown extends AskingContext {
  readonly town: Town;
}

/** Hands {@link AskingTown} to a resolver. */
export const Asking = createParamDecorator((_: unknown, context: ExecutionContext) =>
  context.getArgByIndex<AskingTown>(2),
);
