import type { Instant, IsoDate } from '#domain/calendar/date';
import type { FederationChange } from '#domain/federation/change';
import {
  memberOf,
  type Agreement,
  type CooperationBasis,
  type Member,
  type MemberKey,
} from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { SkillCode } from '#domain/skills/catalogue';
import { signChange, type OpenedFederation, type PendingChange } from '#messages/federation-document';
import { hashOf } from '#messages/signing';
import { keyInUse, makeOwnKey, ownKeys } from './own-keys.js';

// What a town can do to the federation document: each function takes the document as it is and answers it with the town's signature in it.

/** Who acts, with what keys, when. */
export interface Hand {
  readonly town: MunicipalityCode;
  /** Folder of the town's private keys. */
  readonly keys: string;
  readonly now: Instant;
}

export type MemberFacts = Pick<Member, 'operatingBody' | 'endpoint' | 'level' | 'highestDataClass'>;

/** Begins a federation: its first member lets itself in. */
export async function create(hand: Hand, facts: MemberFacts, coordination: string): Promise<OpenedFederation> {
  const founded = await add(undefined, hand, facts);
  return moveCoordination(founded, hand, coordination);
}

/** A town's entry with its first key. It counts once a member accepts it; the first one needs nobody. */
export async function add(
  opened: OpenedFederation | undefined,
  { town, keys, now }: Hand,
  facts: MemberFacts,
): Promise<OpenedFederation> {
  if (opened !== undefined && memberOf(opened, town) !== undefined) throw new Error(`${town} is a member already`);
  const own = (await ownKeys(keys, town)).at(0) ?? (await makeOwnKey(keys, town));
  const member = { code: town, ...facts, publicKeys: [{ ...own.publicKey, from: now }] };
  return signChange(opened, { kind: 'MEMBER', number: 1, at: now, member }, { by: town, key: own.signing, at: now });
}

/** Puts a town's signature under a change that waits for it. */
export async function accept(
  opened: OpenedFederation,
  { town, keys, now }: Hand,
  { change }: PendingChange,
): Promise<OpenedFederation> {
  return signChange(opened, change, { by: town, key: await keyInUse(keys, opened, town, now), at: now });
}

/** Changes a member's entry. What raises its level or data class waits for another member. */
export async function changeEntry(
  opened: OpenedFederation,
  hand: Hand,
  facts: Partial<MemberFacts>,
): Promise<OpenedFederation> {
  const { publicKeys, ...rest } = entryOf(opened, hand.town);
  return signedEntry(opened, hand, { ...rest, ...facts, publicKeys });
}

/** A new key, and the end of those before it: both count for a while, so that no peer is left with a signature it cannot check. */
export async function rotate(
  opened: OpenedFederation,
  hand: Hand,
  { from, overlapUntil }: { readonly from: Instant; readonly overlapUntil: Instant },
): Promise<OpenedFederation> {
  const entry = entryOf(opened, hand.town);
  await keyInUse(hand.keys, opened, hand.town, hand.now); // Nothing is made where nothing could be signed.
  const { publicKey } = await makeOwnKey(hand.keys, hand.town);
  const before = entry.publicKeys.map((key): MemberKey =>
    key.to !== undefined && key.to <= overlapUntil ? key : { ...key, to: overlapUntil },
  );
  return signedEntry(opened, hand, { ...entry, publicKeys: [...before, { ...publicKey, from }] });
}

/** From now on nothing signed by a key counts. With its only key a town gets a new one in the same step. */
export async function revoke(opened: OpenedFederation, hand: Hand, kid: string): Promise<OpenedFederation> {
  const entry = entryOf(opened, hand.town);
  if (!entry.publicKeys.some((key) => key.kid === kid && key.revokedAt === undefined))
    throw new Error(`${hand.town} has no key ${kid} that could be revoked`);
  const keys = entry.publicKeys.map((key): MemberKey => (key.kid === kid ? { ...key, revokedAt: hand.now } : key));
  const held = new Set((await ownKeys(hand.keys, hand.town)).map(({ publicKey }) => publicKey.kid));
  const left = keys.some(
    (key) =>
      held.has(key.kid) && key.revokedAt === undefined && key.from <= hand.now && (key.to ?? Infinity) > hand.now,
  );
  const fresh = left ? [] : [{ ...(await makeOwnKey(hand.keys, hand.town)).publicKey, from: hand.now }];
  return signedEntry(opened, hand, { ...entry, publicKeys: [...keys, ...fresh] });
}

/** What one side proposes and the other signs by proposing the same. */
export async function agree(
  opened: OpenedFederation,
  hand: Hand,
  other: MunicipalityCode,
  terms: {
    readonly basis: CooperationBasis;
    readonly from: IsoDate;
    readonly to: IsoDate;
    readonly skills?: readonly SkillCode[] | undefined;
  },
): Promise<OpenedFederation> {
  const [one, two] = [hand.town, other].sort() as [MunicipalityCode, MunicipalityCode];
  const { basis, from, to, skills } = terms;
  const covered = skills === undefined ? {} : { skills: [...skills].sort() };
  const agreement: Agreement = { between: [one, two], basis, from, to, ...covered };
  const same = opened.pending.find(
    ({ change }) => change.kind === 'AGREEMENT' && hashOf(change.agreement) === hashOf(agreement),
  );
  if (same !== undefined) return accept(opened, hand, same);
  const taken = [...opened.agreementsById.keys()].filter((id) => id.startsWith(`${one}-${two}-`)).length;
  const waiting = opened.pending.filter(
    ({ change }) => change.kind === 'AGREEMENT' && change.id.startsWith(`${one}-${two}-`),
  );
  const id = `${one}-${two}-${taken + waiting.length + 1}`;
  return signed(opened, hand, { kind: 'AGREEMENT', id, number: 1, at: hand.now, agreement });
}

/** Proposes another address of coordination, or signs the same proposal. */
export async function moveCoordination(
  opened: OpenedFederation,
  hand: Hand,
  endpoint: string,
): Promise<OpenedFederation> {
  const same = opened.pending.find(({ change }) => change.kind === 'COORDINATION' && change.endpoint === endpoint);
  if (same !== undefined) return accept(opened, hand, same);
  const number = (opened.last.get('coordination')?.number ?? 0) + 1;
  return signed(opened, hand, { kind: 'COORDINATION', number, at: hand.now, endpoint });
}

function entryOf(opened: OpenedFederation, town: MunicipalityCode): Member {
  const entry = memberOf(opened, town);
  if (entry === undefined) throw new Error(`${town} is no member of this federation`);
  return entry;
}

function signedEntry(opened: OpenedFederation, hand: Hand, member: Member): Promise<OpenedFederation> {
  const number = (opened.last.get(`member ${member.code}`)?.number ?? 0) + 1;
  return signed(opened, hand, { kind: 'MEMBER', number, at: hand.now, member });
}

async function signed(opened: OpenedFederation, hand: Hand, change: FederationChange): Promise<OpenedFederation> {
  const key = await keyInUse(hand.keys, opened, hand.town, hand.now);
  return signChange(opened, change, { by: hand.town, key, at: hand.now });
}
