import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AskingContext } from '#access/rights.guard';

/** Who is asking, in which language, and the token to ask the towns with. */
export interface AskingCoordination extends AskingContext {
  readonly authorization: string;
}

/** Hands {@link AskingCoordination} to a resolver. */
export const Asking = createParamDecorator((_: unknown, context: ExecutionContext) =>
  context.getArgByIndex<AskingCoordination>(2),
);
