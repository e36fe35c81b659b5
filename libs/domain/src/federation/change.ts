import { parseIsoDate, type Instant } from '../calendar/date.js';
import { parseMunicipalityCode, type MunicipalityCode } from '../municipality/code.js';
import { dataClasses } from '../orders/data-class.js';
import { isSkill } from '../skills/catalogue.js';
import { refusalsOfText } from '../text/text.js';
import { cooperationBases, type Agreement, type Member, type MemberKey } from './federation.js';

/** What every change says: `number` counts the changes of one subject from 1, so that an old word cannot replace a newer one. */
interface Change {
  readonly number: number;
  /** When it was proposed. */
  readonly at: Instant;
}

/** A town's whole entry, as it stands from now on. */
export interface MemberChange extends Change {
  readonly kind: 'MEMBER';
  readonly member: Member;
}

/** What two towns have agreed, as it stands from now on. */
export interface AgreementChange extends Change {
  readonly kind: 'AGREEMENT';
  readonly id: string;
  readonly agreement: Agreement;
}

/** Where the coordination service is. */
export interface CoordinationChange extends Change {
  readonly kind: 'COORDINATION';
  readonly endpoint: string;
}

/** One change of the federation. It counts once the towns it concerns have signed it. */
export type FederationChange = MemberChange | AgreementChange | CoordinationChange;

/** What a change is about; changes of one subject are counted. */
export function subjectOf(change: FederationChange): string {
  switch (change.kind) {
    case 'MEMBER':
      return `member ${change.member.code}`;
    case 'AGREEMENT':
      return `agreement ${change.id}`;
    case 'COORDINATION':
      return 'coordination';
  }
}

/** Reads a change that somebody hands in; undefined when it is none. */
export function readChange(value: unknown): FederationChange | undefined {
  if (!isRecord(value) || !isCount(value['number']) || !isInstant(value['at'])) return undefined;
  const isRead =
    (value['kind'] === 'MEMBER' && isMember(value['member'])) ||
    (value['kind'] === 'AGREEMENT' && isName(value['id']) && isAgreement(value['agreement'])) ||
    (value['kind'] === 'COORDINATION' && isEndpoint(value['endpoint']));
  return isRead ? (value as unknown as FederationChange) : undefined;
}

function isMember(value: unknown): value is Member {
  if (!isRecord(value) || !isCode(value['code']) || !Array.isArray(value['publicKeys'])) return false;
  const { operatingBody, endpoint, level, highestDataClass, publicKeys } = value;
  return (
    typeof operatingBody === 'string' &&
    refusalsOfText(operatingBody, 'operatingBody', 200).length === 0 &&
    isEndpoint(endpoint) &&
    (level === 'TRIAL' || level === 'TRADING') &&
    dataClasses.some((each) => each === highestDataClass) &&
    publicKeys.length >= 1 &&
    publicKeys.length <= 100 &&
    publicKeys.every(isKey)
  );
}

function isKey(value: unknown): value is MemberKey {
  if (!isRecord(value)) return false;
  const { kty, crv, kid, x, from, to, revokedAt } = value;
  return (
    kty === 'OKP' &&
    crv === 'Ed25519' &&
    isName(kid) &&
    typeof x === 'string' &&
    /^[\w-]{43}$/.test(x) &&
    isInstant(from) &&
    (to === undefined || isInstant(to)) &&
    (revokedAt === undefined || isInstant(revokedAt))
  );
}

function isAgreement(value: unknown): value is Agreement {
  if (!isRecord(value) || !Array.isArray(value['between'])) return false;
  const { between, basis, from, to, skills } = value;
  return (
    between.length === 2 &&
    between.every(isCode) &&
    between[0] !== between[1] &&
    cooperationBases.some((each) => each === basis) &&
    isDate(from) &&
    isDate(to) &&
    from <= to &&
    (skills === undefined ||
      (Array.isArray(skills) &&
        skills.length > 0 &&
        skills.every((skill) => typeof skill === 'string' && isSkill(skill))))
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 1;
}

function isInstant(value: unknown): value is Instant {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isDate(value: unknown): value is string {
  return typeof value === 'string' && parseIsoDate(value).ok;
}

function isCode(value: unknown): value is MunicipalityCode {
  return typeof value === 'string' && parseMunicipalityCode(value).ok;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.-]{1,100}$/.test(value);
}

function isEndpoint(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/.test(value) && !value.endsWith('/');
}
