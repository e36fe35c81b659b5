import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

/** What every log line of a request carries. No personal data. */
export interface RequestContext {
  readonly requestId: string;
  readonly municipality?: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

export function requestContext(): RequestContext | undefined {
  return storage.getStore();
}

export function inRequestContext<T>(context: RequestContext, body: () => T): T {
  return storage.run(context, body);
}

/** The header that carries a request's id from the gateway to the towns. */
export const requestIdHeader = 'x-request-id';
/** The header that says which of a process's towns a request is for. */
export const municipalityHeader = 'x-yui-municipality';

/** Takes over a well-formed request id from the caller or makes one, and answers with it. */
export function requestContextMiddleware(request: Request, response: Response, next: NextFunction): void {
  const given = request.header(requestIdHeader);
  const requestId = given !== undefined && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID();
  const municipality = request.header(municipalityHeader);
  response.setHeader(requestIdHeader, requestId);
  const context =
    municipality !== undefined && /^\d{6}$/.test(municipality) ? { requestId, municipality } : { requestId };
  storage.run(context, next);
}
