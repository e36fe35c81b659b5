import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import type { Language } from '#domain/refusals/catalogue';
import { languageOf } from '#domain/refusals/language';

const mostBytes = 1_000_000;

/**
 * Reads a JSON body, strictly. Node would put U+FFFD in the place of bytes that are not UTF-8, and JSON lets half a character through
 * (`"\ud800"`): either would be stored as something nobody has typed, so both are refused.
 */
export const readBody: readonly RequestHandler[] = [
  express.json({ limit: mostBytes, verify: (_request, _response, bytes) => demandUtf8(bytes) }),
  (request, _response, next) => next(hasHalfCharacter(request.body) ? new SyntaxError('half a character') : undefined),
];

/** Answers a body that cannot be read: HTTP 413 for one too long, 400 for anything else. */
export const bodyFault: ErrorRequestHandler = (fault: { status?: number }, request, response, _next) => {
  const { code, status, sentences } = fault.status === 413 ? tooLong : unreadable;
  const message = sentences[languageOf(request.header('accept-language'))];
  response.status(status).json({ errors: [{ message, extensions: { code } }] });
};

interface BodyFault {
  readonly code: string;
  readonly status: number;
  readonly sentences: Readonly<Record<Language, string>>;
}

const tooLong: BodyFault = {
  code: 'PAYLOAD_TOO_LARGE',
  status: 413,
  sentences: { JA: '送信内容が長すぎます。1MBまでにしてください。', EN: 'The request is too long: at most 1 MB.' },
};
const unreadable: BodyFault = {
  code: 'BAD_REQUEST',
  status: 400,
  sentences: { JA: '送信内容をUTF-8のJSONとして読めません。', EN: 'The request is not JSON in UTF-8.' },
};

function demandUtf8(bytes: Buffer): void {
  new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function hasHalfCharacter(value: unknown): boolean {
  if (typeof value === 'string') return !value.isWellFormed();
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(value).some(([key, inner]) => !key.isWellFormed() || hasHalfCharacter(inner));
}
