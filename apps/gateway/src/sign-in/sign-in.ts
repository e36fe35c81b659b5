import type { NextFunction, RequestHandler, Response } from 'express';
import { demandToken, type AskingRequest } from '#access/asking.middleware';
import type { TokenVerifier } from '#access/tokens';

/**
 * Verifies the token of every request that has one. A request without a token goes on: it may still ask about the schema, and is
 * refused as soon as it asks for anything else.
 */
export function signIn(verifier: TokenVerifier): RequestHandler {
  const verify = demandToken(verifier);
  return (request: AskingRequest, response: Response, next: NextFunction) => {
    if (request.header('authorization') === undefined) next();
    else verify(request, response, next);
  };
}
