import type { IsoDate } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { DataClass } from '../orders/data-class.js';

/** What a peer may do: TRIAL reads, TRADING also trades. */
export type PeerLevel = 'TRIAL' | 'TRADING';

/** 連携の根拠. The legal ground on which two towns work together. */
export type CooperationBasis = '連携協約' | '協議会' | '事務の委託' | '職員の派遣' | '民民契約';

/** An Ed25519 public key as a JSON Web Key (RFC 8037). */
export interface PublicKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly kid: string;
  readonly x: string;
}

export interface Member {
  readonly code: MunicipalityCode;
  /** 推進組織. The legal person that contracts for the town. */
  readonly operatingBody: string;
  /** Base address of the municipality service that hosts the town, without a trailing slash. */
  readonly endpoint: string;
  readonly level: PeerLevel;
  /** The most sensitive data the town is cleared to handle. */
  readonly highestDataClass: DataClass;
  readonly publicKeys: readonly PublicKey[];
}

export interface Agreement {
  readonly between: readonly [MunicipalityCode, MunicipalityCode];
  readonly basis: CooperationBasis;
  /** First and last day of validity, both included. */
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/** The document every town pins: who belongs to the federation, where they live, and who may work with whom. */
export interface Federation {
  readonly members: readonly Member[];
  readonly agreements: readonly Agreement[];
  readonly coordination: { readonly endpoint: string };
}

export function memberOf(federation: Federation, code: MunicipalityCode): Member | undefined {
  return federation.members.find((member) => member.code === code);
}

/** The agreement between two towns that is valid on a day, if there is one. */
export function agreementBetween(
  federation: Federation,
  one: MunicipalityCode,
  other: MunicipalityCode,
  on: IsoDate,
): Agreement | undefined {
  return federation.agreements.find(
    ({ between: [a, b], from, to }) =>
      ((a === one && b === other) || (a === other && b === one)) && from <= on && on <= to,
  );
}
