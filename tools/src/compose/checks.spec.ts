import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { contractFaults, descriptionFaults } from './checks.js';

describe('descriptions', () => {
  it('are missed wherever users would read them', () => {
    const schema = buildSchema(`
      type Query { lot(id: ID): Lot }
      "A lot." type Lot { "Its minutes." minutes: Int state: State }
      enum State { OPEN }
      input Filter { from: Date }
      scalar Date
      union Either = Lot
    `);
    expect(descriptionFaults(schema).map((fault) => fault.split(' ')[0])).toEqual(
      expect.arrayContaining([
        'Query.lot',
        'Query.lot(id)',
        'Lot.state',
        'State',
        'State.OPEN',
        'Filter',
        'Filter.from',
        'Date',
        'Either',
      ]),
    );
    expect(descriptionFaults(schema)).toHaveLength(9);
  });
});

describe('the contract', () => {
  const schema = buildSchema('type Query { lot(id: ID): String }');
  const contract = parse('query Lot { lot(id: 1) } query Plan { plan }');

  it.each([
    ['holds', ['Plan'], []],
    [
      'names what no longer validates',
      [],
      ['The contract\'s Plan no longer validates: Cannot query field "plan" on type "Query".'],
    ],
    [
      'wants to know what has been built',
      ['Plan', 'Lot'],
      ["The contract's Lot is there: take it out of test/contract/not-yet.json."],
    ],
    [
      'knows its own operations',
      ['Plan', 'Loan'],
      ['test/contract/not-yet.json names Loan, which the contract does not have.'],
    ],
  ])('%s', (_, notYet, faults) => {
    expect(contractFaults(schema, contract, notYet)).toEqual(faults);
  });
});
