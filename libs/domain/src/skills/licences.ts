import type { Language } from '../refusals/catalogue.js';
import { accept, refuse, type Decision } from '../refusals/decision.js';

/** Code of a licence in the vocabulary that all towns share. */
export type LicenceCode = string & { readonly brand: 'LicenceCode' };

/** ライセンス. Something a town owns a number of seats of, and that work may need while it is done. */
export interface Licence {
  readonly code: LicenceCode;
  readonly nameJa: string;
  readonly nameEn: string;
}

const entries = [
  ['adobe-cc', 'Adobe CC', 'Adobe CC'],
  ['office-365', 'Office 365', 'Office 365'],
  ['accounting-software', '会計ソフト', 'Accounting software'],
  ['centre-seat', 'テレワークセンターの席', 'Seat at the telework centre'],
] as const;

/** Every licence, in the order in which people see them. */
export const licenceCatalogue: readonly Licence[] = entries.map(([code, nameJa, nameEn]) => ({
  code: code as string as LicenceCode,
  nameJa,
  nameEn,
}));

const byCode = new Map<string, Licence>(licenceCatalogue.map((licence) => [licence.code, licence]));

export function isLicence(text: string): text is LicenceCode {
  return byCode.has(text);
}

export function parseLicence(text: string, field = 'licence'): Decision<LicenceCode> {
  return isLicence(text) ? accept(text) : refuse('LICENCE_UNKNOWN', { field, given: text });
}

export function nameOfLicence(code: string, language: Language): string {
  const licence = byCode.get(code);
  if (licence === undefined) return code;
  return language === 'JA' ? licence.nameJa : licence.nameEn;
}
