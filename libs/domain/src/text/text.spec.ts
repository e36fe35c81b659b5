import { describe, expect, it } from '@jest/globals';
import { languageOf } from '../refusals/language.js';
import { parseIdCursor, parsePageSize } from './page.js';
import { refusalsOfText, tidyText } from './text.js';

describe('text', () => {
  it.each(['髙橋', '山﨑', '𠮷田', '塩尻市'])('keeps the spelling of %s', (name) => {
    expect(tidyText(name)).toBe(name);
    expect(refusalsOfText(name, 'name', 10)).toEqual([]);
  });

  it('counts characters, not code units, and joins what belongs together', () => {
    expect(refusalsOfText('𠮷'.repeat(10), 'name', 10)).toEqual([]);
    expect(refusalsOfText('𠮷'.repeat(11), 'name', 10)).toMatchObject([
      { code: 'TEXT_TOO_LONG', facts: { asked: 11, atMost: 10 } },
    ]);
    expect(tidyText(' か\u3099 ')).toBe('が');
  });

  it.each([
    ['', 'TEXT_EMPTY'],
    ['  ', 'TEXT_EMPTY'],
    ['a\ud800', 'TEXT_MALFORMED'],
    ['a\u0000', 'TEXT_MALFORMED'],
  ])('%j: %s', (text, code) => {
    expect(refusalsOfText(text, 'name', 10)).toMatchObject([{ code, field: 'name' }]);
  });
});

describe('pages', () => {
  it.each([0, -1, 201])('hold not %d entries', (first) => {
    expect(parsePageSize(first)).toMatchObject({
      ok: false,
      refusals: [{ code: 'PAGE_SIZE_OUT_OF_RANGE', field: 'first' }],
    });
  });

  it('hold 50 unless told, and go on after an id of their own kind', () => {
    expect([parsePageSize(undefined), parsePageSize(null), parsePageSize(200)]).toMatchObject([
      { value: 50 },
      { value: 50 },
      { value: 200 },
    ]);
    expect(parseIdCursor('203246-lot-1', 'lot')).toEqual({ ok: true, value: '203246-lot-1' });
    expect(parseIdCursor('203246-lot-1', 'order')).toMatchObject({ ok: false });
  });
});

describe("the reader's language", () => {
  it.each([
    [undefined, 'JA'],
    ['', 'JA'],
    ['fr', 'JA'],
    ['en', 'EN'],
    ['en-US,en;q=0.9,ja;q=0.8', 'EN'],
    ['ja,en;q=0.9', 'JA'],
    ['en;q=0.1, ja;q=0.2', 'JA'],
    ['en;q=0', 'JA'],
  ])('%s → %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
