import { parseIsoMonth, type IsoMonth } from '../calendar/month.js';
import { parseMunicipalityCode, type MunicipalityCode } from './code.js';

/** What an id may name. */
export const idKinds = [
  'worker',
  'director',
  'order',
  'lot',
  'commitment',
  'surplus',
  'claim',
  'loan',
  'settlement',
  'notice',
] as const;
export type IdKind = (typeof idKinds)[number];

/** Ids of the graph say whose they are: `<owner code>-<kind>-<local>`, so that the gateway needs no directory. */
export function makeId(owner: MunicipalityCode, kind: Exclude<IdKind, 'claim' | 'settlement'>, local: string): string {
  return `${owner}-${kind}-${local}`;
}

/** A claim names both of its parties, since either acts on it: `<claimant>-claim-<publisher>-<local>`. */
export function makeClaimId(claimant: MunicipalityCode, publisher: MunicipalityCode, local: string): string {
  return `${claimant}-claim-${publisher}-${local}`;
}

/** A settlement names its two towns and its month: `<stating town>-settlement-<other>-<month>`. The lower code states. */
export function makeSettlementId(one: MunicipalityCode, other: MunicipalityCode, month: IsoMonth): string {
  const [stater, confirmer] = one < other ? [one, other] : [other, one];
  return `${stater}-settlement-${confirmer}-${month}`;
}

/** The owner of an id (of a claim: the claimant; of a settlement: the town that states); undefined when it is none of ours. */
export function townOfId(id: string): MunicipalityCode | undefined {
  const [owner = '', kind = ''] = id.split('-');
  return (idKinds as readonly string[]).includes(kind) ? codeIn(owner) : undefined;
}

export function kindOfId(id: string): IdKind | undefined {
  const kind = id.split('-')[1];
  return townOfId(id) === undefined ? undefined : (kind as IdKind);
}

/** The publisher that a claim's id names; undefined when it is no claim's. */
export function publisherOfClaimId(id: string): MunicipalityCode | undefined {
  return kindOfId(id) === 'claim' ? codeIn(id.split('-')[2] ?? '') : undefined;
}

/** The town that a settlement's id names besides the one that states; undefined when it is no settlement's. */
export function confirmerOfSettlementId(id: string): MunicipalityCode | undefined {
  return kindOfId(id) === 'settlement' ? codeIn(id.split('-')[2] ?? '') : undefined;
}

/** The month that a settlement's id names; undefined when it is no settlement's. */
export function monthOfSettlementId(id: string): IsoMonth | undefined {
  const month = parseIsoMonth(id.split('-').slice(3).join('-'));
  return confirmerOfSettlementId(id) !== undefined && month.ok ? month.value : undefined;
}

function codeIn(text: string): MunicipalityCode | undefined {
  const code = parseMunicipalityCode(text);
  return code.ok ? code.value : undefined;
}
