import { describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { unannouncedChanges } from './breaking-changes.js';

const sdl = `
  type Query { lot(id: ID, at: String): Lot order: String either: Either }
  type Lot { minutes: Int minutesLeft: Int state: State }
  type Old { x: Int }
  enum State { OPEN CLOSED }
  union Either = Lot | Old
  input Filter { from: String }
  type Mutation { find(filter: Filter): Lot }
`;
const published = buildSchema(sdl);

/** Each row: what becomes of the schema, and how its change is announced. */
const changes: [string, string, string][] = [
  ['minutes: Int minutesLeft', 'minutesLeft', 'Lot.minutes'],
  ['minutes: Int', 'minutes: String', 'Lot.minutes'],
  ['at: String', '', 'Query.lot'],
  ['at: String', 'at: String, by: ID!', 'Query.lot'],
  ['OPEN CLOSED', 'OPEN', 'State.CLOSED'],
  ['Lot | Old', 'Lot', 'Either'],
  ['from: String', 'from: String, to: String!', 'Filter.to'],
];

describe('a breaking change', () => {
  it.each(changes)('%s → %s must be announced as %s', (before, after, element) => {
    const schema = buildSchema(sdl.replace(before, after));
    expect(unannouncedChanges(published, schema, changelogWith(''))).toEqual([
      expect.stringContaining(`naming ${element}: `),
    ]);
    expect(unannouncedChanges(published, schema, changelogWith(`- \`${element}\` is different now.`))).toEqual([]);
    expect(unannouncedChanges(published, schema, changelogWith(`- ${element}.`))).toEqual([]);
  });

  it.each([
    ['under an old release', '# Changelog\n\n## Unreleased\n\n## 0.1.0\n\n### Breaking\n\n- Lot.minutes\n'],
    ['under another heading', '# Changelog\n\n## Unreleased\n\n### Breaking\n\n### Added\n\n- Lot.minutes\n'],
    ['by the name of something else', changelogWith('- Lot.minutesLeft and Lot and minutes')],
  ])('is not announced %s', (_, changelog) => {
    const schema = buildSchema(sdl.replace('minutes: Int minutesLeft', 'minutesLeft'));
    expect(unannouncedChanges(published, schema, changelog)).toHaveLength(1);
  });

  it('is none where something is added', () => {
    expect(unannouncedChanges(published, buildSchema(sdl.replace('OPEN', 'OPEN PAUSED')), '')).toEqual([]);
  });
});

function changelogWith(line: string): string {
  return `# Changelog\n\n## Unreleased\n\n### Breaking\n\n${line}\n\n## 0.1.0\n`;
}
