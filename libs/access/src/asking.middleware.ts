import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { languageOf } from '#domain/refusals/language';
import type { Language } from '#domain/refusals/catalogue';
import type { Caller } from './caller.js';
import { Unauthenticated, type TokenVerifier, type UnauthenticatedReason } from './tokens.js';

const sentences: Record<UnauthenticatedReason, Record<Language, string>> = {
  MISSING: { JA: 'トークンがありません。サインインしてください。', EN: 'No token was sent: sign in.' },
  EXPIRED: {
    JA: 'トークンの有効期限が切れています。サインインし直してください。',
    EN: 'The token has expired: sign in again.',
  },
  INVALID: {
    JA: 'トークンを確認できません。サインインし直してください。',
    EN: 'The token cannot be verified: sign in again.',
  },
};
const unavailable: Record<Language, string> = {
  JA: 'サインインの確認先に接続できません。しばらくしてからもう一度お試しください。',
  EN: 'The sign-in service cannot be reached: try again shortly.',
};

/** A request whose token has been verified. */
export type AskingRequest = Request & { caller?: Caller };

/** Lets only requests with a valid token through; others are answered with a GraphQL-shaped error and HTTP 401 (503 when the issuer is away). */
export function demandToken(verifier: TokenVerifier): RequestHandler {
  return (request: AskingRequest, response: Response, next: NextFunction) => {
    verifier.verify(request.header('authorization')).then(
      (caller) => {
        request.caller = caller;
        next();
      },
      (fault: unknown) => {
        const language = languageOf(request.header('accept-language'));
        if (fault instanceof Unauthenticated) {
          response.setHeader('www-authenticate', 'Bearer');
          response
            .status(401)
            .json(graphqlError(sentences[fault.reason][language], { code: 'UNAUTHENTICATED', reason: fault.reason }));
        } else {
          response.status(503).json(graphqlError(unavailable[language], { code: 'ISSUER_UNREACHABLE' }));
        }
      },
    );
  };
}

function graphqlError(
  message: string,
  extensions: Record<string, string>,
): { errors: { message: string; extensions: Record<string, string> }[] } {
  return { errors: [{ message, extensions }] };
}
