import type { OwnedSeats } from '#domain/centre/seats';
import type { NewDirector } from '#domain/directors/director';
import type { DataClass } from '#domain/orders/data-class';
import type { RecommissionConsent } from '#domain/orders/order';
import type { WorkTypeCode } from '#domain/skills/work-types';

/** What makes each demo town its own: how many work there, what they can do, and what it is ordered. */
export interface TownProfile {
  readonly code: string;
  readonly workers: number;
  /** Skills with the share of workers who have them. */
  readonly skills: Readonly<Record<string, number>>;
  /** Skills that one of the workers has, and nobody else; that worker has no others. */
  readonly onlyOne?: readonly string[];
  readonly supportOffices?: readonly OfficeProfile[];
  /** What they can lead bounds what the town can do. */
  readonly directors: readonly NewDirector[];
  readonly seats?: readonly OwnedSeats[];
  /** Skills that its bulletins tell together, as codes; none unless told. */
  readonly jointSkills?: readonly (readonly string[])[];
  readonly orders: readonly OrderProfile[];
}

interface OfficeProfile {
  readonly displayName: string;
  readonly skills: readonly string[];
  /** The same in every week: its hours know no season. */
  readonly weeklyMinutes: number;
}

export interface OrderProfile {
  /** The month in which the work falls, 1 to 12: the coming one of that name. */
  readonly month: number;
  readonly clientName: string;
  readonly title: string;
  readonly consent: RecommissionConsent;
  readonly contractYen: number;
  readonly lots: readonly LotProfile[];
}

export interface LotProfile {
  readonly title: string;
  readonly workType: WorkTypeCode;
  /** How many units of the work type; its norm makes them minutes. */
  readonly units: number;
  readonly dataClass: DataClass;
  /** Of which a seat is taken while the work is done. */
  readonly licences?: readonly string[];
  /** How much of it the town has taken on itself so far: all that fits, or nothing yet. */
  readonly committed: 'all that fits' | 'nothing yet';
  /** Hours on which it has not decided; the rest of what it does not do itself it has published where the client lets it. None unless told. */
  readonly undecidedHours?: number;
}

/** One of the request's contracts: 3 million yen for about 1,580 hours (about 1,900 yen an hour). */
function contract(
  month: number,
  clientName: string,
  title: string,
  consent: OrderProfile['consent'],
  lots: readonly LotProfile[],
): OrderProfile {
  return { month, clientName, title, consent, contractYen: 3_000_000, lots };
}

function lot(
  title: string,
  workType: WorkTypeCode,
  units: number,
  dataClass: DataClass,
  committed: LotProfile['committed'] = 'all that fits',
): LotProfile {
  return { title, workType, units, dataClass, committed };
}

function director(displayName: string, weeklyHours: number, leadRatio: number): NewDirector {
  return { displayName, weeklyMinutes: weeklyHours * 60, leadRatio };
}

const everyMonth = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;

/** 立科町: ten contracts of 3 million yen. Two fall into August and three into February; in between the year runs dry. */
const tateshina: TownProfile = {
  code: '203246',
  workers: 30,
  skills: {
    'data-entry': 0.8,
    'form-processing': 0.5,
    transcription: 0.4,
    'web-research': 0.4,
    proofreading: 0.3,
    design: 0.2,
    'accounting-support': 0.2,
    'web-update': 0.2,
  },
  // More than its workers ever offer: Tateshina has leading to lend.
  directors: [director('羽田 千代', 40, 10), director('今井 徹', 20, 10)],
  orders: [
    contract(8, '株式会社白樺ツーリスト', '夏期宿泊アンケートの集計', 'ALLOWED', [
      lot('アンケート票の入力', 'survey-entry', 14_000, 'INTERNAL'),
      lot('自由記述の分類', 'answer-sorting', 14_400, 'INTERNAL'),
      lot('宿泊施設情報の調査', 'fact-research', 1_200, 'PUBLIC'),
    ]),
    contract(8, '株式会社あさま流通', '商品台帳のデータ化', 'ALLOWED', [
      // The August story passes on 120 of these hours each time it is told.
      { ...lot('商品台帳の入力', 'ledger-entry', 35_400, 'INTERNAL', 'nothing yet'), undecidedHours: 480 },
      lot('商品説明文の校正', 'text-proofreading', 2_000, 'PUBLIC', 'nothing yet'),
    ]),
    contract(2, '蓼科会計事務所', '確定申告資料の整理', 'ALLOWED', [
      lot('領収書データの入力', 'receipt-entry', 29_400, 'CONFIDENTIAL'),
      lot('仕訳の下書き', 'entry-drafting', 12_000, 'CONFIDENTIAL'),
    ]),
    contract(2, '東信印刷株式会社', '広報誌バックナンバーの電子化', 'ALLOWED', [
      lot('記事本文の入力', 'article-typing', 8_250, 'PUBLIC', 'nothing yet'),
      lot('校正', 'text-proofreading', 2_400, 'PUBLIC', 'nothing yet'),
    ]),
    contract(2, '株式会社ミドリ医療システム', '検診結果票の入力', 'NONE', [
      lot('検診結果票の入力', 'health-check-entry', 18_960, 'PERSONAL', 'nothing yet'),
    ]),
    contract(4, '株式会社やまなみ不動産', '物件情報の更新', 'ALLOWED', [
      lot('物件情報の入力', 'ledger-entry', 27_000, 'INTERNAL'),
      lot('物件ページの更新', 'page-update', 1_600, 'PUBLIC'),
      lot('写真の整理', 'answer-sorting', 8_400, 'INTERNAL'),
    ]),
    contract(5, '信州大地出版', '聞き書き集の文字起こし', 'APPROVAL_NEEDED', [
      lot('インタビュー音声の文字起こし', 'audio-transcription', 11_760, 'INTERNAL'),
      lot('原稿の校正', 'text-proofreading', 3_000, 'INTERNAL'),
    ]),
    contract(7, '株式会社あさま流通', '通販カタログの制作補助', 'ALLOWED', [
      lot('商品情報の入力', 'ledger-entry', 27_000, 'INTERNAL'),
      lot('バナー画像の制作', 'banner-design', 380, 'PUBLIC'),
      lot('競合商品の調査', 'fact-research', 900, 'PUBLIC'),
    ]),
    contract(10, '北アルプス保険代理店', '申込書のデータ化', 'ALLOWED', [
      lot('申込書の入力', 'application-entry', 11_760, 'CONFIDENTIAL'),
      lot('記載内容の確認', 'form-check', 9_000, 'CONFIDENTIAL'),
    ]),
    contract(11, '株式会社千曲リサーチ', '業界動向の調査', 'ALLOWED', [
      lot('企業情報の調査', 'fact-research', 2_400, 'PUBLIC'),
      lot('調査票の入力', 'survey-entry', 15_600, 'INTERNAL'),
    ]),
  ],
};

/** 塩尻市: the experienced neighbour, busy at about half of its time all year. */
const shiojiri: TownProfile = {
  code: '202151',
  workers: 90,
  skills: {
    'data-entry': 0.7,
    'form-processing': 0.5,
    transcription: 0.3,
    'web-research': 0.4,
    proofreading: 0.3,
    design: 0.25,
    'web-update': 0.25,
    'customer-support': 0.2,
    programming: 0.1,
    'video-editing': 0.1,
    translation: 0.1,
  },
  // Practised, so that each leads many; in a full month the workers still offer a little more.
  directors: [director('丸山 節子', 40, 20), director('上條 学', 40, 20)],
  seats: [{ licence: 'adobe-cc', seats: 3, minutesPerSeat: 40 * 60 }],
  // Many who proofread type as well: who plans its year should know.
  jointSkills: [['data-entry', 'proofreading']],
  orders: everyMonth.map((month) => ({
    month,
    clientName: month % 2 === 0 ? '株式会社ならい情報サービス' : '塩尻葡萄酒組合',
    title: `${month}月分の定例業務`,
    consent: 'ALLOWED',
    contractYen: 6_500_000,
    lots: [
      lot('伝票の入力', 'receipt-entry', 51_000, 'INTERNAL'),
      lot('申請書の確認', 'form-check', 13_500, 'CONFIDENTIAL'),
      lot('サイトの更新とデザイン', 'banner-design', 700, 'PUBLIC'),
      ...(month === 10
        ? [{ ...lot('ワイン祭りのチラシ制作', 'banner-design', 160, 'PUBLIC'), licences: ['adobe-cc'] }]
        : []),
    ],
  })),
};

/** 長和町: small, with a little work of its own, and one designer who also edits videos. */
const nagawa: TownProfile = {
  code: '203505',
  workers: 12,
  skills: { 'data-entry': 0.75, transcription: 0.4, 'web-research': 0.5, translation: 0.25 },
  onlyOne: ['design', 'video-editing'],
  directors: [director('龍野 久美', 20, 10)],
  orders: [3, 6, 9, 12].map((month) => ({
    month,
    clientName: '和田峠観光協会',
    title: '観光案内の整備',
    consent: 'ALLOWED',
    contractYen: 700_000,
    lots: [lot('観光情報の調査', 'fact-research', 660, 'PUBLIC'), lot('台帳の入力', 'ledger-entry', 4_500, 'INTERNAL')],
  })),
};

/** 佐久市: office work that peaks in March. */
const saku: TownProfile = {
  code: '202177',
  workers: 45,
  skills: {
    'data-entry': 0.7,
    'form-processing': 0.6,
    'accounting-support': 0.4,
    'customer-support': 0.3,
    proofreading: 0.2,
  },
  supportOffices: [
    { displayName: '就労支援事業所 こもれび', skills: ['data-entry', 'form-processing'], weeklyMinutes: 80 * 60 },
  ],
  directors: [director('臼田 正', 40, 12), director('木内 麻衣', 40, 12)],
  orders: [3, 3, 6, 10].map((month, index) => ({
    month,
    clientName: index === 1 ? '浅間メディカル株式会社' : '佐久平商工サービス',
    title: month === 3 ? '年度末の書類整理' : '四半期の書類整理',
    consent: index === 1 ? 'NONE' : 'ALLOWED',
    contractYen: 3_000_000,
    lots: [
      lot('書類の入力', 'application-entry', month === 3 ? 10_800 : 7_200, 'CONFIDENTIAL'),
      lot('申請書の確認', 'form-check', month === 3 ? 10_500 : 4_500, 'CONFIDENTIAL'),
    ],
  })),
};

/** 川上村: lettuce from May to September; from November to March more time than its one director can lead, and no orders of its own. */
const kawakami: TownProfile = {
  code: '203041',
  workers: 25,
  skills: { 'data-entry': 0.9, transcription: 0.3, 'form-processing': 0.4, 'web-research': 0.3 },
  directors: [director('由井 明夫', 40, 10)],
  orders: [
    {
      month: 4,
      clientName: '高原野菜出荷組合',
      title: '作付け台帳の整理',
      consent: 'ALLOWED',
      contractYen: 800_000,
      lots: [lot('台帳の入力', 'ledger-entry', 12_000, 'INTERNAL')],
    },
  ],
};

export const townProfiles: readonly TownProfile[] = [tateshina, shiojiri, nagawa, saku, kawakami];
