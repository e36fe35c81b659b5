import { amendmentSentences } from './amendment-sentences.js';
import { loanRefusals } from './loan-refusals.js';
import { planRefusals } from './plan-refusals.js';
import { hoursEn, hoursJa, type RefusalFact, type Sentence } from './sentence-parts.js';
import { settlingRefusals } from './settling.js';

export type { RefusalFact, Sentence };

/** The languages Yui speaks to people. */
export type Language = 'JA' | 'EN';

/**
 * Every business "no" of Yui with its sentence in both languages. A code, once published, keeps its meaning for ever.
 * Each has a line in docs/refusals.md and a test that provokes it; `test/tidy/refusals.spec.ts` compares the three.
 */
export const catalogue = {
  // What a scalar cannot read. At the graph's door these become BAD_USER_INPUT.
  MUNICIPALITY_CODE_UNREADABLE: {
    ja: (f) =>
      `「${f['given']}」は全国地方公共団体コードではありません。検査数字まで含めた6桁の数字で入力してください。`,
    en: (f) => `"${f['given']}" is not a municipality code: it takes 6 digits, the last one a check digit.`,
  },
  DATE_UNREADABLE: {
    ja: (f) => `「${f['given']}」は日付ではありません。2027-03-20 の形で入力してください。`,
    en: (f) => `"${f['given']}" is not a date: write it like 2027-03-20.`,
  },
  WEEK_UNREADABLE: {
    ja: (f) => `「${f['given']}」は週ではありません。2027-W05 の形(ISO週)で入力してください。`,
    en: (f) => `"${f['given']}" is not an ISO week: write it like 2027-W05.`,
  },
  MONTH_UNREADABLE: {
    ja: (f) => `「${f['given']}」は月ではありません。2027-02 の形で入力してください。`,
    en: (f) => `"${f['given']}" is not a month: write it like 2027-02.`,
  },

  // Who and where.
  MUNICIPALITY_UNKNOWN: {
    ja: (f) => `市町村コード ${f['given']} はこの連携に参加していません。`,
    en: (f) => `Municipality ${f['given']} is not a member of this federation.`,
  },

  // Every mutation.
  IDEMPOTENCY_KEY_MISSING: {
    ja: () => 'idempotencyKey を空にすることはできません。操作ごとに新しい値を付けてください。',
    en: () => 'The idempotencyKey must not be empty: give each operation a fresh one.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    ja: () => 'この idempotencyKey は、内容の異なる別の操作で既に使われています。新しい値を付けてください。',
    en: () => 'This idempotencyKey has been used for a different operation: give this one a fresh key.',
  },
  TEXT_EMPTY: {
    ja: () => 'この項目は空にできません。',
    en: () => 'This field must not be empty.',
  },
  TEXT_TOO_LONG: {
    ja: (f) => `この項目は${f['atMost']}文字までです(入力は${f['asked']}文字)。`,
    en: (f) => `This field takes at most ${f['atMost']} characters (${f['asked']} were given).`,
  },
  TEXT_MALFORMED: {
    ja: () => 'この項目に、文字として読めない符号が含まれています。入力し直してください。',
    en: () => 'This field holds code units that are not characters: type it again.',
  },
  MINUTES_NOT_POSITIVE: {
    ja: (f) => `時間は1分以上で入力してください(入力は${f['asked']}分)。`,
    en: (f) => `The time must be at least 1 minute (${f['asked']} given).`,
  },
  PRICE_NOT_POSITIVE: {
    ja: (f) => `金額は1円以上で入力してください(入力は${f['asked']}円)。`,
    en: (f) => `The price must be at least 1 yen (${f['asked']} given).`,
  },
  DUE_BEFORE_EARLIEST: {
    ja: (f) => `納期 ${f['due']} が着手可能日 ${f['earliest']} より前になっています。`,
    en: (f) => `The due date ${f['due']} lies before the earliest start ${f['earliest']}.`,
  },
  WINDOW_REVERSED: {
    ja: (f) => `期間の終わり ${f['to']} が始まり ${f['from']} より前になっています。`,
    en: (f) => `The period ends (${f['to']}) before it begins (${f['from']}).`,
  },
  WINDOW_TOO_LONG: {
    ja: (f) => `期間が長すぎます。${f['atMost']}${f['unit'] === 'weeks' ? '週' : 'か月'}以内にしてください。`,
    en: (f) => `The period is too long: at most ${f['atMost']} ${f['unit'] === 'weeks' ? 'weeks' : 'months'}.`,
  },
  FISCAL_YEAR_OUT_OF_RANGE: {
    ja: (f) => `年度は2000から2099までです(入力は${f['asked']})。`,
    en: (f) => `A fiscal year runs from 2000 to 2099 (${f['asked']} given).`,
  },
  PAGE_SIZE_OUT_OF_RANGE: {
    ja: (f) => `一度に取り出せるのは1件から${f['atMost']}件までです(入力は${f['asked']}件)。`,
    en: (f) => `A page holds 1 to ${f['atMost']} entries (${f['asked']} asked).`,
  },
  CURSOR_UNREADABLE: {
    ja: () => '続きの位置(after)が読めません。前の応答の endCursor をそのまま渡してください。',
    en: () => 'The position "after" cannot be read: pass the endCursor of the previous answer unchanged.',
  },

  NEAR_MISSING: {
    ja: () => '近い順に並べるには、どの市町村から測るかを near で指定してください。',
    en: () => 'To sort by nearest, say from which town: give "near".',
  },
  POSITION_UNKNOWN: {
    ja: (f) => `市町村 ${f['given']} の位置が登録されていないため、距離を測れません。`,
    en: (f) => `The position of ${f['given']} is not known, so no distance can be told from it.`,
  },
  DISTANCE_OUT_OF_RANGE: {
    ja: (f) => `距離は1kmから${f['atMost']}kmまでです(入力は${f['asked']}km)。`,
    en: (f) => `A distance runs from 1 to ${f['atMost']} km (${f['asked']} given).`,
  },

  // Messages between towns.
  PARKED_MESSAGE_UNKNOWN: {
    ja: () => 'この伝言は保留されていません。ほかの人が既に処理したか、識別子が違います。',
    en: () => 'No such message is parked: somebody else has dealt with it, or the id is wrong.',
  },

  MESSAGE_WAITED_FOR: {
    ja: (f) =>
      `相手は「${f['given']}」を待っています。再送するか、食い違いを承知で取り下げるなら acceptDifference を true に。`,
    en: (f) =>
      `The other town waits for "${f['given']}": try it again, or set acceptDifference to give it up and let the two differ.`,
  },

  // Workforce.
  SKILL_UNKNOWN: {
    ja: (f) => `スキル「${f['given']}」は登録されていません。skills の一覧にあるコードを使ってください。`,
    en: (f) => `There is no skill "${f['given']}": use a code from the list of skills.`,
  },
  SKILL_LEVEL_OUT_OF_RANGE: {
    ja: (f) => `スキルのレベルは${f['atLeast']}から${f['atMost']}までです(入力は${f['asked']})。`,
    en: (f) => `A skill level runs from ${f['atLeast']} to ${f['atMost']} (${f['asked']} given).`,
  },
  SKILL_TWICE: {
    ja: (f) => `スキル「${f['given']}」が二度入力されています。`,
    en: (f) => `The skill "${f['given']}" is given twice.`,
  },
  SKILLS_EMPTY: {
    ja: () => 'スキルを一つ以上入力してください。',
    en: () => 'Give at least one skill.',
  },
  LICENCE_UNKNOWN: {
    ja: (f) => `ライセンス「${f['given']}」は登録されていません。licences の一覧にあるコードを使ってください。`,
    en: (f) => `There is no licence "${f['given']}": use a code from the list of licences.`,
  },
  WORKER_UNKNOWN: {
    ja: () => 'この住民ワーカーは登録されていません。',
    en: () => 'There is no such worker.',
  },
  WEEK_MINUTES_OUT_OF_RANGE: {
    ja: (f) => `週の稼働可能時間は0分から${f['atMost']}分までです(入力は${f['asked']}分)。`,
    en: (f) => `The minutes of a week run from 0 to ${f['atMost']} (${f['asked']} given).`,
  },
  WEEKS_EMPTY: {
    ja: () => '週、日、ふだんの週のいずれかを入力してください。',
    en: () => 'Give at least one week, day or pattern.',
  },
  WEEK_TWICE: {
    ja: (f) => `週 ${f['given']} が二度入力されています。`,
    en: (f) => `The week ${f['given']} is given twice.`,
  },
  DAY_MINUTES_OUT_OF_RANGE: {
    ja: (f) => `一日の稼働可能時間は0分から${f['atMost']}分までです(入力は${f['asked']}分)。`,
    en: (f) => `The minutes of a day run from 0 to ${f['atMost']} (${f['asked']} given).`,
  },
  DAY_TWICE: {
    ja: (f) => `日付 ${f['given']} が二度入力されています。`,
    en: (f) => `The date ${f['given']} is given twice.`,
  },
  PATTERN_SUM_DIFFERS: {
    ja: (f) => `曜日ごとの時間の合計${f['given']}分と、週の稼働可能時間${f['asked']}分が一致していません。`,
    en: (f) => `The days add up to ${f['given']} minutes, and the week is given as ${f['asked']}: make them equal.`,
  },
  OFFERED_MINUTES_EXCEEDED: {
    ja: (f) => `この週の稼働可能時間は${hoursJa(f['atMost'])}です(返そうとした時間は${hoursJa(f['asked'])})。`,
    en: (f) => `${hoursEn(f['atMost'])} are offered in this week (${hoursEn(f['asked'])} were to be given back).`,
  },

  // Directors and the centre.
  DIRECTOR_UNKNOWN: { ja: () => 'このディレクターは登録されていません。', en: () => 'There is no such director.' },
  LEAD_RATIO_OUT_OF_RANGE: {
    ja: (f) => `ディレクターの1分で率いることのできる作業は1分から${f['atMost']}分までです(入力は${f['asked']}分)。`,
    en: (f) => `A minute of a director leads 1 to ${f['atMost']} minutes of work (${f['asked']} given).`,
  },
  SEATS_OUT_OF_RANGE: {
    ja: (f) => `席の数は0から${f['atMost']}までです(入力は${f['asked']})。`,
    en: (f) => `The number of seats runs from 0 to ${f['atMost']} (${f['asked']} given).`,
  },

  // Bulletins.
  JOINT_SKILLS_TOO_FEW: {
    ja: () => '合わせて公示するスキルは、異なるものを2つ以上指定してください。',
    en: () => 'Skills that are told together are two or more different ones.',
  },
  JOINT_SKILLS_TOO_MANY: {
    ja: (f) => `合わせて公示するスキルの組は${f['atMost']}組までです(入力は${f['given']}組)。`,
    en: (f) => `At most ${f['atMost']} sets of skills are told together (${f['given']} given).`,
  },

  // Orders.
  ORDER_UNKNOWN: { ja: () => 'この案件は見つかりません。', en: () => 'There is no such order.' },
  LOT_UNKNOWN: { ja: () => 'このロットは見つかりません。', en: () => 'There is no such lot.' },
  ORDER_MINUTES_EXCEEDED: {
    ja: (f) => `この案件に残っているのは${hoursJa(f['atMost'])}です(入力は${hoursJa(f['asked'])})。`,
    en: (f) => `This order has ${hoursEn(f['atMost'])} left (${hoursEn(f['asked'])} asked).`,
  },
  LOT_MINUTES_EXCEEDED: {
    ja: (f) => `このロットに残っているのは${hoursJa(f['atMost'])}です(入力は${hoursJa(f['asked'])})。`,
    en: (f) => `This lot has ${hoursEn(f['atMost'])} left (${hoursEn(f['asked'])} asked).`,
  },
  CAPACITY_EXCEEDED: {
    ja: (f) =>
      `この期間に空いているのは${hoursJa(f['atMost'])}です(入力は${hoursJa(f['asked'])})。不足しているところ: ${f['bottleneckJa']}`,
    en: (f) =>
      `Only ${hoursEn(f['atMost'])} are free in this period (${hoursEn(f['asked'])} asked). Bottleneck: ${f['bottleneckEn']}`,
  },

  // Trade.
  CONSENT_MISSING: {
    ja: () => '発注者が再委託を認めていないため、この案件は余剰案件として公開できません。',
    en: () => 'The client has not consented to re-commissioning, so this order cannot be published as surplus.',
  },
  CONSENT_APPROVAL_NEEDED: {
    ja: () => '再委託には発注者の個別の承認が必要です。承認を得て案件の同意区分を改めてから公開してください。',
    en: () =>
      "Re-commissioning needs the client's approval: obtain it and change the order's consent before publishing.",
  },
  AWARDED_WORK: {
    ja: () => '他の市町村から引き受けた仕事を、さらに余剰案件として公開することはできません。',
    en: () => 'Work awarded by another town cannot be published again.',
  },
  ADDRESSEE_UNKNOWN: {
    ja: (f) => `宛先の市町村 ${f['given']} はこの連携に参加していません。`,
    en: (f) => `The addressee ${f['given']} is not a member of this federation.`,
  },
  ADDRESSEE_IS_SELF: {
    ja: () => '自分の市町村を宛先にすることはできません。',
    en: () => 'A town cannot address its own surplus order to itself.',
  },
  ADDRESSEE_NOT_TRADING: {
    ja: (f) => `宛先の市町村 ${f['given']} はまだ試行段階(TRIAL)のため、取引できません。`,
    en: (f) => `The addressee ${f['given']} is still on trial and cannot trade yet.`,
  },
  BASIS_MISSING: {
    ja: (f) => `市町村 ${f['given']} との間に、${f['on']} に有効な連携の根拠がありません。`,
    en: (f) => `There is no cooperation basis with ${f['given']} that is valid on ${f['on']}.`,
  },
  BASIS_NOT_FOR_WORK: {
    ja: (f) =>
      `市町村 ${f['given']} との間で ${f['on']} に有効な連携の根拠は、この種類の業務(${f['skillJa']})を対象としていません。`,
    en: (f) =>
      `The cooperation basis with ${f['given']} that is valid on ${f['on']} does not cover this kind of work (${f['skillEn']}).`,
  },
  TOWN_NOT_MEMBER: {
    ja: (f) => `市町村 ${f['given']} は、現在の連携文書では参加団体ではありません。`,
    en: (f) => `By the federation document of today, ${f['given']} is not a member.`,
  },
  TOWN_NOT_TRADING: {
    ja: (f) => `市町村 ${f['given']} は試行段階(TRIAL)のため、取引できません。`,
    en: (f) => `${f['given']} is on trial and cannot trade.`,
  },
  PRICE_BELOW_FLOOR: {
    ja: (f) =>
      `この時間の金額は${f['atLeast']}円以上でなければなりません(入力は${f['asked']}円。この市町村の下限は1時間あたり${f['floor']}円)。`,
    en: (f) =>
      `The price of these minutes must be at least ${f['atLeast']} yen (${f['asked']} given; this town's floor is ${f['floor']} yen an hour).`,
  },
  DATA_CLASS_TOO_HIGH: {
    ja: (f) => `市町村 ${f['given']} が扱える情報区分は ${f['atMost']} までです(このロットは ${f['asked']})。`,
    en: (f) => `${f['given']} may handle data up to ${f['atMost']} (this lot is ${f['asked']}).`,
  },
  ADDRESSEES_EMPTY: {
    ja: () => '公開できる宛先がありません。宛先ごとの理由は、宛先を指定して確かめてください。',
    en: () => 'No addressee may receive this surplus order: name one to see why not.',
  },
  CLAIM_BY_PASSED: {
    ja: (f) => `引受期限 ${f['given']} は既に過ぎています(本日は ${f['today']})。`,
    en: (f) => `The claim deadline ${f['given']} has already passed (today is ${f['today']}).`,
  },
  CLAIM_BY_AFTER_DUE: {
    ja: (f) => `引受期限 ${f['given']} が納期 ${f['due']} より後になっています。`,
    en: (f) => `The claim deadline ${f['given']} lies after the due date ${f['due']}.`,
  },
  MIN_SLICE_OUT_OF_RANGE: {
    ja: (f) => `最小引受時間は1分から${f['atMost']}分までです(入力は${f['asked']}分)。`,
    en: (f) => `The smallest slice runs from 1 to ${f['atMost']} minutes (${f['asked']} given).`,
  },
  SURPLUS_ORDER_UNKNOWN: {
    ja: () => 'この余剰案件は見つからないか、この市町村には公開されていません。',
    en: () => 'There is no such surplus order, or it is not addressed to this town.',
  },
  DRAFT_UNKNOWN: {
    ja: () => 'この余剰案件の下書きはありません。破棄されたか、既に公開されています。',
    en: () => 'There is no such draft of a surplus order: it was thrown away, or has been published.',
  },
  DRAFT_INCOMPLETE: {
    ja: () => 'この下書きには、公開に必要なこの項目がまだ入力されていません。',
    en: () => 'The draft leaves this open, and it takes it to be published.',
  },
  DAYS_OUTSIDE_LOT: {
    ja: (f) => `作業の期間は、ロットの期間 ${f['from']} から ${f['to']} までに収めてください。`,
    en: (f) => `The days of the work must lie within those of the lot, ${f['from']} to ${f['to']}.`,
  },
  SURPLUS_ORDER_NOT_SPLITTABLE: {
    ja: (f) =>
      `この余剰案件からは、いまこの分を分けられません(状態: ${f['status']})。申出への返事を先に済ませてください。`,
    en: (f) =>
      `Nothing can be split off this surplus order now (status: ${f['status']}): decide on its open claims first; after an award it stays whole.`,
  },
  SURPLUS_ORDER_CLOSED: {
    ja: (f) => `この余剰案件は受付を終えています(状態: ${f['status']})。`,
    en: (f) => `This surplus order no longer takes claims (status: ${f['status']}).`,
  },
  OWN_SURPLUS_ORDER: {
    ja: () => '自分の市町村が公開した余剰案件を引き受けることはできません。',
    en: () => 'A town cannot claim its own surplus order.',
  },
  CLAIM_DEADLINE_PASSED: {
    ja: (f) => `引受の受付は ${f['claimBy']} で終わりました。`,
    en: (f) => `Claims were taken until ${f['claimBy']}.`,
  },
  REMAINING_MINUTES_EXCEEDED: {
    ja: (f) => `この余剰案件に残っているのは${hoursJa(f['atMost'])}です(入力は${hoursJa(f['asked'])})。`,
    en: (f) => `This surplus order has ${hoursEn(f['atMost'])} left (${hoursEn(f['asked'])} asked).`,
  },
  BELOW_MIN_SLICE: {
    ja: (f) => `この余剰案件は${hoursJa(f['atLeast'])}から引き受けられます(入力は${hoursJa(f['asked'])})。`,
    en: (f) => `This surplus order goes in slices of at least ${hoursEn(f['atLeast'])} (${hoursEn(f['asked'])} asked).`,
  },
  CLAIM_UNKNOWN: { ja: () => 'この引受申出は見つかりません。', en: () => 'There is no such claim.' },
  CLAIM_MINUTES_EXCEEDED: {
    ja: (f) => `申出は${hoursJa(f['atMost'])}です(入力は${hoursJa(f['asked'])})。`,
    en: (f) => `The claim is for ${hoursEn(f['atMost'])} (${hoursEn(f['asked'])} asked).`,
  },
  CLAIM_NOT_AWARDABLE: {
    ja: (f) => `この引受申出は決定できる状態ではありません(状態: ${f['status']})。`,
    en: (f) => `This claim cannot be awarded (status: ${f['status']}).`,
  },
  CLAIM_NOT_CONFIRMABLE: {
    ja: (f) => `この引受申出は確認できる状態ではありません(状態: ${f['status']})。`,
    en: (f) => `This claim cannot be confirmed (status: ${f['status']}).`,
  },
  CONFIRMATION_TOO_LATE: {
    ja: (f) => `確認の期限(${f['confirmBy']})を過ぎています。`,
    en: (f) => `The time to confirm ended at ${f['confirmBy']}.`,
  },
  CLAIM_NOT_WITHDRAWABLE: {
    ja: (f) => `この引受申出は取り下げられる状態ではありません(状態: ${f['status']})。`,
    en: (f) => `This claim cannot be withdrawn (status: ${f['status']}).`,
  },
  CLAIM_NOT_DECLINABLE: {
    ja: (f) => `この引受申出は断れる状態ではありません(状態: ${f['status']})。`,
    en: (f) => `This claim cannot be declined (status: ${f['status']}).`,
  },
  CLAIM_NOT_NEGOTIABLE: {
    ja: (f) =>
      `この引受申出には、いま相手方の返答を待つべき条件があるか、条件を話し合える状態ではありません(状態: ${f['status']})。`,
    en: (f) =>
      `The terms of this claim are not yours to answer now: an offer waits for the other side, or the claim is past that (status: ${f['status']}).`,
  },
  COUNTER_UNCHANGED: {
    ja: () => '提案された条件は、いまの条件と同じです。そのまま受けるか、条件を変えてください。',
    en: () => 'These are the terms that lie on the table already: accept them, or change something.',
  },
  COUNTER_PRICE_OUT_OF_RANGE: {
    ja: (f) => `この時間の金額は${f['atLeast']}円から${f['atMost']}円までです(入力は${f['asked']}円)。`,
    en: (f) => `The price of these minutes runs from ${f['atLeast']} to ${f['atMost']} yen (${f['asked']} given).`,
  },
  COUNTER_OUTSIDE_WINDOW: {
    ja: (f) => `期間は、公開された ${f['from']} から ${f['to']} までの内に収めてください。`,
    en: (f) => `The days must lie within the published ones, ${f['from']} to ${f['to']}.`,
  },
  SURPLUS_ORDER_NOT_WITHDRAWABLE: {
    ja: (f) => `この余剰案件は取り下げられません(状態: ${f['status']})。引受決定の後は取消となります。`,
    en: (f) => `This surplus order cannot be withdrawn (status: ${f['status']}): after an award it is cancelled.`,
  },
  SURPLUS_ORDER_NOT_CANCELLABLE: {
    ja: (f) => `この余剰案件は取り消せません(状態: ${f['status']})。引受決定の前は取下げとなります。`,
    en: (f) => `This surplus order cannot be cancelled (status: ${f['status']}): before an award it is withdrawn.`,
  },

  ...loanRefusals,
  ...planRefusals,
  ...settlingRefusals,
  ...amendmentSentences,
} as const satisfies Record<string, Sentence>;

export type RefusalCode = keyof typeof catalogue;
