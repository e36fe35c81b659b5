import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AskingContext } from '#access/rights.guard';
import type { Town } from './town.js';

/** Who is asking, in which language, the town that serves the request, and the token to ask coordination with. */
export interface AskingTown extends AskingContext {
  readonly town: Town;
  readonly authorization: string;
}

/** Hands {@link AskingTown} to a resolver. */
export const Asking = createParamDecorator((_: unknown, context: ExecutionContext) =>
  context.getArgByIndex<AskingTown>(2),
);
