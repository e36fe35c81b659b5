import { Logger } from '@nestjs/common';
import { getDistDirectory, renderAltair } from 'altair-static';
import express, { Router } from 'express';
import type { IsoDate } from '#domain/calendar/date';
import { DemoTokens } from './demo-tokens.js';
import { questions } from './questions.js';

/**
 * The GraphQL page at `/`: Altair from our own server, so that it works on a closed network, with the three users' questions. In a demo
 * each window carries a token and its question runs at a click.
 */
export function graphqlPage(today: () => IsoDate): Router {
  const router = Router();
  const demo = DemoTokens.fromSettings();
  router.get('/', (_request, response, next) => {
    windows(demo, today()).then(
      (initialWindows) => {
        response.setHeader('content-security-policy', policy);
        response.setHeader('cache-control', 'no-store'); // It may hold tokens.
        response.type('html').send(
          renderAltair({
            baseURL: '/',
            endpointURL: '/graphql',
            initialWindows,
            instanceStorageNamespace: 'yui_',
            initialSettings: { language: 'ja-JP', disablePushNotification: true },
            // A page that is made anew must not be shadowed by what the browser kept of the one before.
            preserveState: false,
          }),
        );
      },
      (fault: unknown) => next(fault),
    );
  });
  router.use(express.static(getDistDirectory(), { index: false, maxAge: '1h' }));
  return router;
}

/** Nothing is loaded from, or sent to, anywhere but here. */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
].join('; ');

async function windows(demo: DemoTokens | undefined, today: IsoDate): Promise<object[]> {
  return Promise.all(
    questions(today).map(async ({ title, query, variables, as }) => {
      const token = await demo?.token(as).catch((fault: unknown) => {
        new Logger('console').warn(`no demo token: ${String(fault)}`);
        return undefined; // The page opens all the same; the reader can paste a token.
      });
      return {
        initialName: title,
        initialQuery: query,
        initialVariables: JSON.stringify(variables, undefined, 2),
        initialHeaders: { Authorization: token === undefined ? 'Bearer ' : `Bearer ${token}` },
      };
    }),
  );
}
