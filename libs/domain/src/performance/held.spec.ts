import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { claimant, date, id, none, publisher, termsFor } from '#testkit/trade-walk';
import { endOfDayInTokyo } from '../calendar/date.js';
import { compare, type HeldProcess } from '../reconciliation/compare.js';
import type { None } from '../trade/machine.js';
import { heldOfWork } from './held.js';
import { perform, type AwardNow, type PerformanceEvent } from './machine.js';
import type { Performance } from './performance.js';

// Goal: of two honest towns no comparison ever finds a difference in the work on an award but for a word under way, and it always finds a
// delivery or a verdict that one of them has lost. Method: the table at both ends; after each step both ends are compared.

const offer = { minutes: 600, priceYen: 12_001, earliest: date('2027-08-01'), due: date('2027-08-31') };
const terms = termsFor({ ...offer, by: 'CLAIMANT', number: 2 }, 600);
const award: AwardNow = { claimId: id, claimant, publisher, inForce: true, terms, termsHash: 'hash' };
const now = endOfDayInTokyo(date('2027-08-09'));

type Deed =
  | 'start'
  | 'deliver'
  | 'deliver rework'
  | 'accept'
  | 'accept all'
  | 'reject'
  | 'hear'
  | 'hear there'
  | 'amend'
  | 'amend there';
const deeds = fc.array(
  fc.constantFrom<Deed>(
    ...(['deliver', 'deliver', 'deliver rework', 'accept', 'accept all', 'reject', 'amend', 'amend there'] as const),
    ...(['hear', 'hear there', 'hear', 'hear there', 'hear', 'hear there'] as const),
  ),
  { minLength: 4, maxLength: 30, size: 'max' },
);

class Work {
  here: Performance | None = none;
  there: Performance | None = none;
  private readonly hashes = { here: 'hash', there: 'hash' };
  private readonly toHere: PerformanceEvent[] = [];
  private readonly toThere: PerformanceEvent[] = [];
  private readonly heard = { here: 0, there: 0 };

  do(deed: Deed): void {
    const number = this.here.status === 'NONE' ? 1 : this.here.deliveries.length;
    switch (deed) {
      case 'start':
        return this.act('there', { type: 'start' });
      case 'deliver': {
        const left = 600 - (this.there.status === 'NONE' ? 0 : this.there.acceptedMinutes);
        return this.act('there', { type: 'deliver', minutes: left, reworkMinutes: 0, note: '' });
      }
      case 'deliver rework':
        return this.act('there', { type: 'deliver', minutes: 200, reworkMinutes: 30, note: '直し' });
      case 'accept':
        return this.act('here', { type: 'accept', number, minutes: 200 });
      case 'accept all': {
        const minutes = this.here.status === 'NONE' ? 0 : (this.here.deliveries.at(-1)?.minutes ?? 0);
        return this.act('here', { type: 'accept', number, minutes });
      }
      case 'reject':
        return this.act('here', { type: 'reject', number, reason: '様式', cause: 'CLIENT' });
      case 'amend':
        this.hashes.here = 'amended';
        return;
      case 'amend there':
        this.hashes.there = 'amended';
        return;
      default:
        return this.hear(deed === 'hear' ? 'here' : 'there');
    }
  }

  /** Both ends as the publisher compares them. */
  ends(): readonly [HeldProcess, HeldProcess] {
    const held = (work: Performance | None, said: number, heard: number): HeldProcess => {
      const nothing = { id, kind: '', state: 'NONE', hash: '', said, heard };
      if (work.status === 'NONE') return nothing;
      const { state, content } = heldOfWork(work);
      return { ...nothing, kind: 'work', state, hash: JSON.stringify(Object.entries(content).sort()) };
    };
    return [
      held(this.here, this.toThere.length, this.heard.here),
      held(this.there, this.toHere.length, this.heard.there),
    ];
  }

  hear(end: 'here' | 'there'): void {
    const word = (end === 'here' ? this.toHere : this.toThere)[this.heard[end]];
    if (word === undefined) return;
    this.heard[end]++;
    this.act(end, word);
  }

  private act(end: 'here' | 'there', event: PerformanceEvent): void {
    const [town, peer] = end === 'here' ? [publisher, this.toThere] : [claimant, this.toHere];
    const decision = perform(this[end], event, { ...award, termsHash: this.hashes[end] }, town, now);
    if (!decision.ok) return;
    this[end] = decision.value.state;
    for (const one of decision.value.outgoing)
      if (one.do === 'tell')
        peer.push({ type: one.type, from: town, payload: one.payload } as unknown as PerformanceEvent);
  }
}

const never = (): boolean => false;

describe('what both ends of the work on an award hold', () => {
  it('never differs between honest towns, but for a word under way', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(deeds, (walk) => {
        const work = new Work();
        for (const deed of ['start', ...walk] as const) {
          work.do(deed);
          const [here, there] = work.ends();
          const comparison = compare(here, there, never);
          expect({ here, there, comparison }).not.toMatchObject({ comparison: { outcome: 'DRIFT' } });
          seen.add(`${comparison.outcome} ${here.state} ${there.state}`);
        }
      }),
      { numRuns: 1_500, seed: 7 },
    );
    for (const state of ['PERFORMING', 'DELIVERED', 'INSPECTED']) expect(seen).toContain(`ALIKE ${state} ${state}`);
    expect(seen).toContain('UNDER_WAY NONE PERFORMING');
  });

  it.each<[string, (work: Performance) => Performance]>([
    ['the last delivery', (work) => ({ ...work, deliveries: work.deliveries.slice(0, -1) })],
    ['a verdict', (work) => ({ ...work, deliveries: work.deliveries.map((each) => ({ ...each, verdict: null })) })],
    ['minutes that are accepted', (work) => ({ ...work, acceptedMinutes: 0 })],
  ])('differs where one has lost %s', (_lost, change) => {
    const work = new Work();
    for (const deed of ['start', 'deliver', 'hear', 'hear', 'accept', 'hear there'] as const) work.do(deed);
    expect(compare(...work.ends(), never)).toEqual({ outcome: 'ALIKE' });
    work.here = change(work.here as Performance);
    expect(compare(...work.ends(), never)).toEqual({ outcome: 'DRIFT', drift: 'DIFFERENT' });
  });
});
