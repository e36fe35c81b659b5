import { hoursEn, hoursJa, type Sentence } from './sentence-parts.js';

/** What stands in the way of a director loan. Part of the catalogue. */
export const loanRefusals = {
  LOAN_UNKNOWN: { ja: () => 'このディレクター応援は見つかりません。', en: () => 'There is no such director loan.' },
  LOAN_STEP_NOT_NOW: {
    ja: (f) => `この応援は、いまその操作ができる状態ではありません(状態: ${f['status']})。`,
    en: (f) => `This cannot be done with the loan as it stands (status: ${f['status']}).`,
  },
  LOAN_BASIS_UNKNOWN: {
    ja: (f) => `「${f['given']}」は応援の根拠ではありません。準委任・在籍出向・職員派遣・研修受入から選んでください。`,
    en: (f) => `"${f['given']}" is no legal basis of a loan: use one of the four that docs/loans.md names.`,
  },
  LOAN_TO_SELF: {
    ja: () => '自分の市町村に応援を頼むことはできません。',
    en: () => 'A town cannot ask itself for a director.',
  },
  LENDERS_NONE: {
    ja: () => '応援を頼める市町村がありません。市町村ごとの理由は、相手を指定して確かめてください。',
    en: () => 'There is no town that may be asked for a director: name one to see why not.',
  },
  LOAN_START_PASSED: {
    ja: (f) => `応援の始まりの週 ${f['given']} は既に過ぎています(今週は ${f['today']})。`,
    en: (f) => `The first week ${f['given']} has already passed (this is ${f['today']}).`,
  },
  LOAN_MINUTES_EXCEEDED: {
    ja: (f) => `この応援の時間は${hoursJa(f['atMost'])}までです(入力は${hoursJa(f['asked'])})。`,
    en: (f) => `This loan has room for ${hoursEn(f['atMost'])} (${hoursEn(f['asked'])} asked).`,
  },
  LOAN_ANSWER_TOO_LATE: {
    ja: (f) => `この応援の依頼への回答期限(${f['on']})は過ぎています。`,
    en: (f) => `This request was to be answered by ${f['on']}.`,
  },
  LOAN_OFFER_UNKNOWN: {
    ja: (f) => `市町村 ${f['given']} からの応援の申出はありません。`,
    en: (f) => `There is no offer from ${f['given']} for this loan.`,
  },
  YEN_PER_HOUR_OUT_OF_RANGE: {
    ja: (f) => `1時間あたりの金額は0円から${f['atMost']}円までです(入力は${f['asked']}円)。`,
    en: (f) => `The yen per hour run from 0 to ${f['atMost']} (${f['asked']} given).`,
  },
  RECALL_NOTICE_OUT_OF_RANGE: {
    ja: (f) => `呼び戻しの予告は0日から${f['atMost']}日までです(入力は${f['asked']}日)。`,
    en: (f) => `The notice of a recall runs from 0 to ${f['atMost']} days (${f['asked']} given).`,
  },
  RECALL_DAY_OUT_OF_RANGE: {
    ja: (f) =>
      `応援の最終日 ${f['given']} は選べません。予告の日数を守る ${f['from']} 以降で、今の最終日 ${f['to']} より前の日にしてください。`,
    en: (f) =>
      `The last day cannot be ${f['given']}: with the notice agreed it is ${f['from']} or later, and it must lie before ${f['to']}, the last day as it stands.`,
  },
  EXTENSION_NOT_LATER: {
    ja: (f) => `延長の終わりの週 ${f['given']} は、今の最終日 ${f['to']} より後の週にしてください。`,
    en: (f) => `The extension to ${f['given']} must go beyond ${f['to']}, the last day as it stands.`,
  },
  LOAN_EXTENSION_UNKNOWN: {
    ja: () => 'この応援に、返答を待っている延長の申入れはありません。',
    en: () => 'No extension of this loan waits for an answer.',
  },
  LOAN_DAY_OUT_OF_RANGE: {
    ja: (f) => `応援の実績は ${f['from']} から ${f['to']} までの日に記録できます(入力は ${f['given']})。`,
    en: (f) => `Minutes of this loan can be logged on days from ${f['from']} to ${f['to']} (${f['given']} given).`,
  },
  DIRECTOR_MINUTES_EXCEEDED: {
    ja: (f) =>
      `このディレクターに ${f['given']} に残っているのは${hoursJa(f['atMost'])}です(応援に要るのは${hoursJa(f['asked'])})。`,
    en: (f) =>
      `This director has ${hoursEn(f['atMost'])} left in ${f['given']} (the loan takes ${hoursEn(f['asked'])}).`,
  },
  LOAN_STATEMENT_MISSING: {
    ja: () => 'この応援の精算書はまだ届いていません。',
    en: () => 'No statement has been made of this loan yet.',
  },
  LOAN_STATEMENT_DIFFERS: {
    ja: () => '精算書が、こちらの実績の記録と一致しません。貸し手の市町村に作り直しを求めてください。',
    en: () => 'The statement does not agree with the minutes logged here: ask the lending town to make it anew.',
  },
} as const satisfies Record<string, Sentence>;
