import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Kind, parse, print, type OperationDefinitionNode } from 'graphql';
import { startFederation, type RunningFederation } from '../../tools/src/start/federation-processes.js';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The operations that users and partners rely on, by name, as they are published. */
const contract = new Map(
  parse(readFileSync(join(root, 'test/contract/contract.graphql'), 'utf8')).definitions.flatMap((each) =>
    each.kind === Kind.OPERATION_DEFINITION
      ? [[(each as OperationDefinitionNode).name?.value ?? '', print(each)] as const]
      : [],
  ),
);

export interface GraphAnswer {
  readonly status: number;
  // A test reads answers as they come; what they hold is what it asserts.
  readonly data: Record<string, Tree> | null | undefined;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Record<string, unknown>;
  }[];
}

/** An answer's tree: every step down exists until an assertion says otherwise. */
export interface Tree {
  readonly [key: string]: Tree;
  readonly [index: number]: Tree;
}

/** Someone who asks the graph. */
export interface Person {
  readonly token: string;
  /** Runs an operation of the contract by its name. */
  run(operation: string, variables?: object, options?: { readonly language?: 'ja' | 'en' }): Promise<GraphAnswer>;
  /** Runs any text. */
  ask(query: string, variables?: object, options?: { readonly language?: 'ja' | 'en' }): Promise<GraphAnswer>;
  /** The payload of a mutation of the contract. @throws when it is refused. */
  does(operation: string, input: object): Promise<Tree>;
  /** The refusal of a mutation of the contract. @throws when it is not refused. */
  isRefused(
    operation: string,
    input: object,
    options?: { readonly language?: 'ja' | 'en' },
  ): Promise<{ code: string; message: string; field: string | null }>;
}

export interface TestFederation extends RunningFederation {
  readonly dataDir: string;
  as(municipality: string, ...roles: string[]): Promise<Person>;
  withToken(token: string): Person;
}

/** A federation of real processes on free ports with its own data folder; `close` ends it and removes everything. */
export async function startTestFederation({ seed = false }: { readonly seed?: boolean } = {}): Promise<
  TestFederation & { close(): Promise<void> }
> {
  const dataDir = mkdtempSync(join(tmpdir(), 'yui-e2e-'));
  delete process.env['MONGODB_URI']; // Always a database of its own: some tests kill it, and somebody's data may live in the other one.
  process.env['YUI_BULLETIN_INTERVAL'] ??= '3600'; // Bulletins go out when a test says so, not in the middle of it.
  const running = await startFederation({ root, dataDir, gatewayPort: 0, seed, say: () => undefined });
  const withToken = (token: string): Person => personWith(running.gateway, token);
  return {
    ...running,
    dataDir,
    withToken,
    as: async (municipality, ...roles) => withToken(await running.token({ municipality, roles })),
    close: async () => {
      await running.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Waits until what is expected is so, for as long as an answer between two towns may take. @throws what it found last */
export async function eventually(expectation: () => Promise<void>, milliseconds = 15_000): Promise<void> {
  const end = Date.now() + milliseconds;
  for (;;) {
    try {
      return await expectation();
    } catch (fault) {
      if (Date.now() > end) throw fault;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

let keys = 0;
/** An idempotency key nobody else uses. */
export function freshKey(): string {
  return `test-${process.pid}-${++keys}`;
}

function personWith(gateway: string, token: string): Person {
  const ask: Person['ask'] = async (query, variables = {}, { language = 'ja' } = {}) => {
    const response = await fetch(`${gateway}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'accept-language': language,
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors = [] } = (await response.json()) as Partial<GraphAnswer>;
    return { status: response.status, data, errors };
  };
  const run: Person['run'] = (operation, variables, options) => {
    const text = contract.get(operation);
    if (text === undefined) throw new Error(`the contract has no ${operation}`);
    return ask(text, variables, options);
  };
  const answerOf = async (operation: string, input: object, options?: { language?: 'ja' | 'en' }): Promise<Tree> => {
    const { data, errors } = await run(operation, { input: { idempotencyKey: freshKey(), ...input } }, options);
    const [answer] = Object.values(data ?? {});
    if (errors.length > 0 || answer === undefined) throw new Error(`${operation}: ${JSON.stringify(errors)}`);
    return answer;
  };
  return {
    token,
    ask,
    run,
    does: async (operation, input) => {
      const answer = await answerOf(operation, input);
      if (String(answer['__typename']) === 'Refusal')
        throw new Error(`${operation} was refused: ${JSON.stringify(answer)}`);
      return answer;
    },
    isRefused: async (operation, input, options) => {
      const answer = await answerOf(operation, input, options);
      if (String(answer['__typename']) !== 'Refusal')
        throw new Error(`${operation} was not refused: ${JSON.stringify(answer)}`);
      return answer as unknown as { code: string; message: string; field: string | null };
    },
  };
}
