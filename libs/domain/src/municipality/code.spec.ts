import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { checkDigit, parseMunicipalityCode, type MunicipalityCode } from './code.js';
import { kindOfId, makeClaimId, makeId, publisherOfClaimId, townOfId } from './ids.js';
import { municipalityFacts, nameOf, register } from './register.js';

const cases = (file: string): string[] =>
  readFileSync(`test-data/municipality-code/${file}.txt`, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

describe('municipality codes', () => {
  it.each(cases('valid'))('%s is one', (text) => {
    expect(parseMunicipalityCode(text)).toEqual({ ok: true, value: text });
  });

  it.each(cases('invalid'))('"%s" is none', (text) => {
    expect(parseMunicipalityCode(text)).toMatchObject({
      ok: false,
      refusals: [{ code: 'MUNICIPALITY_CODE_UNREADABLE' }],
    });
  });

  it('have the check digits of Shiojiri and Komagane, where 11 minus the remainder has two digits', () => {
    expect([checkDigit('20215'), checkDigit('20210')]).toEqual([1, 0]);
  });

  it('are known by name for all of Nagano, and stand for themselves elsewhere', () => {
    expect(register).toHaveLength(77);
    expect(register.every(({ code }) => parseMunicipalityCode(code).ok)).toBe(true);
    const [tateshina, tokyo] = ['203246', '131016'] as MunicipalityCode[];
    expect([nameOf(tateshina as MunicipalityCode, 'JA'), nameOf(tateshina as MunicipalityCode, 'EN')]).toEqual([
      '立科町',
      'Tateshina-machi',
    ]);
    expect(nameOf(tokyo as MunicipalityCode, 'JA')).toBe('131016');
    expect(municipalityFacts(tateshina as MunicipalityCode)?.population2020).toBe(6612);
  });
});

describe('ids', () => {
  const [one, other] = ['202151', '203246'] as [MunicipalityCode, MunicipalityCode];

  it('say whose they are', () => {
    const lot = makeId(other, 'lot', 'abc');
    expect([lot, townOfId(lot), kindOfId(lot), publisherOfClaimId(lot)]).toEqual([
      '203246-lot-abc',
      other,
      'lot',
      undefined,
    ]);
  });

  it('of claims name the claimant first, then the publisher', () => {
    const claim = makeClaimId(one, other, 'abc');
    expect([townOfId(claim), kindOfId(claim), publisherOfClaimId(claim)]).toEqual([one, 'claim', other]);
  });

  it.each(['', 'lot', '203247-lot-abc', '203246-house-abc', '203246', '-lot-'])('"%s" is none', (text) => {
    expect([townOfId(text), kindOfId(text), publisherOfClaimId(text)]).toEqual([undefined, undefined, undefined]);
  });
});
