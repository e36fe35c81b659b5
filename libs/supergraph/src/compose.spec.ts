import { describe, expect, it } from '@jest/globals';
import { compose, CompositionFailed } from './compose.js';
import { entitiesOf, rootFieldsOf } from './ownership.js';

const federation =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';
const towns = `${federation} type Query { lot: Lot both: Int @shareable } type Mutation { add: Lot } "A lot." type Lot @key(fields: "id") { id: ID! b: Int a: Int }`;
const coordination = `${federation} type Query { plan: Lot both: Int @shareable } type Lot @key(fields: "id", resolvable: false) { id: ID! }`;

describe('a composition', () => {
  const { supergraphSdl, publicSdl } = compose([
    { name: 'towns', sdl: towns },
    { name: 'coordination', sdl: coordination },
  ]);

  it('shows users a schema in alphabetical order, with descriptions and without the federation', () => {
    expect(publicSdl).toMatch(/"""A lot."""\ntype Lot {\n {2}a: Int\n {2}b: Int\n {2}id: ID!\n}/);
    expect(publicSdl).not.toMatch(/join__|@key/);
  });

  it('says who answers what', () => {
    expect(rootFieldsOf(supergraphSdl, 'towns').sort()).toEqual(['Mutation.add', 'Query.both', 'Query.lot']);
    expect(rootFieldsOf(supergraphSdl, 'coordination').sort()).toEqual(['Query.both', 'Query.plan']);
    expect(entitiesOf(supergraphSdl, 'towns')).toEqual(['Lot']);
    expect(entitiesOf(supergraphSdl, 'coordination')).toEqual([]);
  });

  it.each([
    ['two types of one name that differ', `${federation} type Query { x: Lot } type Lot { id: Int! }`, 'Lot'],
    ['text that is no schema', 'type Query {', 'broken'],
  ])('fails with a sentence for %s', (_, broken, named) => {
    const attempt = (): unknown =>
      compose([
        { name: 'towns', sdl: towns },
        { name: 'broken', sdl: broken },
      ]);
    expect(attempt).toThrow(CompositionFailed);
    expect(attempt).toThrow(named);
  });
});
