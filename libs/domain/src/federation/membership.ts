import type { Instant } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { dataClassFits } from '../orders/data-class.js';
import { subjectOf, type FederationChange, type MemberChange } from './change.js';
import { isValidAt, memberOf, type Agreement, type Federation, type Member, type MemberKey } from './federation.js';

/** A signature under a change that is genuine: by this key of this town. Whether it counts, the rules say. */
export interface ChangeSignature {
  readonly by: MunicipalityCode;
  readonly kid: string;
  readonly at: Instant;
}

/** The federation as the changes so far have made it, and how far each subject has been counted. */
export interface FederationState extends Federation {
  readonly agreementsById: ReadonlyMap<string, Agreement>;
  readonly last: ReadonlyMap<string, { readonly number: number; readonly at: Instant }>;
}

/** Before the first change. */
export const nobodyYet: FederationState = {
  members: [],
  agreements: [],
  coordination: { endpoint: '' },
  agreementsById: new Map(),
  last: new Map(),
};

/** Whether a change counts. PENDING: whose signatures it still needs, all of `from` and so many of the other members. */
export type Standing =
  | { readonly kind: 'COUNTS' }
  | { readonly kind: 'PENDING'; readonly from: readonly MunicipalityCode[]; readonly others: number }
  | { readonly kind: 'VOID'; readonly why: string };

/** How far a town's clock may be ahead of ours. */
const clockDifferenceMs = 5 * 60_000;

/**
 * Who must sign what. A town's entry: the town, by a key that it already had; a new town by a key of its entry, and one member that lets
 * it in. One other member also where the entry raises what the town may do. A town that has lost all its keys is taken back by more than
 * half of the others. An agreement: both parties. The address of coordination: more than half of the members.
 */
export function standingOf(
  state: FederationState,
  change: FederationChange,
  signatures: readonly ChangeSignature[],
  now: Instant,
): Standing {
  const why = reasonAgainst(state, change, now);
  if (why !== undefined) return { kind: 'VOID', why };
  const signers = new Set(signatures.filter((each) => isStanding(state, change, each)).map(({ by }) => by));
  const needed = signersNeeded(state, change, signers, signatures);
  const from = needed.all.filter((code) => !signers.has(code) && !needed.given.has(code));
  const given = [...signers].filter((code) => !needed.all.includes(code)).length;
  const others = Math.max(0, needed.others - given);
  return from.length === 0 && others === 0 ? { kind: 'COUNTS' } : { kind: 'PENDING', from, others };
}

/** The keys with which a town may sign a change: those it has, and for its own entry also those the entry brings. */
export function keysToSign(state: FederationState, change: FederationChange, by: MunicipalityCode): MemberKey[] {
  const brought = change.kind === 'MEMBER' && change.member.code === by ? change.member.publicKeys : [];
  return [...(memberOf(state, by)?.publicKeys ?? []), ...brought];
}

/** The federation with a change that counts. */
export function withChange(state: FederationState, change: FederationChange): FederationState {
  const last = new Map(state.last).set(subjectOf(change), { number: change.number, at: change.at });
  switch (change.kind) {
    case 'MEMBER': {
      const { member } = change;
      const isNew = memberOf(state, member.code) === undefined;
      const members = isNew
        ? [...state.members, member]
        : state.members.map((each) => (each.code === member.code ? member : each));
      return { ...state, members, last };
    }
    case 'AGREEMENT': {
      const agreementsById = new Map(state.agreementsById).set(change.id, change.agreement);
      return { ...state, agreementsById, agreements: [...agreementsById.values()], last };
    }
    case 'COORDINATION':
      return { ...state, coordination: { endpoint: change.endpoint }, last };
  }
}

/** What is new in `after`, one line for each subject, for the log and for people. */
export function differences(before: FederationState, after: FederationState): string[] {
  return [...after.last].flatMap(([subject, { number }]) => {
    const known = before.last.get(subject)?.number;
    if (known === number) return [];
    return [known === undefined ? `${subject}: new` : `${subject}: change ${number}`];
  });
}

interface Needed {
  readonly all: readonly MunicipalityCode[];
  /** Of `all`, who has signed by a key that is not theirs yet. */
  readonly given: ReadonlySet<MunicipalityCode>;
  /** How many members besides those named. */
  readonly others: number;
}

function signersNeeded(
  state: FederationState,
  change: FederationChange,
  signers: ReadonlySet<MunicipalityCode>,
  signatures: readonly ChangeSignature[],
): Needed {
  switch (change.kind) {
    case 'AGREEMENT':
      return { all: change.agreement.between, given: new Set(), others: 0 };
    case 'COORDINATION':
      return { all: [], given: new Set(), others: majority(state.members.length) };
    case 'MEMBER': {
      const { code } = change.member;
      const before = memberOf(state, code);
      const given = new Set(signatures.some((each) => isByNewKey(change, each)) ? [code] : []);
      const all = [code];
      if (before === undefined) return { all, given, others: state.members.length === 0 ? 0 : 1 };
      if (signers.has(code)) return { all, given, others: raises(before, change.member) ? 1 : 0 };
      // Without a word by a key that the others know, it is for them to say that it is still the same town.
      return given.size === 0 ? { all, given, others: 0 } : { all, given, others: majority(state.members.length - 1) };
    }
  }
}

/** More than half. */
function majority(members: number): number {
  return Math.floor(members / 2) + 1;
}

function raises(before: Member, after: Member): boolean {
  return (
    (before.level === 'TRIAL' && after.level === 'TRADING') ||
    !dataClassFits(after.highestDataClass, before.highestDataClass)
  );
}

/** By a key that its member had at that moment, and that nobody has called stolen since: a thief could write any date. */
function isStanding(state: FederationState, change: FederationChange, { by, kid, at }: ChangeSignature): boolean {
  const key = memberOf(state, by)?.publicKeys.find((each) => each.kid === kid);
  return key !== undefined && key.revokedAt === undefined && isValidAt(key, at) && at >= change.at;
}

function isByNewKey({ member, at: proposedAt }: MemberChange, { by, kid, at }: ChangeSignature): boolean {
  const key = member.publicKeys.find((each) => each.kid === kid);
  return by === member.code && key !== undefined && isValidAt(key, at) && at >= proposedAt;
}

/** Why a change can never count, however many sign it. */
function reasonAgainst(state: FederationState, change: FederationChange, now: Instant): string | undefined {
  const last = state.last.get(subjectOf(change));
  if (change.number !== (last?.number ?? 0) + 1) return 'another change has been made in its place';
  if (last !== undefined && change.at < last.at) return 'it is dated before the change that it follows';
  if (change.at > now + clockDifferenceMs) return 'it is dated in the future';
  if (change.kind === 'MEMBER') return reasonAgainstKeys(state, change);
  if (change.kind === 'AGREEMENT') {
    const { between } = change.agreement;
    if (between.some((code) => memberOf(state, code) === undefined)) return 'a party is no member';
    const before = state.agreementsById.get(change.id);
    if (before !== undefined && !before.between.every((code) => between.includes(code)))
      return 'it would hand an agreement to other towns';
  }
  return undefined;
}

/** Old signatures must stay what they were: keys are added, ended or revoked, and never taken out, changed or given back. */
function reasonAgainstKeys(state: FederationState, { member, at }: MemberChange): string | undefined {
  const before = memberOf(state, member.code)?.publicKeys ?? [];
  const elsewhere = new Set(
    state.members.filter(({ code }) => code !== member.code).flatMap(({ publicKeys }) => publicKeys.map(({ x }) => x)),
  );
  const names = new Set(member.publicKeys.map(({ kid }) => kid));
  if (names.size < member.publicKeys.length) return 'two keys have one name';
  if (member.publicKeys.some(({ x }) => elsewhere.has(x))) return 'it names the key of another member';
  if (before.some(({ kid }) => !names.has(kid))) return 'it leaves out a key that the town has had';
  for (const key of member.publicKeys) {
    const old = before.find(({ kid }) => kid === key.kid);
    if (old === undefined) {
      if (key.from < at) return `the key ${key.kid} would count from before it was told`;
      continue;
    }
    if (old.x !== key.x || old.from !== key.from) return `it changes the key ${key.kid}`;
    if (old.to !== key.to && (key.to === undefined || key.to < at || key.to > (old.to ?? Infinity)))
      return `the key ${key.kid} would end in the past or later than was told`;
    // Nor may a town undo what it has signed, by calling the key stolen from an earlier day on.
    if (old.revokedAt !== key.revokedAt && (old.revokedAt !== undefined || (key.revokedAt ?? 0) < at))
      return `the key ${key.kid} would be revoked for the past, or given back`;
  }
  return undefined;
}
