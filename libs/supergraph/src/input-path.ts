import { Kind, visit, type DocumentNode, type ValueNode } from 'graphql';

type Path = readonly (string | number)[];

/** Where a document gives a value to a field: `['input', 'weeks', 0, 'week']`. Undefined where it does not. */
export function inputPath(document: DocumentNode, isMeant: (value: ValueNode) => boolean): Path | undefined {
  let found: Path | undefined;
  visit(document, {
    Field({ arguments: given }) {
      for (const { name, value } of given ?? []) found ??= pathWithin(value, [name.value], isMeant);
    },
  });
  return found;
}

/** `input.weeks.0.week`, as errors name a field. */
export function fieldName(path: Path): string {
  return path.join('.');
}

function pathWithin(value: ValueNode, at: Path, isMeant: (value: ValueNode) => boolean): Path | undefined {
  if (isMeant(value)) return at;
  const inside: readonly (Path | undefined)[] =
    value.kind === Kind.OBJECT
      ? value.fields.map((field) => pathWithin(field.value, [...at, field.name.value], isMeant))
      : value.kind === Kind.LIST
        ? value.values.map((each, index) => pathWithin(each, [...at, index], isMeant))
        : [];
  return inside.find((path) => path !== undefined);
}
