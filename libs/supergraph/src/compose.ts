import { compositionHasErrors, composeServices } from '@theguild/federation-composition';
import { buildASTSchema, lexicographicSortSchema, parse, printSchema, type DocumentNode } from 'graphql';

export interface SubgraphText {
  readonly name: string;
  readonly sdl: string;
}

export interface Composition {
  /** What the gateway plans with. */
  readonly supergraphSdl: string;
  /** What users see: no directives of the federation, everything in alphabetical order. */
  readonly publicSdl: string;
}

/** Subgraphs do not fit together. Each message names what does not. */
export class CompositionFailed extends Error {
  constructor(readonly messages: readonly string[]) {
    super(`The subgraphs do not compose:\n${messages.map((message) => `- ${message}`).join('\n')}`);
  }
}

/** @throws CompositionFailed */
export function compose(subgraphs: readonly SubgraphText[]): Composition {
  const result = composeServices(
    subgraphs.map(({ name, sdl }) => ({ name, typeDefs: read(name, sdl), url: `http://${name}` })),
  );
  if (compositionHasErrors(result)) throw new CompositionFailed(result.errors.map(({ message }) => message));
  if (result.publicSdl === undefined) throw new CompositionFailed(['the composition wrote no public schema']);
  const schema = buildASTSchema(parse(result.publicSdl), { assumeValidSDL: true });
  return { supergraphSdl: result.supergraphSdl, publicSdl: `${printSchema(lexicographicSortSchema(schema))}\n` };
}

function read(name: string, sdl: string): DocumentNode {
  try {
    return parse(sdl);
  } catch (fault) {
    throw new CompositionFailed([`The schema of ${name} cannot be read: ${String(fault)}`]);
  }
}
