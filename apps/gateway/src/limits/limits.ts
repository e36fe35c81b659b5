import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloArmor } from '@escape.tech/graphql-armor';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { languageOf } from '#domain/refusals/language';

/** No operation of ours comes near these; what exceeds them is refused with HTTP 400 before it is planned. */
const protection = new ApolloArmor({
  maxAliases: { n: 15, allowList: [] }, // An empty list: by default any number of __typename aliases gets through.
  maxDepth: { n: 12 },
  maxDirectives: { n: 30 },
  costLimit: { maxCost: 20_000, depthCostFactor: 1.3 },
  maxTokens: { enabled: false }, // The parser's own limit answers 400, this one 500.
  blockFieldSuggestion: { enabled: false }, // The schema is public and meant to be found out about.
}).protect();

export const validationRules = protection.validationRules;
// Armor is typed against Apollo's CommonJS declarations; the values are the same.
export const limitPlugins = protection.plugins as unknown as readonly ApolloServerPlugin[];
export const mostTokens = 1_500;

const mostBytes = 1_000_000;

/** Reads a JSON body; what is not UTF-8, or holds half a character, is refused and not stored with a replacement character. */
export function readBody(): RequestHandler[] {
  const json = express.json({
    limit: mostBytes,
    verify: (_request, _response, bytes) => {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    },
  });
  const wellFormed: RequestHandler = (request, _response, next) => {
    next(hasHalfCharacter(request.body) ? new SyntaxError('half a character') : undefined);
  };
  return [json, wellFormed];
}

/** Answers a body that cannot be read: HTTP 413 for one too long, 400 for anything else. */
export const bodyFault: ErrorRequestHandler = (fault: { status?: number }, request, response, _next) => {
  const english = languageOf(request.header('accept-language')) === 'EN';
  const tooLong = fault.status === 413;
  const message = tooLong
    ? english ? 'The request is too long: at most 1 MB.' : '送信内容が長すぎます。1MBまでにしてください。'
    : english ? 'The request is not JSON in UTF-8.' : '送信内容をUTF-8のJSONとして読めません。';
  response.status(tooLong ? 413 : 400).json({ errors: [{ message, extensions: { code: tooLong ? 'PAYLOAD_TOO_LARGE' : 'BAD_REQUEST' } }] });
};

function hasHalfCharacter(value: unknown): boolean {
  if (typeof value === 'string') return !value.isWellFormed();
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(value).some(([key, inner]) => !key.isWellFormed() || hasHalfCharacter(inner));
}
