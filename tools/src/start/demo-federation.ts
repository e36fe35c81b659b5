import { join } from 'node:path';
import type { IsoDate, Instant } from '#domain/calendar/date';
import { dateInTokyo } from '#domain/calendar/date';
import { fiscalYearOf } from '#domain/calendar/month';
import { agreementBetween, memberOf } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { OpenedFederation } from '#messages/federation-document';
import {
  accept,
  add,
  agree,
  changeEntry,
  create,
  moveCoordination,
  type Hand,
  type MemberFacts,
} from '../federation/changing.js';
import { readDocument, writeDocument } from '../federation/document-file.js';

/** Which demo towns share a process. */
export const hosts = [
  { name: 'tateshina', towns: ['203246'] },
  { name: 'shiojiri', towns: ['202151'] },
  { name: 'neighbours', towns: ['203505', '202177', '203041'] },
] as const;

type HostName = (typeof hosts)[number]['name'];

/** What is written down of a demo member besides its address and keys. */
const facts: Readonly<Record<string, Omit<MemberFacts, 'endpoint'>>> = {
  '203246': { operatingBody: '立科町', level: 'TRADING', highestDataClass: 'PERSONAL' },
  '202151': { operatingBody: '塩尻市振興公社', level: 'TRADING', highestDataClass: 'PERSONAL' },
  '203505': { operatingBody: '長和町', level: 'TRADING', highestDataClass: 'CONFIDENTIAL' },
  '202177': { operatingBody: '佐久市', level: 'TRADING', highestDataClass: 'CONFIDENTIAL' },
  '203041': { operatingBody: '川上村', level: 'TRADING', highestDataClass: 'CONFIDENTIAL' },
};

/**
 * Writes the demo's federation document for the addresses of this run, by the steps that real towns take: each enters itself, the first
 * lets it in, and each pair signs an agreement. Keys are made once and stay; a town that has moved says so with its signature.
 */
export async function writeFederation(
  dataDir: string,
  addresses: Readonly<Record<HostName | 'coordination', string>>,
  now: Instant,
): Promise<string> {
  const path = join(dataDir, 'federation.json');
  const hand = (town: MunicipalityCode): Hand => ({ town, keys: join(dataDir, 'keys'), now });
  const towns = hosts.flatMap(({ name, towns: codes }) =>
    codes.map((code) => ({
      town: code as string as MunicipalityCode,
      facts: { ...factsOf(code), endpoint: addresses[name] },
    })),
  );
  let opened = await readDocument(path, now);
  for (const { town, facts } of towns) {
    const known = opened === undefined ? undefined : memberOf(opened, town);
    if (opened === undefined) opened = await create(hand(town), facts, addresses.coordination);
    else if (known === undefined) opened = await introduced(opened, hand(town), hand(towns[0]?.town ?? town), facts);
    else if (known.endpoint !== facts.endpoint) opened = await changeEntry(opened, hand(town), facts);
  }
  if (opened === undefined) throw new Error('a demo without towns');
  for (const { town } of towns) {
    if (opened.coordination.endpoint === addresses.coordination) break;
    opened = await moveCoordination(opened, hand(town), addresses.coordination);
  }
  opened = await withAgreements(
    opened,
    towns.map(({ town }) => hand(town)),
    dateInTokyo(now),
  );
  writeDocument(path, opened);
  return path;
}

async function introduced(
  opened: OpenedFederation,
  hand: Hand,
  host: Hand,
  facts: MemberFacts,
): Promise<OpenedFederation> {
  const proposed = await add(opened, hand, facts);
  const entry = proposed.pending.find(({ change }) => change.kind === 'MEMBER' && change.member.code === hand.town);
  if (entry === undefined) throw new Error(`the entry of ${hand.town} is not there`);
  return accept(proposed, host, entry);
}

/** Every pair of demo towns works together under a 連携協約 of three fiscal years. */
async function withAgreements(
  opened: OpenedFederation,
  hands: readonly Hand[],
  today: IsoDate,
): Promise<OpenedFederation> {
  const year = fiscalYearOf(today);
  const terms = { basis: '連携協約', from: `${year}-04-01` as IsoDate, to: `${year + 3}-03-31` as IsoDate } as const;
  let after = opened;
  for (const [index, one] of hands.entries()) {
    for (const other of hands.slice(index + 1)) {
      if (agreementBetween(after, one.town, other.town, today) !== undefined) continue;
      after = await agree(after, one, other.town, terms);
      after = await agree(after, other, one.town, terms);
    }
  }
  return after;
}

function factsOf(town: string): (typeof facts)[string] {
  const known = facts[town];
  if (known === undefined) throw new Error(`the demo knows nothing of ${town}`);
  return known;
}
