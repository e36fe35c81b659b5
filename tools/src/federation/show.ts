import { nameOf } from '#domain/municipality/register';
import type { Member, MemberKey } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { OpenedFederation, PendingChange } from '#messages/federation-document';
import { fingerprint } from '#messages/keys';

export type TerminalLanguage = 'ja' | 'en';

export function languageOfTerminal(asked: string | undefined): TerminalLanguage {
  if (asked !== undefined) return asked === 'en' ? 'en' : 'ja';
  return (process.env['LANG'] ?? 'ja').startsWith('ja') ? 'ja' : 'en';
}

export const words = {
  ja: {
    version: (version: number) => `連携文書 第${version}版`,
    coordination: '調整サービス',
    agreement: '協定',
    allWork: '全業務',
    waiting: '署名待ち',
    waitsFor: (from: string, others: number) =>
      [from === '' ? '' : `${from} の署名`, others === 0 ? '' : `ほかの参加市町村 ${others} 者の署名`]
        .filter((each) => each !== '')
        .join('、'),
    key: '鍵',
    from: '開始',
    until: '終了',
    revoked: '失効',
    compare: (code: string) =>
      `電話で ${code} の担当者に鍵の数字を読み上げてもらい、上と同じなら --fingerprint "<聞いた数字>" を付けてもう一度実行してください。`,
    differs: (code: string) => `聞いた数字が ${code} の鍵と違います。署名せず、相手に確かめてください。`,
    nothingWaits: (code: string) => `${code} の署名待ちの記載はありません。`,
    noDocument: '連携文書がありません。--file で指定するか、create で作ってください。',
  },
  en: {
    version: (version: number) => `Federation document, version ${version}`,
    coordination: 'coordination',
    agreement: 'agreement',
    allWork: 'all work',
    waiting: 'waits for signatures',
    waitsFor: (from: string, others: number) =>
      [from === '' ? '' : `that of ${from}`, others === 0 ? '' : `${others} of the other members`]
        .filter((each) => each !== '')
        .join(', '),
    key: 'key',
    from: 'from',
    until: 'until',
    revoked: 'revoked',
    compare: (code: string) =>
      `Have somebody at ${code} read you the digits of its key by telephone. If they are those above, repeat with --fingerprint "<what you heard>".`,
    differs: (code: string) => `What you heard is not the key of ${code}. Do not sign; ask them.`,
    nothingWaits: (code: string) => `No entry of ${code} waits for a signature.`,
    noDocument: 'There is no federation document: name it with --file, or begin one with create.',
  },
} as const;

/** The whole document for a person to read. */
export function describeFederation(opened: OpenedFederation, language: TerminalLanguage): string[] {
  const say = words[language];
  return [
    say.version(opened.version),
    ...(opened.coordination.endpoint === '' ? [] : [`${say.coordination}: ${opened.coordination.endpoint}`]),
    ...opened.members.flatMap((member) => describeMember(member, language)),
    ...opened.agreements.map(
      ({ between, basis, from, to, skills }) =>
        `${say.agreement} ${between.join(' – ')}: ${basis}, ${from} – ${to}, ${skills?.join(' ') ?? say.allWork}`,
    ),
    ...opened.pending.flatMap((each) => describeChange(each, language)),
  ];
}

/** A change that waits, with whom it waits for. */
export function describeChange({ change, standing }: PendingChange, language: TerminalLanguage): string[] {
  const say = words[language];
  const waits = `${say.waiting}: ${say.waitsFor(standing.from.join(', '), standing.others)}`;
  switch (change.kind) {
    case 'MEMBER':
      return [`[${waits}]`, ...describeMember(change.member, language)];
    case 'AGREEMENT': {
      const { between, basis, from, to, skills } = change.agreement;
      return [
        `[${waits}] ${say.agreement} ${between.join(' – ')}: ${basis}, ${from} – ${to}, ${skills?.join(' ') ?? say.allWork}`,
      ];
    }
    case 'COORDINATION':
      return [`[${waits}] ${say.coordination}: ${change.endpoint}`];
  }
}

function describeMember(member: Member, language: TerminalLanguage): string[] {
  const { code, operatingBody, endpoint, level, highestDataClass, publicKeys } = member;
  return [
    `${code} ${townName(code, language)} (${operatingBody}) ${level} ${highestDataClass} ${endpoint}`,
    ...publicKeys.map((key) => `  ${describeKey(key, language)}`),
  ];
}

function describeKey(key: MemberKey, language: TerminalLanguage): string {
  const say = words[language];
  const moment = (label: string, at: number | undefined): string[] =>
    at === undefined ? [] : [`${label} ${new Date(at).toISOString().slice(0, 16)}Z`];
  const validity = [...moment(say.from, key.from), ...moment(say.until, key.to), ...moment(say.revoked, key.revokedAt)];
  return `${say.key} ${key.kid}  ${fingerprint(key)}  ${validity.join(', ')}`;
}

function townName(code: MunicipalityCode, language: TerminalLanguage): string {
  return nameOf(code, language === 'ja' ? 'JA' : 'EN');
}
