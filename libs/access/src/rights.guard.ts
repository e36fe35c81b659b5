import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { Language } from '#domain/refusals/catalogue';
import type { Caller } from './caller.js';
import { demandRight } from './rights.js';

/** What every subgraph puts into its GraphQL context. */
export interface AskingContext {
  readonly caller: Caller;
  readonly language: Language;
  /** The town that serves this request; none in coordination. */
  readonly town?: { readonly code: MunicipalityCode };
}

/** Holds each root operation against the table of rights before its resolver runs. */
@Injectable()
export class RightsGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (context.getType<string>() !== 'graphql') return true; // Health and the peer door have their own locks.
    const asking = context.getArgByIndex<AskingContext>(2);
    const { parentType, fieldName } = context.getArgByIndex<{ parentType: { name: string }; fieldName: string }>(3);
    demandRight(`${parentType.name}.${fieldName}`, {
      caller: asking.caller,
      language: asking.language,
      town: asking.town?.code,
    });
    return true;
  }
}
