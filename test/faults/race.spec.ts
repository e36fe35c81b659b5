import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshKey, startTestFederation } from '../support/federation.js';
import { monthAhead, publish, threeWorkers } from '../support/towns.js';

// Goal: 200 parallel claims on the last 40 hours give exactly 40 hours (I-2), on the real database.
// Method: a town whose workers have 40 hours in the month; 200 claims of an hour each, all at once, through the gateway.

const [tateshina, kawakami] = ['203246', '203041'];

describe('two hundred at once', () => {
  let federation: Awaited<ReturnType<typeof startTestFederation>>;
  beforeAll(async () => {
    federation = await startTestFederation();
  }, 120_000);
  afterAll(() => federation.close());

  it('share the last forty hours and not a minute more', async () => {
    const [here, there] = [await federation.as(tateshina, 'DIRECTOR'), await federation.as(kawakami, 'DIRECTOR')];
    const [worker] = await threeWorkers(there, kawakami, 0);
    const { window } = monthAhead();
    await there.does('DeclareAvailability', { workerId: worker, weeks: [{ week: window.to, minutes: 40 * 60 }] });
    const surplusOrder = await publish(here, tateshina, 200 * 60);

    const answers = await Promise.all(
      Array.from({ length: 200 }, () =>
        there.run('ClaimSurplusOrder', {
          input: {
            surplusOrderId: surplusOrder['id'],
            municipality: kawakami,
            minutes: 60,
            idempotencyKey: freshKey(),
          },
        }),
      ),
    );

    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    const outcomes = answers.map(
      ({ data }) => data?.['claimSurplusOrder'] as unknown as { __typename: string; code?: string },
    );
    expect(outcomes.filter(({ __typename }) => __typename === 'ClaimSurplusOrderPayload')).toHaveLength(40);
    expect(outcomes.filter(({ code }) => code === 'CAPACITY_EXCEEDED')).toHaveLength(160);
    const { data } = await there.run('TownCapacity', { municipality: kawakami, skill: 'data-entry', window });
    expect(data?.['townCapacity']).toMatchObject({ offeredMinutes: 2_400, committedMinutes: 2_400, freeMinutes: 0 });
  }, 120_000);
});
