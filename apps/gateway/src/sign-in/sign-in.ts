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
    if (hasToken(request.header('authorization'))) verify(request, response, next);
    else next();
  };
}

/** "Bearer" with nothing behind it is what the page sends until the reader has put in a token. */
function hasToken(authorization: string | undefined): boolean {
  return authorization !== undefined && !/^\s*(Bearer)?\s*$/i.test(authorization);
}
