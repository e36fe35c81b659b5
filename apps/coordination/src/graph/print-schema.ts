import { NestFactory } from '@nestjs/core';
import { printSubgraph } from '#graph/subgraph';
import { CoordinationModule } from '../coordination.module.js';

// Prints the subgraph's schema and ends; needs no database, because the service is given no town. Run by the composition, in a process
// of its own: code-first types are registered once for a whole process.
const app = await NestFactory.create(CoordinationModule.of(false), { logger: ['error'], abortOnError: false });
await app.init();
const sdl = printSubgraph(app);
await app.close();
process.stdout.write(sdl);
