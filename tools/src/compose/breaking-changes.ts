import { BreakingChangeType, findBreakingChanges, type BreakingChange, type GraphQLSchema } from 'graphql';

/**
 * Breaking changes that the changelog does not announce under "Unreleased" → "Breaking", where each is named as users know it:
 * `Lot.minutes`, `Query.claim`, `DataClass.PERSONAL`, or a type by its name.
 */
export function unannouncedChanges(published: GraphQLSchema, schema: GraphQLSchema, changelog: string): string[] {
  const announced = section(section(changelog, '##', 'Unreleased'), '###', 'Breaking');
  return findBreakingChanges(published, schema)
    .map((change) => ({ element: elementOf(change), ...change }))
    .filter(({ element }) => !names(announced, element))
    .map(
      ({ element, description }) =>
        `A breaking change is not announced in CHANGELOG.md under "## Unreleased", "### Breaking", naming ${element}: ${description}`,
    );
}

/** What a change is about. graphql-js tells only in its sentence, whose form depends on the kind of change. */
function elementOf({ type, description }: BreakingChange): string {
  const found = (sentences[type] ?? firstName).exec(description)?.groups;
  const { owner, member } = found ?? {};
  if (owner === undefined) return description;
  return member === undefined ? owner : `${owner}.${member}`;
}

const firstName = /^(?<owner>\w+)(?:\.(?<member>\w+))?/;
const sentences: Partial<Record<BreakingChangeType, RegExp>> = {
  [BreakingChangeType.VALUE_REMOVED_FROM_ENUM]: /^(?<member>\w+) was removed from enum type (?<owner>\w+)/,
  [BreakingChangeType.TYPE_REMOVED_FROM_UNION]: /union type (?<owner>\w+)/,
  [BreakingChangeType.REQUIRED_INPUT_FIELD_ADDED]: /field (?<member>\w+) on input type (?<owner>\w+)/,
  [BreakingChangeType.REQUIRED_ARG_ADDED]: /arg \w+ on (?<owner>\w+)\.(?<member>\w+)/,
  [BreakingChangeType.REQUIRED_DIRECTIVE_ARG_ADDED]: /on directive @?(?<owner>\w+)/,
};

/** The text under a heading, down to the next heading of the same or a higher level. */
function section(markdown: string, level: string, title: string): string {
  const lines = markdown.split('\n');
  const start = lines.findIndex((line) => line.trim() === `${level} ${title}`);
  if (start < 0) return '';
  const length = lines.slice(start + 1).findIndex((line) => /^#+ /.test(line) && line.indexOf(' ') <= level.length);
  return lines.slice(start + 1, length < 0 ? undefined : start + 1 + length).join('\n');
}

/** Whether a text names an element as a word of its own: `Lot.minutes` does not announce `Lot`, nor `Lot.minutesLeft` it. */
function names(text: string, element: string): boolean {
  return text.split(/[^\w.]+/).some((word) => word.replace(/\.$/, '') === element);
}
