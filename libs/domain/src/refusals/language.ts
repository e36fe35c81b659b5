import type { Language } from './catalogue.js';

/**
 * The language a reader asks for with an Accept-Language header (RFC 9110 §12.5.4): the better ranked of Japanese and English.
 * Japanese where the header is absent or names neither, because that is what town offices read.
 */
export function languageOf(acceptLanguage: string | undefined): Language {
  let best: { language: Language; quality: number } | undefined;
  for (const part of (acceptLanguage ?? '').split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const language: Language | undefined = tag.startsWith('ja') ? 'JA' : tag.startsWith('en') ? 'EN' : undefined;
    const q = parameters.map((p) => /^\s*q=([\d.]+)\s*$/.exec(p)?.[1]).find((value) => value !== undefined);
    const quality = q === undefined ? 1 : Number(q);
    if (language !== undefined && quality > (best?.quality ?? 0)) best = { language, quality };
  }
  return best?.language ?? 'JA';
}
