import type { MunicipalityCode } from './code.js';
import { offices } from './offices.js';

/** Mean radius of the earth (IUGG). */
const earthRadiusKilometres = 6_371;

/**
 * Whole kilometres between two town offices as the crow flies, on positions good to about one kilometre. Undefined where the position of
 * either is not known.
 */
export function kilometresBetween(one: MunicipalityCode, other: MunicipalityCode): number | undefined {
  const [here, there] = [officeOf(one), officeOf(other)];
  return here === undefined || there === undefined ? undefined : Math.round(greatCircleKilometres(here, there));
}

/** A position in degrees (WGS 84). */
export type Position = readonly [north: number, east: number];

/** Kilometres between two positions as the crow flies, by the haversine formula (R. W. Sinnott, 1984). */
export function greatCircleKilometres(here: Position, there: Position): number {
  const [north, east] = [here[0] - there[0], here[1] - there[1]].map(radians) as [number, number];
  const haversine =
    Math.sin(north / 2) ** 2 + Math.cos(radians(here[0])) * Math.cos(radians(there[0])) * Math.sin(east / 2) ** 2;
  return 2 * earthRadiusKilometres * Math.asin(Math.sqrt(haversine));
}

/** Whether it is known where a town's office stands. */
export function hasKnownOffice(code: MunicipalityCode): boolean {
  return officeOf(code) !== undefined;
}

/** Where a town's office stands, good to about one kilometre; undefined where it is not known. */
export function officeOf(code: MunicipalityCode): Position | undefined {
  return (offices as Readonly<Record<string, Position>>)[code];
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
