import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { claimant, dearer, id, none, order, publisher, start, termsFor } from '#testkit/trade-walk';
import type { Instant } from '../calendar/date.js';
import { compare, pairsOf, unheardOf, type BothEnds, type HeldProcess } from '../reconciliation/compare.js';
import { amendedTerms } from './amendment.js';
import type { ClaimAtClaimant, ClaimAtPublisher } from './claim-state.js';
import { atClaimant, type ClaimantEvent } from './claimant.js';
import { claimMayDiffer, heldOfAmendments, heldOfClaim } from './held.js';
import type { None } from './machine.js';
import type { Outgoing } from './outgoing.js';
import { atPublisher, type PublisherEvent } from './publisher.js';

// Goal: of two honest towns, whatever their people do and however late words and clocks are, no comparison ever finds a difference.
// Method: the real reducers at both ends of one claim; after each step both ends are compared.

const hours = 3_600_000;
const steps = [
  ...['submit', 'withdraw', 'counter there', 'accept', 'confirm', 'award', 'counter', 'decline', 'end'],
  ...['propose there', 'propose', 'agree there', 'agree', 'refuse there', 'refuse', 'take back there', 'take back'],
  ...['time there', 'time', 'deliver', 'deliver there', 'deliver', 'deliver there', 'wait a day', 'wait a month'],
] as const;
type Step = (typeof steps)[number];
/** Most come to an award in force, or hardly any would be amended. */
const agreed = ['award', 'deliver there', 'confirm', 'deliver', 'deliver there'] as const;
const openings = fc.constantFrom<readonly Step[]>(
  [],
  agreed,
  [...agreed, 'propose', 'deliver there'],
  [...agreed, ...(['propose there', 'deliver', 'agree'] as const)],
);
type Told = Extract<Outgoing, { do: 'tell' }>;

class Claim {
  there: ClaimAtClaimant | None = none;
  here: ClaimAtPublisher | None = none;
  private order = order;
  private readonly toHere: Told[] = [];
  private readonly toThere: Told[] = [];
  private readonly counts = { saidHere: 0, saidThere: 0, heardHere: 0, heardThere: 0 };
  private now = start;

  do(step: Step): void {
    const minutes = 1_200;
    switch (step) {
      case 'submit':
        return this.status === 'NONE' ? this.claimantDoes({ type: 'submit', id, claimant, minutes }) : undefined;
      case 'withdraw':
        return this.claimantDoes({ type: 'withdraw' });
      case 'counter there':
        return this.claimantDoes({ type: 'counter', offer: dearer });
      case 'accept':
        return this.claimantDoes({ type: 'accept-counter' });
      case 'confirm':
        return this.claimantDoes({ type: 'confirm', signature: `${claimant} signs`, lotId: 'lot' });
      case 'award': {
        if (!('offer' in this.here)) return;
        const terms = { ...termsFor(this.here.offer, 600), confirmBy: this.later(72), hardExpiry: this.later(96) };
        const termsHash = JSON.stringify(terms);
        return this.publisherDoes({ type: 'award', minutes: 600, terms, termsHash, signature: `${publisher} signs` });
      }
      case 'counter':
        return this.publisherDoes({ type: 'counter', offer: { priceYen: 30_000 } });
      case 'decline':
        return this.publisherDoes({ type: 'decline', reason: 'no' });
      case 'propose there': {
        if (this.there.status !== 'CONFIRMED') return;
        const terms = amendedTerms(
          this.there,
          this.order,
          'CLAIMANT',
          { priceYen: 24_000 + (this.now % 97) },
          this.now,
        );
        return this.claimantDoes({ type: 'propose-amendment', terms, termsHash: JSON.stringify(terms) });
      }
      case 'propose': {
        if (this.here.status !== 'CONFIRMED') return;
        const terms = amendedTerms(this.here, this.order, 'PUBLISHER', { minutes: 900 }, this.now);
        const termsHash = JSON.stringify(terms);
        return this.publisherDoes({ type: 'propose-amendment', terms, termsHash, signature: `${publisher} signs` });
      }
      case 'agree there':
        return this.claimantDoes({ type: 'accept-amendment', signature: `${claimant} signs` });
      case 'agree':
        return this.publisherDoes({ type: 'accept-amendment', signature: `${publisher} signs` });
      case 'refuse there':
        return this.claimantDoes({ type: 'decline-amendment', reason: 'no' });
      case 'refuse':
        return this.publisherDoes({ type: 'decline-amendment', reason: 'no' });
      case 'take back there':
        return this.claimantDoes({ type: 'withdraw-amendment' });
      case 'take back':
        return this.publisherDoes({ type: 'withdraw-amendment' });
      case 'end':
        return this.publisherDoes({ type: 'order-ended', reason: 'over' });
      case 'time':
        return this.publisherDoes({ type: 'time' });
      case 'time there':
        return this.claimantDoes({ type: 'time' });
      case 'deliver': {
        const said = this.toHere.shift();
        if (said === undefined) return;
        this.counts.heardHere++;
        const { type, payload } = said;
        return this.publisherDoes({ type, from: claimant, payload, genuine: true } as PublisherEvent);
      }
      case 'deliver there': {
        const said = this.toThere.shift();
        if (said === undefined) return;
        this.counts.heardThere++;
        const { type, payload } = said;
        const countersignature = `${claimant} signs`;
        return this.claimantDoes({ type, from: publisher, payload, genuine: true, countersignature } as ClaimantEvent);
      }
      default:
        this.now = this.later(step === 'wait a day' ? 24 : 24 * 30);
    }
  }

  /** Both ends of the claim, and of its amendments, as the publisher compares them. */
  ends(): BothEnds[] {
    const { saidHere, saidThere, heardHere, heardThere } = this.counts;
    const held = (claim: ClaimAtClaimant | ClaimAtPublisher | None, said: number, heard: number): HeldProcess[] => {
      if (claim.status === 'NONE') return [{ ...unheardOf(id), said, heard }];
      const amendments = heldOfAmendments(claim);
      const parts = [
        { kind: 'claim', ...heldOfClaim(claim) },
        ...(amendments === undefined ? [] : [{ kind: 'amendment', ...amendments }]),
      ];
      return parts.map(({ kind, state, content }) => ({ id, kind, state, hash: JSON.stringify(content), said, heard }));
    };
    return pairsOf(id, held(this.here, saidHere, heardHere), held(this.there, saidThere, heardThere));
  }

  get status(): string {
    return this.there.status;
  }

  private later(by: number): Instant {
    return (this.now + by * hours) as Instant;
  }

  private claimantDoes(event: ClaimantEvent): void {
    const decision = atClaimant(this.there, event, { order }, this.now);
    if (!decision.ok) return;
    this.there = decision.value.state;
    const told = decision.value.outgoing.filter((one) => one.do === 'tell');
    this.toHere.push(...told);
    this.counts.saidThere += told.length;
  }

  private publisherDoes(event: PublisherEvent): void {
    const decision = atPublisher({ order: this.order, claim: this.here }, event, this.now);
    if (!decision.ok) return;
    ({ order: this.order, claim: this.here } = decision.value.state);
    const told = decision.value.outgoing.filter((one) => one.do === 'tell').filter(({ processId }) => processId === id);
    this.toThere.push(...told);
    this.counts.saidHere += told.length;
  }
}

describe('what both ends of a claim hold', () => {
  it('never differs between honest towns, but for a word under way', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(openings, fc.array(fc.constantFrom(...steps), { minLength: 4, maxLength: 40 }), (opening, walk) => {
        const claim = new Claim();
        for (const step of ['submit', 'deliver', ...opening, ...walk] as const) {
          claim.do(step);
          for (const { here, there } of claim.ends()) {
            const comparison = compare(
              here,
              there,
              (kind, one, other) => kind === 'claim' && claimMayDiffer(one, other),
            );
            expect({ here, there, comparison }).not.toMatchObject({ comparison: { outcome: 'DRIFT' } });
            seen.add(`${comparison.outcome} ${here.state} ${there.state}`);
          }
        }
      }),
      { numRuns: 3_000, seed: 7 },
    );
    // It was no empty walk: every state was met alike at both ends, and claims with a clock ahead were.
    for (const state of [
      'SUBMITTED',
      'COUNTERED',
      'AWARDED',
      'CONFIRMED',
      'DECLINED',
      'WITHDRAWN',
      'LAPSED',
      'TERMINATED',
    ])
      expect(seen).toContain(`ALIKE ${state} ${state}`);
    for (const state of ['OPEN', 'IN_FORCE']) expect(seen).toContain(`ALIKE ${state} ${state}`);
    expect(seen).toContain('ALIKE LAPSED SUBMITTED');
    expect(seen).toContain('UNDER_WAY CONFIRMED CONFIRMED_PENDING');
  });

  it.each([
    ['LAPSED', 'SUBMITTED', true],
    ['COUNTERED', 'LAPSED', true],
    ['LAPSED', 'AWARDED', true],
    ['NONE', 'DECLINED', true],
    ['WITHDRAWN', 'NONE', true],
    ['LAPSED', 'NONE', true],
    ['NONE', 'SUBMITTED', false],
    ['LAPSED', 'CONFIRMED', false],
    ['AWARDED', 'CONFIRMED_PENDING', false],
    ['CONFIRMED', 'CONFIRMED_PENDING', false],
    ['SUBMITTED', 'AWARDED', false],
    ['DECLINED', 'WITHDRAWN', false],
  ])('%s and %s may stand beside each other: %s', (here, there, expected) => {
    expect(claimMayDiffer(here, there)).toBe(expected);
  });
});

describe('the first offer of a claim', () => {
  it('is alike where a part of the surplus order was split off while it was on its way, and each end has its own share', () => {
    const terms = { minutes: 600, earliest: order.earliest, due: order.due, by: 'CLAIMANT' } as const;
    const parties = {
      id,
      surplusOrderId: order.id,
      claimant,
      publisher,
      lapsesAt: start,
      status: 'SUBMITTED',
    } as const;
    const held = (number: number, priceYen: number): object =>
      heldOfClaim({ ...parties, offer: { ...terms, number, priceYen } });
    expect(held(1, 12_001)).toEqual(held(1, 12_000));
    expect(held(2, 12_001)).not.toEqual(held(2, 12_000));
  });
});
