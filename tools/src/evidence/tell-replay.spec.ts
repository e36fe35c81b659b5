import { describe, expect, it } from '@jest/globals';
import type { Objection } from '#domain/replay/play';
import { replay, type Replay } from '#domain/replay/replay';
import { History } from '#testkit/history';
import { claimant, id, order, publisher, start, termsFor } from '#testkit/trade-walk';
import { isByTheRules, movesByRecord, tellReplay } from './tell-replay.js';

// Goal: whoever reads what a replay says learns which record was not allowed and why, how each town stands, and what nobody could tell them.

const offer = {
  minutes: 1_200,
  priceYen: 24_000,
  earliest: order.earliest,
  due: order.due,
  by: 'CLAIMANT',
  number: 1,
} as const;

function played(minutes: number): Replay {
  const history = new History();
  const terms = { ...termsFor(offer, 600), minutes };
  const claim = { claimId: id, surplusOrderId: order.id, minutes: 1_200 };
  const award = { terms, termsHash: 'hash', signature: 'publisher' };
  const [there, here] = [
    { from: claimant, to: publisher },
    { from: publisher, to: claimant },
  ];
  history.take(history.say({ ...there, type: 'claim.submitted', payload: claim, issuedAt: start }), start);
  history.say({ ...here, type: 'claim.awarded', payload: award, issuedAt: start });
  return replay(id, publisher, history.shownBy(publisher)) as Replay;
}

describe('what a replay says', () => {
  it('is how each town stands by the rules, and what messages do not show', () => {
    const by = played(600);
    expect(isByTheRules(by)).toBe(true);
    expect(tellReplay(by, String, 'en')).toEqual(
      expect.arrayContaining([
        'By the rules: the messages were played again through the rules of each town.',
        `  ${publisher}: AWARDED`,
        `  ${claimant}: SUBMITTED`,
        'What messages alone do not show:',
        '  whether workers, directors and seats had the time',
      ]),
    );
    expect([...movesByRecord(by, String)]).toEqual([
      [2, `${publisher} SUBMITTED; ${claimant} SUBMITTED`],
      [3, `${publisher} AWARDED`],
    ]);
  });

  it.each([
    ['en', 'record 3 (claim.awarded), 203246: CLAIM_MINUTES_EXCEEDED: ', 'and yet the rules were not kept'],
    ['ja', '記録 3(claim.awarded), 203246: CLAIM_MINUTES_EXCEEDED: ', '規則に反しています'],
  ] as const)('names in %s the record that they did not allow, and why', (language, line, head) => {
    const against = played(1_201);
    expect(isByTheRules(against)).toBe(false);
    const said = tellReplay(against, String, language);
    expect(said[0]).toContain(head);
    expect(said[1]?.trim().startsWith(line)).toBe(true);
    expect(said[1]?.length).toBeGreaterThan(line.length + 10); // The sentence of the refusal.
  });

  it.each<[Objection, string]>([
    [{ code: 'UNSIGNED' }, 'its hash or signature does not hold'],
    [{ code: 'NO_DEED' }, 'nothing that the town could do at that point says this'],
    [{ code: 'UNREADABLE' }, 'it is not what its type has to be'],
    [{ code: 'ANSWER_DUE', due: 'award.lapsed' }, 'award.lapsed had to be answered first'],
    [{ code: 'OTHER_WORDS', fields: ['on', 'reason'] }, 'by the rules these would say something else: on, reason'],
  ])('has words for %j', (why, words) => {
    const against = played(1_201);
    const towns = against.towns.map((each) =>
      each.objection === undefined ? each : { ...each, objection: { ...each.objection, why } },
    );
    expect(tellReplay({ ...against, towns }, String, 'en')[1]).toContain(words);
  });
});
