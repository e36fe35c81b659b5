import { NestFactory } from '@nestjs/core';
import { printSubgraph } from '#graph/subgraph';
import { MunicipalityModule } from '../municipality.module.js';

/** The subgraph's schema, from a service that hosts no town and so needs no database. */
export async function subgraphSdl(): Promise<string> {
  const app = await NestFactory.create(MunicipalityModule.hosting([]), { logger: ['error'], abortOnError: false });
  try {
    await app.init();
    return printSubgraph(app);
  } finally {
    await app.close();
  }
}
