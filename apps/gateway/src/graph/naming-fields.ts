import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError, Kind, type DocumentNode, type GraphQLFormattedError } from 'graphql';
import { fieldName, inputPath } from '#supergraph/input-path';

/** What is known of a validation error besides what GraphQL says: the input field that could not be read. */
const fields = new WeakMap<object, string>();

/**
 * A value written into the query text that its type cannot read fails validation, before there are variables to speak of. This finds
 * the input field it was written for; {@link keepInputCode} tells it, so that the answer is the same as for a variable.
 */
export const namingFields: ApolloServerPlugin = {
  requestDidStart: () =>
    Promise.resolve({
      validationDidStart: ({ document }: { document: DocumentNode }) =>
        Promise.resolve((errors?: readonly Error[]): Promise<void> => {
          for (const error of errors ?? []) {
            const field = error instanceof GraphQLError ? unreadField(document, error) : undefined;
            if (field !== undefined)
              fields.set(error instanceof GraphQLError ? (error.originalError ?? error) : error, field);
          }
          return Promise.resolve();
        }),
    }),
};

/** Apollo calls whatever fails validation GRAPHQL_VALIDATION_FAILED; input that cannot be read is BAD_USER_INPUT wherever it stands. */
export function keepInputCode(formatted: GraphQLFormattedError, fault: unknown): GraphQLFormattedError {
  const original = fault instanceof GraphQLError ? fault.originalError : undefined;
  const field = original === undefined ? undefined : fields.get(original);
  if (field === undefined) return formatted;
  return { ...formatted, extensions: { ...formatted.extensions, code: ApolloServerErrorCode.BAD_USER_INPUT, field } };
}

/** Kinds of values that can be written; validation blames exactly one of them when its type cannot read it, and for nothing else. */
const written: readonly string[] = [
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
];

function unreadField(document: DocumentNode, { nodes = [] }: GraphQLError): string | undefined {
  const [blamed, ...more] = nodes;
  if (blamed === undefined || more.length > 0 || !written.includes(blamed.kind)) return undefined;
  const path = inputPath(document, (value) => value === blamed);
  return path === undefined ? undefined : fieldName(path);
}
