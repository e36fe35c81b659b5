import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { Decision } from '#domain/refusals/decision';
import { Clock } from '#service/clock';
import { JointFigures } from '../../apps/municipality/src/bulletins/joint-figures.service.js';
import { Publication } from '../../apps/municipality/src/bulletins/publication.service.js';
import { Availability } from '../../apps/municipality/src/capacity/availability.service.js';
import { Supply } from '../../apps/municipality/src/capacity/supply.service.js';
import { MunicipalityModule } from '../../apps/municipality/src/municipality.module.js';
import { Orders } from '../../apps/municipality/src/orders/orders.service.js';
import { Trading } from '../../apps/municipality/src/trading/trading.service.js';
import { Towns, type Town } from '../../apps/municipality/src/towns/towns.service.js';
import { Workforce } from '../../apps/municipality/src/workforce/workforce.service.js';
import { generateDemo, type DemoOrder, type DemoTown, type DemoWorker } from './generate.js';

// Fills the towns' databases through the same services that serve people, so that the demo obeys every rule. Each step has its own
// idempotency key: a seeding that was interrupted goes on where it stopped.

const demoSeed = 20_270_801;

const app = await NestFactory.createApplicationContext(
  MunicipalityModule.hosting(generateDemo({ today: new Clock().today(), seed: demoSeed }).map(({ code }) => code)),
  {
    logger: ['error', 'warn'],
    abortOnError: false,
  },
);
try {
  const towns = app.get(Towns);
  for (const demo of generateDemo({ today: app.get(Clock).today(), seed: demoSeed })) {
    const town = towns.find(demo.code);
    if (town === undefined) throw new Error(`${demo.code} is not hosted`);
    await seedWorkers(town, demo);
    await seedBounds(town, demo);
    for (const [index, order] of demo.orders.entries()) await seedOrder(town, order, `demo-order-${index}`);
    // Whoever asks first finds it made, and need not wait for it.
    await app.get(Publication).current(town);
    const published = demo.orders.flatMap(({ lots }) => lots.filter(({ publish }) => publish !== null)).length;
    console.log(
      `${demo.code}: ${demo.workers.length} workers, ${demo.orders.length} orders, ${published} surplus orders`,
    );
  }
} finally {
  await app.close();
}

async function seedWorkers(town: Town, { workers, supportOffices }: DemoTown): Promise<void> {
  const workforce = app.get(Workforce);
  for (const [index, { weeks, ...worker }] of workers.entries()) {
    const { id } = demand(await workforce.registerWorker(town, { ...worker, idempotencyKey: `demo-worker-${index}` }));
    await seedWeeks(town, id, weeks, `demo-weeks-${index}`);
  }
  for (const [index, { weeks, ...office }] of supportOffices.entries()) {
    const idempotencyKey = `demo-office-${index}`;
    const { id } = demand(await workforce.registerSupportOffice(town, { ...office, idempotencyKey }));
    await seedWeeks(town, id, weeks, `${idempotencyKey}-weeks`);
  }
}

async function seedWeeks(town: Town, workerId: string, weeks: DemoWorker['weeks'], key: string): Promise<void> {
  demand(await app.get(Availability).declareAvailability(town, { workerId, weeks, idempotencyKey: key }));
}

async function seedBounds(town: Town, { directors, seats, jointSkills }: DemoTown): Promise<void> {
  const supply = app.get(Supply);
  for (const [index, director] of directors.entries())
    demand(await supply.registerDirector(town, { ...director, idempotencyKey: `demo-director-${index}` }));
  for (const owned of seats)
    demand(await supply.setSeats(town, { ...owned, idempotencyKey: `demo-seats-${owned.licence}` }));
  const sets = jointSkills.map((skills) => ({ skills }));
  demand(await app.get(JointFigures).setJointSkills(town, { sets, idempotencyKey: 'demo-joint-skills' }));
}

async function seedOrder(town: Town, { lots, ...order }: DemoOrder, key: string): Promise<void> {
  const orders = app.get(Orders);
  const { id: orderId } = demand(await orders.createOrder(town, { ...order, idempotencyKey: key }));
  for (const [index, { commitMinutes, publish, ...lot }] of lots.entries()) {
    const { id: lotId } = demand(await orders.addLot(town, { ...lot, orderId, idempotencyKey: `${key}-lot-${index}` }));
    if (commitMinutes > 0)
      demand(
        await orders.commitCapacity(town, { lotId, minutes: commitMinutes, idempotencyKey: `${key}-own-${index}` }),
      );
    // Peers hear of it as soon as they are up: until then the message waits in the outbox.
    if (publish !== null)
      demand(await app.get(Trading).publish(town, { ...publish, lotId, idempotencyKey: `${key}-surplus-${index}` }));
  }
}

function demand<T>(decision: Decision<T>): T {
  if (decision.ok) return decision.value;
  throw new Error(
    `the demo was refused: ${JSON.stringify(decision.refusals)} (a database that holds another day's demo? start with --fresh)`,
  );
}
