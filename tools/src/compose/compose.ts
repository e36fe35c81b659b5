import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildSchema, parse } from 'graphql';
import { compose } from '#supergraph/compose';
import { unannouncedChanges } from './breaking-changes.js';
import { contractFaults, descriptionFaults } from './checks.js';

const run = promisify(execFile);

/** Services whose subgraphs make up the graph. */
const subgraphs = ['municipality', 'coordination'] as const;

/** The subgraphs fit together, and yet this graph may not go out. */
export class GraphFaults extends Error {
  constructor(faults: readonly string[]) {
    super(`The graph is not as it has to be:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
  }
}

/**
 * Composes the one graph offline: asks each service for its subgraph, composes them, holds the result against the contract and against
 * the schema published last, and writes it. With `check`, writes nothing to schema.graphql and fails where it would have to.
 * @throws an Error with one readable message when anything is wrong.
 */
export async function composeGraph(root: string, { check }: { readonly check: boolean }): Promise<void> {
  const texts = await Promise.all(subgraphs.map(async (name) => ({ name, sdl: await subgraphOf(root, name) })));
  const { supergraphSdl, publicSdl } = compose(texts);
  const published = readOptional(join(root, 'schema.graphql'));
  const contract = parse(readFileSync(join(root, 'test/contract/contract.graphql'), 'utf8'));
  const notYet = JSON.parse(readFileSync(join(root, 'test/contract/not-yet.json'), 'utf8')) as string[];
  const schema = buildSchema(publicSdl);
  const faults = [
    ...descriptionFaults(schema),
    ...contractFaults(schema, contract, notYet),
    ...(published === undefined
      ? []
      : unannouncedChanges(buildSchema(published), schema, readOptional(join(root, 'CHANGELOG.md')) ?? '')),
    ...(check && published !== publicSdl ? ['schema.graphql is not current: run "npm run build" and commit it.'] : []),
  ];
  if (faults.length > 0) throw new GraphFaults(faults);
  writeFileSync(join(root, 'dist/supergraph.graphql'), supergraphSdl);
  writeFileSync(join(root, 'dist/public.graphql'), publicSdl);
  if (!check && published !== publicSdl) writeFileSync(join(root, 'schema.graphql'), publicSdl);
}

/** The subgraph of a service, printed by a process of its own. */
async function subgraphOf(root: string, name: string): Promise<string> {
  const { stdout } = await run(process.execPath, [join(root, `dist/apps/${name}/src/graph/print-schema.js`)], {
    cwd: root,
    maxBuffer: 1 << 24,
  });
  return stdout;
}

function readOptional(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fault;
  }
}
