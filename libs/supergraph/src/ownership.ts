import { Kind, parse, type ConstDirectiveNode, type ObjectTypeDefinitionNode } from 'graphql';

const roots = ['Query', 'Mutation'];

/** The root fields that a subgraph answers, `Query.claim` and the like, as the supergraph says. */
export function rootFieldsOf(supergraphSdl: string, subgraph: string): string[] {
  const graph = subgraph.toUpperCase();
  return objectTypes(supergraphSdl)
    .filter(({ name }) => roots.includes(name.value))
    .flatMap(({ name, fields = [], directives = [] }) =>
      fields
        .filter((field) => {
          const owners = argumentsOf(field.directives ?? [], 'join__field', 'graph');
          return (owners.length > 0 ? owners : argumentsOf(directives, 'join__type', 'graph')).includes(graph);
        })
        .map((field) => `${name.value}.${field.name.value}`),
    );
}

/** The types that a subgraph can complete when it is given their key. */
export function entitiesOf(supergraphSdl: string, subgraph: string): string[] {
  const graph = subgraph.toUpperCase();
  return objectTypes(supergraphSdl)
    .filter(({ directives = [] }) =>
      directives.some((directive) => {
        const [owner] = argumentsOf([directive], 'join__type', 'graph');
        const keys = argumentsOf([directive], 'join__type', 'key');
        return (
          owner === graph && keys.length > 0 && !argumentsOf([directive], 'join__type', 'resolvable').includes('false')
        );
      }),
    )
    .map(({ name }) => name.value);
}

function objectTypes(sdl: string): ObjectTypeDefinitionNode[] {
  return parse(sdl, { noLocation: true }).definitions.filter((each) => each.kind === Kind.OBJECT_TYPE_DEFINITION);
}

function argumentsOf(directives: readonly ConstDirectiveNode[], directive: string, argument: string): string[] {
  return directives
    .filter(({ name }) => name.value === directive)
    .flatMap(({ arguments: given = [] }) => given.filter(({ name }) => name.value === argument))
    .map(({ value }) => ('value' in value ? String(value.value) : ''));
}
