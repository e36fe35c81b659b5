import { catalogue, type Language, type Sentence } from './catalogue.js';
import type { Refusal } from './decision.js';

/** The refusal in the reader's language. */
export function sentenceOf(refusal: Refusal, language: Language): string {
  const sentence: Sentence = catalogue[refusal.code];
  return language === 'JA' ? sentence.ja(refusal.facts) : sentence.en(refusal.facts);
}
