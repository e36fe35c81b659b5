import type { RequestHandler } from 'express';
import { municipalityHeader } from '#service/request-context';

/**
 * Refuses what is meant for a town's own service. Where a town's address in the federation document leads back here by mistake, the
 * gateway would otherwise ask itself without end.
 */
export const refuseMisdirected: RequestHandler = (request, response, next) => {
  if (request.header(municipalityHeader) === undefined) return next();
  const message = `${municipalityHeader} は市町村のサービスへの宛先です。ゲートウェイには付けないでください。 / ${municipalityHeader} addresses a town's own service; the gateway finds the town by itself.`;
  response.status(421).json({ errors: [{ message, extensions: { code: 'TOWN_NOT_HERE' } }] });
};
