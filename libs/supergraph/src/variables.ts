import {
  coerceInputValue,
  GraphQLError,
  isInputType,
  isNonNullType,
  Kind,
  print,
  typeFromAST,
  valueFromAST,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValueNode,
  type VariableDefinitionNode,
} from 'graphql';
import type { Variables } from './documents.js';
import { fieldName, inputPath } from './input-path.js';

/** A request that gets this many of its inputs wrong is not told of the rest. */
const mostErrors = 20;

/**
 * The variables of an operation as its types read them. Faults carry BAD_USER_INPUT and, in `field`, the path of the input: that of the
 * argument the variable is given to, `input.due`, whatever the variable is called.
 */
export function readVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  given: Variables,
):
  | { readonly values: Variables; readonly errors?: undefined }
  | { readonly values?: undefined; readonly errors: readonly GraphQLError[] } {
  const values: Record<string, unknown> = {};
  const errors: GraphQLError[] = [];
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type)) throw new Error(`validation let a variable of type ${print(definition.type)} through`);
    const fault = (message: string, path: readonly (string | number)[], extensions: object = {}): void => {
      if (errors.length < mostErrors)
        errors.push(
          badInput(
            message,
            definition,
            fieldName([...(inputPath(document, isVariable(name)) ?? [name]), ...path]),
            extensions,
          ),
        );
    };
    if (!Object.hasOwn(given, name)) {
      if (definition.defaultValue) values[name] = valueFromAST(definition.defaultValue, type);
      else if (isNonNullType(type))
        fault(`Variable "$${name}" of required type "${String(type)}" was not provided.`, []);
    } else if (given[name] === null && isNonNullType(type)) {
      fault(`Variable "$${name}" of non-null type "${String(type)}" must not be null.`, []);
    } else {
      values[name] = coerceInputValue(given[name], type, (path, _value, error) =>
        fault(error.message, path, error.extensions),
      ) as unknown;
    }
  }
  return errors.length > 0 ? { errors } : { values };
}

function badInput(
  message: string,
  definition: VariableDefinitionNode,
  field: string,
  extensions: object,
): GraphQLError {
  return new GraphQLError(message, { nodes: definition, extensions: { ...extensions, code: 'BAD_USER_INPUT', field } });
}

function isVariable(name: string): (value: ValueNode) => boolean {
  return (value) => value.kind === Kind.VARIABLE && value.name.value === name;
}
