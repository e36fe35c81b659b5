import type { Instant, IsoDate } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { DataClass } from '../orders/data-class.js';
import type { SkillCode } from '../skills/catalogue.js';

/** What a peer may do: TRIAL reads, TRADING also trades. */
export type PeerLevel = 'TRIAL' | 'TRADING';

/** 連携の根拠. The legal ground on which two towns work together. */
export const cooperationBases = ['連携協約', '協議会', '事務の委託', '職員の派遣', '民民契約'] as const;
export type CooperationBasis = (typeof cooperationBases)[number];

/** An Ed25519 public key as a JSON Web Key (RFC 8037). */
export interface PublicKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly kid: string;
  readonly x: string;
}

/** A key of a member, and when its signatures count. A key is never taken out again, so that old signatures stay verifiable. */
export interface MemberKey extends PublicKey {
  /** The first moment at which it signs. */
  readonly from: Instant;
  /** From this moment on it no longer signs; absent while no end is known. */
  readonly to?: Instant;
  /** From this moment on somebody else may hold it: what it signs then is not the town's word. */
  readonly revokedAt?: Instant;
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
  /** Every key it has ever had; {@link keysValidAt} says which of them count. */
  readonly publicKeys: readonly MemberKey[];
}

export interface Agreement {
  readonly between: readonly [MunicipalityCode, MunicipalityCode];
  readonly basis: CooperationBasis;
  /** First and last day of validity, both included. */
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** The kinds of work it covers; absent: all. */
  readonly skills?: readonly SkillCode[];
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

/** Whether a key's signatures count at a moment. */
export function isValidAt(key: MemberKey, at: Instant): boolean {
  return key.from <= at && (key.to === undefined || at < key.to) && (key.revokedAt === undefined || at < key.revokedAt);
}

/** The keys whose signatures counted at a moment; none for a stranger, so that nothing of theirs verifies. */
export function keysValidAt(member: Member | undefined, at: Instant): readonly MemberKey[] {
  return (member?.publicKeys ?? []).filter((key) => isValidAt(key, at));
}

/**
 * The keys that nobody has called stolen. For a signature inside a message whose own signature has been checked for its moment: the
 * message says when it was made.
 */
export function keysNotRevoked(member: Member | undefined): readonly MemberKey[] {
  return (member?.publicKeys ?? []).filter(({ revokedAt }) => revokedAt === undefined);
}

/** The key a town signs with at a moment, of those whose private half it holds: the newest that counts. */
export function signingKeyAt(
  member: Member | undefined,
  held: ReadonlySet<string>,
  at: Instant,
): MemberKey | undefined {
  return keysValidAt(member, at)
    .filter(({ kid }) => held.has(kid))
    .reduce<MemberKey | undefined>(
      (newest, key) => (newest !== undefined && newest.from >= key.from ? newest : key),
      undefined,
    );
}

/**
 * The agreement between two towns that is valid on a day for a kind of work, if there is one. Asked without a skill, only an agreement
 * over all work answers: what names its work covers nothing else.
 */
export function agreementBetween(
  federation: Federation,
  one: MunicipalityCode,
  other: MunicipalityCode,
  on: IsoDate,
  skill?: SkillCode,
): Agreement | undefined {
  return federation.agreements.find(
    ({ between: [a, b], from, to, skills }) =>
      ((a === one && b === other) || (a === other && b === one)) &&
      from <= on &&
      on <= to &&
      (skills === undefined || (skill !== undefined && skills.includes(skill))),
  );
}
