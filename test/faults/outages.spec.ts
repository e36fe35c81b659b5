import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshKey, startTestFederation, type Person } from '../support/federation.js';
import { monthAhead, newLot, publish, threeWorkers } from '../support/towns.js';

// Goal: whatever is down, everything that does not need it works (I-15), and lists name who is missing.
// Method: real processes are frozen (SIGSTOP), killed and stopped one at a time; one fault a case.

const [tateshina, shiojiri] = ['203246', '202151'];
const neighbours = ['203505', '202177', '203041'];

describe('outages', () => {
  let federation: Awaited<ReturnType<typeof startTestFederation>>;
  let here: Person;
  let there: Person;
  const { month } = monthAhead();
  const process = (name: string) => {
    const child = federation.processes.get(name);
    if (child === undefined) throw new Error(`no process ${name}`);
    return child;
  };
  const unansweredOf = async (
    operation: string,
    variables: object,
  ): Promise<{ codes: string[]; milliseconds: number }> => {
    const before = Date.now();
    const { data, errors } = await here.run(operation, variables);
    expect(errors).toEqual([]);
    const [answer] = Object.values(data ?? {});
    const unanswered = answer?.['unanswered'] as unknown as { municipality: { code: string }; reason: string }[];
    expect(unanswered.every(({ reason }) => reason !== '')).toBe(true);
    return { codes: unanswered.map(({ municipality }) => municipality.code), milliseconds: Date.now() - before };
  };
  const restored = async (name: string): Promise<void> => {
    await until(async () => (await fetch(`${federation.address(name)}/readyz`)).ok);
  };

  beforeAll(async () => {
    federation = await startTestFederation();
    [here, there] = [await federation.as(tateshina, 'DIRECTOR'), await federation.as(shiojiri, 'DIRECTOR')];
    await threeWorkers(here, tateshina, 3_000);
    await threeWorkers(there, shiojiri, 3_000);
  }, 120_000);
  afterAll(() => federation.close());

  it.each([
    ['stopped', 'SIGTERM'],
    ['frozen', 'SIGSTOP'],
  ] as const)('lists name the towns of a process that is %s, within 2 s', async (_how, signal) => {
    if (signal === 'SIGTERM') await process('neighbours').stop();
    else process('neighbours').signal(signal);
    try {
      for (const [operation, variables] of [
        ['AvailableCapacity', { filter: { from: month, to: month, live: true } }],
        ['SurplusOrders', {}],
        ['SharedWorkload', { fiscalYear: Number(month.slice(0, 4)) }],
      ] as const) {
        const { codes, milliseconds } = await unansweredOf(operation, variables);
        expect(codes).toEqual(neighbours);
        expect(milliseconds).toBeLessThan(2_000);
      }
      const { data } = await here.run('AvailableCapacity', { filter: { from: month, to: month, skill: 'data-entry' } });
      const rows = data?.['availableCapacity']?.['rows'] as unknown as { municipality: { code: string } }[];
      expect(rows.map(({ municipality }) => municipality.code)).toEqual([tateshina, shiojiri]);
    } finally {
      if (signal === 'SIGTERM') process('neighbours').start();
      else process('neighbours').signal('SIGCONT');
      await restored('neighbours');
    }
  });

  it('names silent towns by their name, asked of a town that answers', async () => {
    await process('neighbours').stop();
    try {
      const { data } = await here.ask(
        `query($filter: CapacityFilter!) { availableCapacity(filter: $filter) { silent: unanswered { municipality { name(language: EN) } } } }`,
        { filter: { from: month, to: month, live: true } },
      );
      expect(data?.['availableCapacity']?.['silent']).toEqual(
        ['Nagawa-machi', 'Saku-shi', 'Kawakami-mura'].map((name) => ({ municipality: { name } })),
      );
    } finally {
      process('neighbours').start();
      await restored('neighbours');
    }
  });

  it('tells who asks a town that is down that it is down, and nothing happens', async () => {
    await process('tateshina').stop();
    try {
      const { errors } = await here.run('CreateOrder', {
        input: {
          municipality: tateshina,
          clientName: 'x',
          title: 'x',
          recommissionConsent: 'NONE',
          idempotencyKey: freshKey(),
        },
      });
      expect(errors[0]?.extensions).toMatchObject({ code: 'TOWN_UNREACHABLE', municipality: tateshina });
      // What every town knows is answered by another one.
      expect((await here.run('Municipalities')).data?.['municipalities']).toHaveLength(5);
    } finally {
      process('tateshina').start();
      await restored('tateshina');
    }
  });

  it('shows a claim to its publisher with the claimant down', async () => {
    const surplusOrder = await publish(here, tateshina, 600);
    const { claim } = await there.does('ClaimSurplusOrder', {
      surplusOrderId: surplusOrder['id'],
      municipality: shiojiri,
      minutes: 600,
    });
    await process('shiojiri').stop();
    try {
      const { data } = await here.run('Claim', { id: String(claim?.['id']) });
      expect(data?.['claim']).toMatchObject({ status: 'SUBMITTED', minutes: 600, municipality: { code: shiojiri } });
    } finally {
      process('shiojiri').start();
      await restored('shiojiri');
    }
  });

  it('trades on with coordination down', async () => {
    await process('coordination').stop();
    try {
      const surplusOrder = await publish(here, tateshina, 600);
      const { claim } = await there.does('ClaimSurplusOrder', {
        surplusOrderId: surplusOrder['id'],
        municipality: shiojiri,
        minutes: 600,
      });
      await here.does('AwardClaim', { claimId: claim?.['id'], minutes: 600 });
      await there.does('ConfirmAward', { claimId: claim?.['id'] });
      const { codes } = await unansweredOf('AvailableCapacity', { filter: { from: month, to: month } });
      expect(codes).toEqual([]); // The towns are asked without it.
      const { errors } = await here.run('SharedWorkload', { fiscalYear: 2027 });
      expect(errors[0]?.extensions['code']).toBe('SERVICE_UNREACHABLE');
    } finally {
      process('coordination').start();
      await restored('coordination');
    }
  });

  it('delivers what a town was told while it was down, and the trade ends confirmed with the gateway down', async () => {
    const surplusOrder = await publish(here, tateshina, 600);
    await process('tateshina').stop();
    const { claim } = await there.does('ClaimSurplusOrder', {
      surplusOrderId: surplusOrder['id'],
      municipality: shiojiri,
      minutes: 600,
    });
    process('tateshina').start();
    await restored('tateshina');
    const claimId = String(claim?.['id']);
    await until(
      async () =>
        (await here.run('AwardClaim', { input: { claimId, minutes: 600, idempotencyKey: `award-${claimId}` } })).data?.[
          'awardClaim'
        ]?.['claim'] !== undefined,
    );
    await process('gateway').stop();
    try {
      // Straight to the town, as its own staff's programs would.
      const direct = async (query: string): Promise<Record<string, unknown>> => {
        const response = await fetch(`${federation.address('shiojiri')}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${there.token}` },
          body: JSON.stringify({ query }),
        });
        return ((await response.json()) as { data: Record<string, unknown> }).data;
      };
      await direct(
        `mutation { confirmAward(input: { claimId: "${claimId}", idempotencyKey: "direct-${claimId}" }) { __typename } }`,
      );
      await until(async () => {
        const { claim: now } = (await direct(`{ claim(id: "${claimId}") { status receiptPending } }`)) as {
          claim: { status: string; receiptPending: boolean };
        };
        return now.status === 'CONFIRMED' && !now.receiptPending;
      });
    } finally {
      process('gateway').start();
      await restored('gateway');
    }
    expect((await here.run('Claim', { id: claimId })).data?.['claim']?.['status']).toBe('CONFIRMED');
  });

  it('ends a claim under way confirmed with coordination and gateway stopped', async () => {
    const surplusOrder = await publish(here, tateshina, 600);
    const { claim } = await there.does('ClaimSurplusOrder', {
      surplusOrderId: surplusOrder['id'],
      municipality: shiojiri,
      minutes: 600,
    });
    const claimId = String(claim?.['id']);
    await Promise.all([process('gateway').stop(), process('coordination').stop()]);
    try {
      // Each town's own graph, as its own staff's programs ask it.
      const direct = async (town: string, token: string, query: string): Promise<Record<string, unknown>> => {
        const response = await fetch(`${federation.address(town)}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: JSON.stringify({ query }),
        });
        return ((await response.json()) as { data: Record<string, unknown> }).data;
      };
      const acts = (town: string, person: Person, name: string, input: string): Promise<void> =>
        until(async () => {
          const key = `${name}-${claimId}`;
          const mutation = `mutation { ${name}(input: { claimId: "${claimId}"${input}, idempotencyKey: "${key}" }) { __typename } }`;
          const answer = (await direct(town, person.token, mutation))[name] as { __typename: string };
          return answer.__typename !== 'Refusal';
        });
      await acts('tateshina', here, 'awardClaim', ', minutes: 600');
      await acts('shiojiri', there, 'confirmAward', '');
      for (const [town, person] of [
        ['tateshina', here],
        ['shiojiri', there],
      ] as const)
        await until(async () => {
          const query = `{ claim(id: "${claimId}") { status receiptPending } }`;
          const { claim: now } = (await direct(town, person.token, query)) as {
            claim: { status: string; receiptPending: boolean };
          };
          return now.status === 'CONFIRMED' && !now.receiptPending;
        });
    } finally {
      for (const name of ['coordination', 'gateway']) process(name).start();
      for (const name of ['coordination', 'gateway']) await restored(name);
    }
    expect((await here.run('Claim', { id: claimId })).data?.['claim']?.['status']).toBe('CONFIRMED');
  });

  it('loses no acknowledged order when the database is killed', async () => {
    const acknowledged: string[] = [];
    for (let n = 0; n < 10; n++) acknowledged.push(await newLot(here, tateshina, 60));
    const pid = process('database').pid;
    process('database').signal('SIGKILL');
    await until(async () => process('database').pid !== undefined && process('database').pid !== pid);
    await restored('tateshina');
    const orders = await here.ask('{ orders(municipality: "203246", first: 200) { nodes { lots { id } } } }');
    const nodes = orders.data?.['orders']?.['nodes'] as unknown as { lots: { id: string }[] }[];
    expect(nodes.flatMap(({ lots }) => lots.map(({ id }) => id))).toEqual(expect.arrayContaining(acknowledged));
  });
});

async function until(ask: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      if (await ask()) return;
    } catch {
      // Not reachable yet.
    }
    if (Date.now() > deadline) throw new Error('it did not come to that within a minute');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
