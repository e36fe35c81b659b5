import { refusal, type Refusal } from '../refusals/decision.js';

/**
 * Text a person typed, as Yui stores it: trimmed and in Unicode normal form C, so that equal names are equal bytes. Characters keep
 * their spelling (髙 stays 髙, 﨑 stays 﨑).
 */
export function tidyText(text: string): string {
  return text.normalize('NFC').trim();
}

/** Why a text cannot be taken; empty when it can. Length is counted in characters, so that 𠮷 is one. */
export function refusalsOfText(text: string, field: string, atMost: number): Refusal[] {
  if (!text.isWellFormed() || /(?![\t\n\r])\p{Cc}/u.test(text)) return [refusal('TEXT_MALFORMED', { field })];
  const tidy = tidyText(text);
  if (tidy === '') return [refusal('TEXT_EMPTY', { field })];
  const length = [...tidy].length;
  return length > atMost ? [refusal('TEXT_TOO_LONG', { field, atMost, asked: length })] : [];
}

/** Why minutes cannot be taken; empty when they can. */
export function refusalsOfMinutes(minutes: number, field = 'minutes'): Refusal[] {
  return minutes >= 1 ? [] : [refusal('MINUTES_NOT_POSITIVE', { field, asked: minutes })];
}
