import {
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  Kind,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

/** Every public type, field, argument and value that has no description: the schema is a user interface. */
export function descriptionFaults(schema: GraphQLSchema): string[] {
  const bare: string[] = [];
  const see = (name: string, { description }: { description?: string | null | undefined }): void => {
    if (!description) bare.push(`${name} has no description.`);
  };
  const roots = new Set([
    schema.getQueryType()?.name,
    schema.getMutationType()?.name,
    schema.getSubscriptionType()?.name,
  ]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    if (!roots.has(type.name)) see(type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) see(`${type.name}.${value.name}`, value);
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields())) see(`${type.name}.${field.name}`, field);
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        see(`${type.name}.${field.name}`, field);
        for (const argument of field.args) see(`${type.name}.${field.name}(${argument.name})`, argument);
      }
    }
  }
  return bare;
}

/** Operations of the contract that no longer validate, and operations called not yet built that do. */
export function contractFaults(schema: GraphQLSchema, contract: DocumentNode, notYet: readonly string[]): string[] {
  const operations = contract.definitions.filter(
    (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
  );
  const names = new Set(operations.map(({ name }) => name?.value));
  const strangers = notYet
    .filter((name) => !names.has(name))
    .map((name) => `test/contract/not-yet.json names ${name}, which the contract does not have.`);
  return [
    ...strangers,
    ...operations.flatMap((operation) => {
      const name = operation.name?.value ?? 'unnamed';
      const [error] = validate(schema, { ...contract, definitions: [operation] });
      if (notYet.includes(name))
        return error === undefined
          ? [`The contract's ${name} is there: take it out of test/contract/not-yet.json.`]
          : [];
      return error === undefined ? [] : [`The contract's ${name} no longer validates: ${error.message}`];
    }),
  ];
}
