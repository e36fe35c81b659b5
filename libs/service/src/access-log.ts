import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { requestContext } from './request-context.js';

/** What other middleware may have found out about a request by the time it is answered. */
type Answered = Request & { readonly caller?: { readonly municipality?: string; readonly roles: readonly string[] } };

/**
 * One line for each request that was answered: what kind, how it ended, how long it took, and the town and roles of the asker. Never a
 * body, a query or a name. Health checks are left out, since they come every few seconds and say nothing.
 */
export function accessLog(logger: Logger): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const path = request.originalUrl.split('?')[0];
    if (path === '/livez' || path === '/readyz') {
      next();
      return;
    }
    const startedAt = process.hrtime.bigint();
    const context = requestContext(); // Taken down now: the event below may come from outside of it.
    response.once('finish', () => {
      const { caller } = request as Answered;
      logger.info(
        {
          ...context,
          method: request.method,
          path,
          status: response.statusCode,
          milliseconds: Number((process.hrtime.bigint() - startedAt) / 1_000_000n),
          ...(caller === undefined ? {} : { asker: caller.municipality, roles: caller.roles }),
        },
        'answered',
      );
    });
    next();
  };
}
