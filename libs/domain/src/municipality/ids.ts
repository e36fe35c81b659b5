import { parseMunicipalityCode, type MunicipalityCode } from './code.js';

/** What an id may name. */
export const idKinds = ['worker', 'director', 'order', 'lot', 'commitment', 'surplus', 'claim', 'loan'] as const;
export type IdKind = (typeof idKinds)[number];

/** Ids of the graph say whose they are: `<owner code>-<kind>-<local>`, so that the gateway needs no directory. */
export function makeId(owner: MunicipalityCode, kind: Exclude<IdKind, 'claim'>, local: string): string {
  return `${owner}-${kind}-${local}`;
}

/** A claim names both of its parties, since either acts on it: `<claimant>-claim-<publisher>-<local>`. */
export function makeClaimId(claimant: MunicipalityCode, publisher: MunicipalityCode, local: string): string {
  return `${claimant}-claim-${publisher}-${local}`;
}

/** The owner of an id (of a claim: the claimant); undefined when it is none of ours. */
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

function codeIn(text: string): MunicipalityCode | undefined {
  const code = parseMunicipalityCode(text);
  return code.ok ? code.value : undefined;
}
