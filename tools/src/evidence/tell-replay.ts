import type { MunicipalityCode } from '#domain/municipality/code';
import { sentenceOf } from '#domain/refusals/sentence';
import type { Objection } from '#domain/replay/play';
import type { Replay, Unshown } from '#domain/replay/replay';
import type { TerminalLanguage } from '../federation/show.js';

const words = {
  ja: {
    record: (number: number, type: string) => `記録 ${number}(${type})`,
    kept: '手順の規則どおりの経過です: 伝言を、それぞれの市町村の規則で再現しました。',
    broken: '伝言は真正ですが、手順の規則に反しています:',
    stands: '最後の状態:',
    surplusOrder: (town: string) => `${town}の余剰案件`,
    late: '期限後の日付ですが、封をし直したものなら期限内にありえます。送信側の証跡で分かります',
    givenUp: '送信側が取り下げた伝言です。それ以後のその市町村の伝言は検査していません',
    unshown: '伝言だけからは分からないこと:',
    why: {
      UNSIGNED: 'ハッシュまたは署名が合いません',
      NO_DEED: 'その時点では、このように言うことはできません',
      UNREADABLE: 'この種類の伝言の形をしていません',
      ANSWER_DUE: (due: string) => `先に ${due} を答えなければなりません`,
      OTHER_WORDS: (fields: string) => `規則どおりなら、次の項目は違う内容になります: ${fields}`,
    },
    facts: {
      OTHER_MINUTES: '余剰案件に残っていた時間、最小単位、全体の価格、申出の期限(余剰案件の証跡にあります)',
      OTHER_AWARDS:
        '余剰案件の残り時間が、他の市町村への決定を含めて正しく公示されていたか(他の申出の証跡にあります)、他の公開先に同じ公示がされたか',
      LAW: 'その日の同意、連携の根拠、データの区分(連合の文書と各市町村の記録にあります)',
      CAPACITY: 'ワーカー、ディレクター、ライセンスの時間が足りていたか',
      OTHER_TOWNS: 'ほかの市町村とのやりとり(その市町村の証跡にあります)',
      LINES: '明細が検収のとおりか(それぞれの引受の証跡にあります)',
      MONTHS: 'それより前の月が締め済みだったか',
      CLAIMS: '引受と決定の中身(それぞれの引受の証跡にあります)',
      UNSAID: '相手に伝えられなかった行為と、時計だけで起きた変化',
      DISMISSED: '受け取った側の担当者が、読まずに退けた伝言',
      ANEW: '封をし直した伝言の、もとの日時(送信側の証跡にあります)',
    },
  },
  en: {
    record: (number: number, type: string) => `record ${number} (${type})`,
    kept: 'By the rules: the messages were played again through the rules of each town.',
    broken: 'The messages are genuine, and yet the rules were not kept:',
    stands: 'How it stands at the end:',
    surplusOrder: (town: string) => `the surplus order of ${town}`,
    late: "dated after its time, which it can have kept if it was sealed anew; the sender's own evidence shows it",
    givenUp: 'given up by its sender; what that town said after it was not judged',
    unshown: 'What messages alone do not show:',
    why: {
      UNSIGNED: 'its hash or signature does not hold',
      NO_DEED: 'nothing that the town could do at that point says this',
      UNREADABLE: 'it is not what its type has to be',
      ANSWER_DUE: (due: string) => `${due} had to be answered first`,
      OTHER_WORDS: (fields: string) => `by the rules these would say something else: ${fields}`,
    },
    facts: {
      OTHER_MINUTES:
        'what remained of the surplus order, its slices, its whole price and its deadlines (the evidence of the surplus order shows it)',
      OTHER_AWARDS:
        'whether what was stated to remain of the surplus order is what others were awarded (the evidence of their claims shows it), and whether its other addressees were told the same',
      LAW: "consent, cooperation basis and data class of the day (the federation document and the towns' own records show them)",
      CAPACITY: 'whether workers, directors and seats had the time',
      OTHER_TOWNS: 'what was said to and by other towns (their evidence shows it)',
      LINES: 'whether the lines are what was accepted (the evidence of each claim shows it)',
      MONTHS: 'whether the months before were closed',
      CLAIMS: 'what was claimed and awarded (the evidence of each claim shows it)',
      UNSAID: 'deeds of which nobody was told, and what clocks alone have ended',
      DISMISSED: 'a message that a person at its receiver has set aside unread',
      ANEW: "when a message that was sealed anew was written first (its sender's evidence shows it)",
    } satisfies Record<Unshown, string>,
  },
} as const;

/** What became of each message by the rules, by the number of its record. */
export function movesByRecord(
  { moves }: Replay,
  town: (code: MunicipalityCode) => string,
): ReadonlyMap<number, string> {
  const told = new Map<number, string>();
  for (const { number, town: code, after } of moves)
    told.set(number, [told.get(number), `${town(code)} ${after}`].filter((each) => each !== undefined).join('; '));
  return told;
}

/** What a replay says, for a person: how it stands by the rules, what they did not allow, and what it cannot say. */
export function tellReplay(
  { towns, surplusOrder, unshown }: Replay,
  town: (code: MunicipalityCode) => string,
  language: TerminalLanguage,
): string[] {
  const say = words[language];
  const plays = surplusOrder === undefined ? towns : [...towns, surplusOrder];
  const objections = plays
    .flatMap(({ objection }) => (objection === undefined ? [] : [objection]))
    .sort((a, b) => a.said.number - b.said.number);
  const about = ({
    said,
  }: {
    readonly said: { readonly number: number; readonly type: string; readonly from: MunicipalityCode };
  }) => `  ${say.record(said.number, said.type)}, ${town(said.from)}: `;
  return [
    ...(objections.length === 0 ? [say.kept] : [say.broken]),
    ...objections.map((objection) => `${about(objection)}${reason(objection.why, language)}`),
    ...plays.flatMap(({ late }) => late.map((said) => `${about({ said })}${say.late}`)),
    ...plays.flatMap(({ givenUp: said }) => (said === undefined ? [] : [`${about({ said })}${say.givenUp}`])),
    say.stands,
    ...towns.map(({ town: code, stands }) => `  ${town(code)}: ${stands}`),
    ...(surplusOrder === undefined ? [] : [`  ${say.surplusOrder(town(surplusOrder.town))}: ${surplusOrder.stands}`]),
    say.unshown,
    ...unshown.map((fact) => `  ${say.facts[fact]}`),
  ];
}

/** Whether the rules allowed all that was said. */
export function isByTheRules({ towns, surplusOrder }: Replay): boolean {
  return [...towns, surplusOrder].every((play) => play?.objection === undefined);
}

function reason(why: Objection, language: TerminalLanguage): string {
  const say = words[language].why;
  switch (why.code) {
    case 'REFUSED':
      return why.refusals
        .map((refusal) => `${refusal.code}: ${sentenceOf(refusal, language === 'ja' ? 'JA' : 'EN')}`)
        .join(' ');
    case 'ANSWER_DUE':
      return say.ANSWER_DUE(why.due);
    case 'OTHER_WORDS':
      return say.OTHER_WORDS(why.fields.join(', '));
    default:
      return say[why.code];
  }
}
