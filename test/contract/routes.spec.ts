import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, type GraphQLObjectType } from 'graphql';
import { routes } from '../../apps/gateway/src/sharding/routes.js';

const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));

describe('the gateway', () => {
  it('has no route for what no longer exists', () => {
    const fields = [schema.getQueryType(), schema.getMutationType()]
      .filter((type): type is GraphQLObjectType => type !== null && type !== undefined)
      .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
    expect(Object.keys(routes).filter((route) => !fields.includes(route))).toEqual([]);
  });
});
