type Facts = Readonly<Record<string, string | number>>;

/** The part of the catalogue about 変更契約. */
export const amendmentSentences = {
  CLAIM_NOT_AMENDABLE: {
    ja: (f: Facts) => `変更契約を申し入れられるのは、効力のある引受決定だけです(状態: ${f['status']})。`,
    en: (f: Facts) => `Only an award in force can be amended (status: ${f['status']}).`,
  },
  AMENDMENT_OPEN: {
    ja: () => 'この引受決定には、結論の出ていない変更案があります。先にその結論を待ってください。',
    en: () => 'An amendment of this award is not decided yet: wait until it is.',
  },
  AMENDMENT_NOT_OPEN: {
    ja: () => 'あなたの側で答えられる、または取り下げられる変更案はありません。',
    en: () => 'There is no amendment of this award that is yours to answer or take back.',
  },
  AMENDMENT_UNCHANGED: {
    ja: () => '変更案の条件は、いまの契約と同じです。時間・金額・期間のいずれかを変えてください。',
    en: () => 'These are the terms in force already: change minutes, price or days.',
  },
  AMENDMENT_PRICE_TOO_LOW: {
    ja: (f: Facts) =>
      `この時間の金額は、公開時の単価による${f['atLeast']}円以上でなければなりません(入力は${f['asked']}円)。`,
    en: (f: Facts) =>
      `The price of these minutes must be at least their published share, ${f['atLeast']} yen (${f['asked']} given).`,
  },
  AMENDMENT_BELOW_DONE: {
    ja: (f: Facts) => `既に納品された時間(${f['atLeast']}分)より少なくすることはできません(入力は${f['asked']}分)。`,
    en: (f: Facts) =>
      `${f['atLeast']} minutes are handed in already: the award cannot be for fewer (${f['asked']} given).`,
  },
  AMENDMENT_TOO_LATE: {
    ja: (f: Facts) => `変更案に答える期限(${f['confirmBy']})を過ぎています。`,
    en: (f: Facts) => `The time to answer this amendment ended at ${f['confirmBy']}.`,
  },
} as const;
