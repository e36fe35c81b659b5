import { accept, refuse, type Decision } from '../refusals/decision.js';

/** 全国地方公共団体コード: 6 digits, the last one a check digit. */
export type MunicipalityCode = string & { readonly brand: 'MunicipalityCode' };

/**
 * 6 digits: prefecture (01 to 47), municipality, and a check digit, which is the last digit of 11 − (6a+5b+4c+3d+2e mod 11) (総務省「全国地方公共団体コード仕様」). Cases:
 * test-data/municipality-code/{valid,invalid}.txt. The digit misses some typing errors, so whether a town is meant at all is asked of
 * the federation document.
 */
export function parseMunicipalityCode(text: string): Decision<MunicipalityCode> {
  return /^(0[1-9]|[1-3]\d|4[0-7])\d{4}$/.test(text) && checkDigit(text.slice(0, 5)) === Number(text[5])
    ? accept(text as MunicipalityCode)
    : refuse('MUNICIPALITY_CODE_UNREADABLE', { given: text });
}

/** The check digit of a code's first five digits. */
export function checkDigit(fiveDigits: string): number {
  const sum = [...fiveDigits].reduce((total, digit, index) => total + Number(digit) * (6 - index), 0);
  return (11 - (sum % 11)) % 10;
}
