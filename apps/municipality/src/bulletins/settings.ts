import { usualDisclosure, type DisclosureSettings } from '#domain/bulletins/bulletin';
import { ConfigurationError, optionalSetting } from '#service/config';

/** How a town guards its workers in bulletins, as its operator has set it; docs/bulletins.md says what each means. */
export function disclosureSettings(): DisclosureSettings {
  const { fewestWorkers, largestShare, grainMinutes } = usualDisclosure;
  return {
    ...usualDisclosure,
    fewestWorkers: number('YUI_BULLETIN_WORKERS', fewestWorkers, {
      says: 'a whole number of workers, 3 or more',
      holds: (value) => Number.isInteger(value) && value >= fewestWorkers,
    }),
    largestShare: number('YUI_BULLETIN_SHARE', largestShare, {
      says: 'a share above 0.5 and below 1',
      holds: (value) => value > 0.5 && value < 1,
    }),
    grainMinutes: number('YUI_BULLETIN_GRAIN', grainMinutes, {
      says: 'a whole number of minutes, 1 or more',
      holds: (value) => Number.isInteger(value) && value >= 1,
    }),
  };
}

/** Milliseconds between two bulletins after a change. */
export function bulletinIntervalMs(): number {
  return (
    1_000 *
    number('YUI_BULLETIN_INTERVAL', 60, { says: 'a number of seconds, 1 or more', holds: (value) => value >= 1 })
  );
}

function number(
  name: string,
  usual: number,
  rule: { readonly says: string; readonly holds: (value: number) => boolean },
): number {
  const text = optionalSetting(name, String(usual));
  const value = Number(text);
  if (!rule.holds(value)) throw new ConfigurationError(`${name} takes ${rule.says}; "${text}" is none.`);
  return value;
}
