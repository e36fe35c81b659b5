import type { EvidenceFault, EvidenceFile, EvidenceFindings } from '#messages/evidence-file';
import type { Replay } from '#domain/replay/replay';
import { nameOf } from '#domain/municipality/register';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { TerminalLanguage } from '../federation/show.js';
import { movesByRecord, tellReplay } from './tell-replay.js';

const words = {
  ja: {
    process: (id: string, town: string) => `${town} の証跡、手続き ${id}`,
    sent: 'が送信',
    received: 'が受領',
    noReceipt: '受領証なし',
    agreed: (hash: string) => `合意した条件(ハッシュ ${hash}):`,
    signed: (town: string, at: string, key: string) => `  ${town} が ${at} に署名(鍵 ${key})`,
    noAgreement: '双方の署名がそろった条件は、この証跡にはありません。',
    covered: (number: number, at: string, by: string) => `${at} の確認点(記録 ${number})に ${by} が連署しています。`,
    notCovered: 'この手続きの全体を覆う、連署された確認点はまだありません。',
    sound: (count: number) => `問題はありません: 記録 ${count} 件の鎖、署名、受領証、確認点を検査しました。`,
    broken: 'この証跡は信用できません:',
    faults: {
      TEXT: '伝言の本文が記録と一致しません',
      CHANGED: '記録が書き換えられています',
      LINK: '前の記録とつながりません',
      MISSING: '記録が抜けています',
      MESSAGE: '伝言の署名または内容が正しくありません',
      RECEIPT: '受領証が正しくありません',
      SEQUENCE: 'この番号の伝言が示されていません',
      CHECKPOINT: '確認点が正しくありません',
      UNCHECKED_DATE: '失効した鍵の署名で、失効前のものだと示す連署がありません',
    },
    record: (number: number) => `記録 ${number}`,
  },
  en: {
    process: (id: string, town: string) => `Evidence of ${town}, process ${id}`,
    sent: 'sent',
    received: 'received',
    noReceipt: 'no receipt',
    agreed: (hash: string) => `Agreed terms (hash ${hash}):`,
    signed: (town: string, at: string, key: string) => `  signed by ${town} at ${at} with the key ${key}`,
    noAgreement: 'No terms here bear the signatures of both towns.',
    covered: (number: number, at: string, by: string) =>
      `The checkpoint of ${at} (record ${number}) is countersigned by ${by}.`,
    notCovered: 'No countersigned checkpoint covers all of this process yet.',
    sound: (count: number) =>
      `Sound: the chain of ${count} records, signatures, receipts and checkpoints were checked.`,
    broken: 'This evidence cannot be trusted:',
    faults: {
      TEXT: 'the text is not the one that was recorded',
      CHANGED: 'the record has been changed',
      LINK: 'it does not follow the record before',
      MISSING: 'a record is missing',
      MESSAGE: 'the signature or content of the message is wrong',
      RECEIPT: 'the receipt is wrong',
      SEQUENCE: 'the message with this number is not shown',
      CHECKPOINT: 'a checkpoint is wrong',
      UNCHECKED_DATE: 'signed with a key that was revoked later, and no countersignature shows that it was before',
    },
    record: (number: number) => `record ${number}`,
  },
} as const;

/**
 * What a file of evidence says, for a person: what was said and what the rules made of it, what was agreed, when and by whom, or what is wrong
 * with it.
 * @param played undefined where nothing can be played again.
 */
export function tellEvidence(
  file: EvidenceFile,
  findings: EvidenceFindings,
  played: Replay | undefined,
  language: TerminalLanguage,
): string[] {
  const say = words[language];
  const town = (code: MunicipalityCode): string => `${nameOf(code, language === 'ja' ? 'JA' : 'EN')} (${code})`;
  const told = ({ number, code, detail }: EvidenceFault): string =>
    `${number === undefined ? '' : `${say.record(number)}: `}${say.faults[code]}${detail === '' ? '' : ` (${detail})`}`;
  if (findings.faults.length > 0)
    return [say.process(file.processId, town(file.town)), say.broken, ...findings.faults.map(told)];
  const moves = played === undefined ? undefined : movesByRecord(played, town);
  return [
    say.process(file.processId, town(file.town)),
    ...findings.messages.flatMap(({ number, type, from, to, issuedAt, receivedAt }) => {
      const receipt = receivedAt === undefined ? say.noReceipt : `${town(to)} ${say.received} ${moment(receivedAt)}`;
      const became = moves?.get(number);
      return [
        `  ${number}  ${type}  ${town(from)} ${say.sent} ${moment(issuedAt)}, ${receipt}`,
        ...(became === undefined ? [] : [`     → ${became}`]),
      ];
    }),
    ...(played === undefined ? [] : tellReplay(played, town, language)),
    ...(findings.agreements.length === 0 ? [say.noAgreement] : []),
    ...findings.agreements.flatMap(({ terms, termsHash, signatures }) => [
      say.agreed(termsHash),
      ...Object.entries(terms).map(([name, value]) => `  ${name}: ${shown(name, value)}`),
      ...signatures.map(({ by, at, key }) => say.signed(town(by), moment(at), key)),
    ]),
    findings.coveredBy === undefined
      ? say.notCovered
      : say.covered(
          findings.coveredBy.number,
          moment(findings.coveredBy.at),
          findings.coveredBy.witnesses.map(town).join(', '),
        ),
    ...findings.cautions.map(told),
    say.sound(file.entries.length),
  ];
}

function shown(name: string, value: unknown): string {
  if (name === 'confirmBy' || name === 'agreeBy' || name === 'hardExpiry') return moment(Number(value));
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Moments are told in Tokyo time, in which the deadlines run. */
function moment(at: number): string {
  return `${new Date(at + 9 * 3_600_000).toISOString().slice(0, 19)}+09:00`;
}
