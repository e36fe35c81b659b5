import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseProxy } from '#testkit/faults/database-proxy';
import { startDatabase } from '../../../tools/src/database/database.js';
import { startFederation, type RunningFederation } from '../../../tools/src/start/federation-processes.js';
import { freePort } from '../../../tools/src/start/free-port.js';

export const publisher = { code: '203246', name: 'tateshina' } as const;
export const claimant = { code: '202151', name: 'shiojiri' } as const;

/** Runs a measurement with a federation of its own on the database of this machine, which is reached through a proxy. */
export async function withTowns(
  root: string,
  body: (
    federation: RunningFederation,
    database: { readonly databaseUri: string; readonly description: string; readonly proxy: DatabaseProxy },
  ) => Promise<void>,
): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'yui-bench-'));
  delete process.env['MONGODB_URI']; // A database of its own: nobody else's data, and nobody else's load.
  process.env['YUI_BULLETIN_INTERVAL'] ??= '3600';
  const database = await startDatabase({ root, dataDir, port: await freePort(), say: () => undefined });
  const proxy = new DatabaseProxy(Number(new URL(database.uri).port));
  let federation: RunningFederation | undefined;
  try {
    const databaseUri = `mongodb://127.0.0.1:${await proxy.start()}/?directConnection=true`;
    federation = await startFederation({
      ...{ root, dataDir, gatewayPort: 0, databaseUri, seed: false, say: () => undefined },
    });
    await body(federation, { databaseUri, description: database.description, proxy });
  } finally {
    await federation?.stop();
    await proxy.close();
    await database.child?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** A town's staff, who ask its own graph as their programs do. */
export interface Office {
  /** A mutation, as `name: fields of its payload`. */
  does(operation: string, input: object): Promise<Record<string, Record<string, unknown>>>;
  /** Whether the claimant knows that an award is in force. */
  isInForce(claimId: string): Promise<boolean>;
}

export async function officeOf(federation: RunningFederation, town: { code: string; name: string }): Promise<Office> {
  const token = await federation.token({ municipality: town.code, roles: ['DIRECTOR'] });
  const ask = async (query: string, variables: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${federation.address(town.name)}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: Record<string, unknown>; errors?: unknown };
    if (data === undefined || errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  };
  let keys = 0;
  return {
    does: async (operation, given) => {
      const [name = '', fields = ''] = operation.split(': ');
      const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
      const query = `mutation($input: ${type}Input!) { ${name}(input: $input) { ... on ${type}Payload { ${fields} } } }`;
      const input = { ...given, idempotencyKey: `bench-${town.code}-${++keys}` };
      return (await ask(query, { input }))[name] as Record<string, Record<string, unknown>>;
    },
    isInForce: async (id) => {
      const { claim } = await ask('query($id: ID!) { claim(id: $id) { status receiptPending } }', { id });
      const { status, receiptPending } = claim as Record<string, unknown>;
      return status === 'CONFIRMED' && receiptPending === false;
    },
  };
}

/** A lot of data entry that may go to other towns. */
export async function newLot(here: Office, minutes: number): Promise<string> {
  const { order } = await here.does('createOrder: order { id }', {
    ...{ municipality: publisher.code, clientName: '株式会社テスト商事', title: '台帳の電子化' },
    recommissionConsent: 'ALLOWED',
  });
  const { lot } = await here.does('addLot: lot { id }', {
    ...{ orderId: order?.['id'], title: '台帳の入力', skill: 'data-entry', minutes, dataClass: 'INTERNAL' },
    ...{ earliest: day(60), due: day(150) },
  });
  return String(lot?.['id']);
}

/** Publishes minutes of a lot; the surplus order. */
export async function publish(
  here: Office,
  lotId: string,
  minutes: number,
  minSliceMinutes: number,
  addressees: readonly string[] | null,
): Promise<string> {
  const { surplusOrder } = await here.does('publishSurplusOrder: surplusOrder { id }', {
    ...{ lotId, minutes, claimBy: day(14), priceYen: 100_000, minSliceMinutes, addressees },
  });
  if (surplusOrder === undefined) throw new Error('nothing was published');
  return String(surplusOrder['id']);
}

function day(ahead: number): string {
  return new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
}

/** Runs a task for each, some at once. */
export async function eachOf<T, U>(items: readonly T[], atOnce: number, task: (item: T) => Promise<U>): Promise<U[]> {
  const left = [...items];
  const done: U[] = [];
  const work = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) done.push(await task(item));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return done;
}
