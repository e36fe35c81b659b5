import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { catalogue, type RefusalCode } from '#domain/refusals/catalogue';
import { refusal } from '#domain/refusals/decision';
import { rulesBehind, type Fixer } from '#domain/refusals/rules';
import { sentenceOf } from '#domain/refusals/sentence';

// What a reader of the repository relies on without thinking: documents agree with the code, files stay small, nothing private slips in.

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && existsSync(file));
const text = (file: string): string => readFileSync(file, 'utf8');
const sources = files.filter((file) => /\.(ts|mjs|cjs|js)$/.test(file));
const codes = Object.keys(catalogue) as RefusalCode[];

describe('refusals', () => {
  const documented = [...text('docs/refusals.md').matchAll(/^\| `([A-Z_]+)` +\|/gm)].map(([, code]) => code);

  it('are all documented, and no other is', () => {
    expect(documented.sort()).toEqual([...codes].sort());
  });

  it.each(codes)('%s is provoked by a test', (code) => {
    expect(files.some((file) => file.endsWith('.spec.ts') && !file.includes('tidy') && text(file).includes(code))).toBe(
      true,
    );
  });

  it.each(codes)('%s has a sentence in both languages that needs no fact it is not given', (code) => {
    for (const language of ['JA', 'EN'] as const) {
      const sentence = sentenceOf(
        refusal(code, {
          asked: 60,
          atMost: 90,
          atLeast: 30,
          given: 'x',
          from: 'a',
          to: 'b',
          due: 'd',
          earliest: 'e',
          today: 't',
          on: 'o',
          status: 's',
          claimBy: 'c',
          confirmBy: 'c',
          bottleneckJa: 'j',
          bottleneckEn: 'e',
          skillJa: 'j',
          skillEn: 'e',
          townJa: 'j',
          townEn: 'e',
          floor: 1_100,
        }),
        language,
      );
      expect(sentence).not.toMatch(/undefined|NaN|\[object/);
      expect(/[ぁ-んァ-ン一-龥]/.test(sentence)).toBe(language === 'JA');
    }
  });
});

describe('rules behind refusals', () => {
  const words: Record<Fixer, string> = {
    ...{ ASKER: 'asker', DIRECTOR: 'director', CLIENT: 'client', PUBLISHER: 'publisher', ADDRESSEE: 'addressee' },
    ...{ BOTH_TOWNS: 'officers of both towns', FEDERATION: 'federation' },
  };
  const documented = new Map(
    [...text('docs/refusals.md').matchAll(/^\| `([A-Z_]+)` +\|.*\| ([a-z ]+?) +\|$/gm)].map(([, code, who]) => [
      code,
      who,
    ]),
  );

  it.each(Object.entries(rulesBehind))('%s is put right by whom docs/refusals.md says', (code, { fixedBy }) => {
    expect(documented.get(code)).toBe(words[fixedBy]);
  });

  it.each(Object.entries(rulesBehind))('%s has a rule in both languages', (_code, { rule }) => {
    expect(rule.JA).toMatch(/[ぁ-ん].*[。]$/);
    expect(rule.EN).toMatch(/^[A-Z].*\.$/);
  });
});

describe('messages between towns', () => {
  it('are all documented in docs/protocol.md, and no other is', () => {
    const types = ['trade', 'loans', 'planning'].flatMap((slice) => {
      const said = [...text(`libs/domain/src/${slice}/messages.ts`).matchAll(/^ {2}'([a-z.-]+)':/gm)];
      expect(said.length).toBeGreaterThan(0);
      return said.map(([, type]) => type);
    });
    const documented = [...text('docs/protocol.md').matchAll(/^\| `([a-z]+[.-][a-z.-]+)` +\|/gm)].map(
      ([, type]) => type,
    );
    expect(documented.sort()).toEqual(types.sort());
  });
});

describe('files', () => {
  it('have at most 400 lines', () => {
    const long = sources.filter(
      (file) => text(file).split('\n').length > 400 && !/municipality\/nagano\.ts$/.test(file),
    );
    expect(long).toEqual([]);
  });

  it('name no path of a machine and no mail address outside example.jp', () => {
    const told = files.filter(
      (file) => !/package-lock\.json$|LICENSE$/.test(file) && /\.(ts|mjs|cjs|js|md|json|yaml|yml|graphql)$/.test(file),
    );
    const paths = told.filter(
      (file) => /(^|[^a-z.])\/(home|Users|root|work)\/[a-z]/m.test(text(file)) && !file.includes('tidy.spec'),
    );
    expect(paths).toEqual([]);
    const mails = told.filter((file) => /[\w.]+@(?!example\.jp)[\w-]+\.(com|jp|org|net)\b/.test(text(file)));
    expect(mails).toEqual([]);
  });

  it('lock dependencies without the address they were fetched from', () => {
    expect(text('package-lock.json')).not.toMatch(/"resolved"/);
  });

  it('link only to what is there', () => {
    const broken = files
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) =>
        [...text(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)/g)]
          .map(([, link]) => link ?? '')
          .filter((link) => !existsSync(join(dirname(file), link)))
          .map((link) => `${file} → ${link}`),
      );
    expect(broken).toEqual([]);
  });
});

describe('licences', () => {
  it('of what is installed are none that would bind Yui', () => {
    const { packages } = JSON.parse(text('package-lock.json')) as {
      packages: Record<string, { license?: string; dev?: boolean }>;
    };
    const copyleft = Object.entries(packages).filter(
      ([, { license = '' }]) => /GPL|AGPL|SSPL|EUPL|MPL/.test(license) && !/ OR /.test(license),
    );
    expect(copyleft.map(([name]) => name)).toEqual([]);
  });
});
