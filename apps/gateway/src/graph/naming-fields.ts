import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError, Kind, visit, type ASTNode, type DocumentNode, type GraphQLFormattedError } from 'graphql';

/**
 * A value written into the query text that one of our scalars cannot read fails validation. The answer names the input field then as
 * well, as it does for variables.
 */
export const namingFields: ApolloServerPlugin = {
  requestDidStart: () =>
    Promise.resolve({
      validationDidStart: ({ document }: { document: DocumentNode }) =>
        Promise.resolve((errors?: readonly Error[]): Promise<void> => {
          for (const error of errors ?? []) {
            if (!(error instanceof GraphQLError) || error.extensions['code'] !== ApolloServerErrorCode.BAD_USER_INPUT) continue;
            const field = error.nodes?.[0] === undefined ? undefined : inputPath(document, error.nodes[0]);
            if (field !== undefined) error.extensions['field'] = field;
          }
          return Promise.resolve();
        }),
    }),
};

/** Apollo calls whatever fails validation GRAPHQL_VALIDATION_FAILED; input that cannot be read keeps its own code. */
export function keepInputCode(formatted: GraphQLFormattedError, fault: unknown): GraphQLFormattedError {
  const original = fault instanceof GraphQLError ? fault.originalError : undefined;
  const unreadable = original instanceof GraphQLError && original.extensions['code'] === ApolloServerErrorCode.BAD_USER_INPUT;
  return unreadable ? { ...formatted, extensions: { ...formatted.extensions, code: ApolloServerErrorCode.BAD_USER_INPUT } } : formatted;
}

/** The path of the argument or input field that holds a value, `input.due`. */
function inputPath(document: DocumentNode, value: ASTNode): string | undefined {
  let path: string | undefined;
  visit(document, {
    enter(node, _key, _parent, _path, ancestors) {
      if (node !== value) return;
      const around = [...ancestors.flat(), node] as ASTNode[];
      path = around.flatMap((each) => (each.kind === Kind.ARGUMENT || each.kind === Kind.OBJECT_FIELD ? [each.name.value] : [])).join('.');
    },
  });
  return path === '' ? undefined : path;
}
