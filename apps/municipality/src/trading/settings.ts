import type { MunicipalityCode } from '#domain/municipality/code';
import { ConfigurationError, optionalSetting } from '#service/config';

/**
 * 単価の下限. The least that an hour of work must bring before a town publishes or claims it, in yen before tax; 0 where nobody says
 * otherwise. YUI_PRICE_FLOOR holds for every town of the process, YUI_PRICE_FLOOR_<code> for one of them.
 */
export function priceFloorYenPerHour(code: MunicipalityCode): number {
  const ofTown = `YUI_PRICE_FLOOR_${code}`;
  const name = optionalSetting(ofTown, '') === '' ? 'YUI_PRICE_FLOOR' : ofTown;
  const text = optionalSetting(name, '0');
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new ConfigurationError(`${name} takes a whole number of yen an hour, 0 or more; "${text}" is none.`);
  return value;
}
