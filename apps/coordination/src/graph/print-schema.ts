import { NestFactory } from '@nestjs/core';
import { printSubgraph } from '#graph/subgraph';
import { CoordinationModule } from '../coordination.module.js';

/** The subgraph's schema, from a service without a federation, which needs no database. */
export async function subgraphSdl(): Promise<string> {
  const app = await NestFactory.create(CoordinationModule.of(undefined), { logger: ['error'], abortOnError: false });
  try {
    await app.init();
    return printSubgraph(app);
  } finally {
    await app.close();
  }
}
