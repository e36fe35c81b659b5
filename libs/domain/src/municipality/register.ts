import type { Language } from '../refusals/catalogue.js';
import type { MunicipalityCode } from './code.js';
import { nagano } from './nagano.js';

/** What is publicly known of a municipality. */
export interface MunicipalityFacts {
  readonly code: MunicipalityCode;
  readonly nameJa: string;
  readonly nameKana: string;
  readonly nameRomaji: string;
  /** 令和2年国勢調査. */
  readonly population2020: number;
}

/** All municipalities Yui knows by name. */
export const register: readonly MunicipalityFacts[] = nagano.map((facts) => ({
  ...facts,
  code: facts.code as MunicipalityCode,
}));

const byCode = new Map(register.map((facts) => [facts.code, facts]));

export function municipalityFacts(code: MunicipalityCode): MunicipalityFacts | undefined {
  return byCode.get(code);
}

/** The name as its people write it; the code itself where the register does not know it. */
export function nameOf(code: MunicipalityCode, language: Language): string {
  const facts = byCode.get(code);
  if (facts === undefined) return code;
  return language === 'JA' ? facts.nameJa : facts.nameRomaji;
}
