import { hoursEn, hoursJa, type Sentence } from './sentence-parts.js';

/** What stands in the way of delivery, inspection and settlement between towns. */
export const settlingRefusals = {
  SURPLUS_ORDER_PERFORMING: {
    ja: () => 'この余剰案件は作業が始まっているため、取り消せません。',
    en: () => 'Work on this surplus order has begun: it cannot be cancelled any more.',
  },
  AWARD_NOT_IN_FORCE: {
    ja: () => 'この引受決定は、双方の署名がそろって効力を持つまで作業を始められません。',
    en: () => 'This award is not in force: work on it waits until both towns have signed and know of it.',
  },
  START_TOO_EARLY: {
    ja: (f) => `この作業の着手可能日は ${f['earliest']} です。`,
    en: (f) => `The first day of this work is ${f['earliest']}.`,
  },
  WORK_NOT_STARTABLE: {
    ja: (f) => `この作業は開始できる状態ではありません(状態: ${f['status']})。`,
    en: (f) => `This work cannot be started (status: ${f['status']}).`,
  },
  WORK_NOT_DELIVERABLE: {
    ja: (f) => `いまは納品できる状態ではありません(状態: ${f['status']})。`,
    en: (f) => `Nothing can be delivered now (status: ${f['status']}).`,
  },
  DELIVERED_MINUTES_EXCEEDED: {
    ja: (f) => `この引受で検収前に残っているのは${hoursJa(f['atMost'])}です(入力は${hoursJa(f['asked'])})。`,
    en: (f) => `This award has ${hoursEn(f['atMost'])} left to deliver (${hoursEn(f['asked'])} given).`,
  },
  REWORK_MINUTES_EXCEEDED: {
    ja: (f) => `有償の手直しとして請求できるのは0分から${f['atMost']}分までです(入力は${f['asked']}分)。`,
    en: (f) => `Paid rework runs from 0 to ${f['atMost']} minutes (${f['asked']} given).`,
  },
  DELIVERY_NOT_INSPECTABLE: {
    ja: (f) => `この納品は検収を待っていません(状態: ${f['status']})。`,
    en: (f) => `This delivery does not wait for an inspection (status: ${f['status']}).`,
  },
  ACCEPTED_MINUTES_EXCEEDED: {
    ja: (f) => `納品されたのは${hoursJa(f['atMost'])}です(入力は${hoursJa(f['asked'])})。`,
    en: (f) => `${hoursEn(f['atMost'])} were delivered (${hoursEn(f['asked'])} given).`,
  },
  SETTLEMENT_UNKNOWN: { ja: () => 'この精算は見つかりません。', en: () => 'There is no such settlement.' },
  SETTLEMENT_OTHER_TOWN: {
    ja: (f) => `この手続きは市町村 ${f['given']} が行います。`,
    en: (f) => `This step is for ${f['given']} to take.`,
  },
  SETTLEMENT_NOT_ACTIONABLE: {
    ja: (f) => `この精算は、いまその手続きができる状態ではありません(状態: ${f['status']})。`,
    en: (f) => `This cannot be done with the settlement as it stands (status: ${f['status']}).`,
  },
  PERIOD_NOT_OVER: {
    ja: (f) => `この月は ${f['to']} に終わります。締めの後に精算してください。`,
    en: (f) => `The month ends on ${f['to']}: it is settled after that.`,
  },
  EARLIER_PERIOD_OPEN: {
    ja: (f) => `${f['given']} の精算がまだ確定していません。古い月から順に確定してください。`,
    en: (f) => `The settlement of ${f['given']} is not closed yet: close the months in order.`,
  },
  LATER_PERIOD_STATED: {
    ja: (f) =>
      `${f['given']} の精算書がすでに提示されています。それより前の月の分は、その精算書か次の精算書に入ります。`,
    en: (f) =>
      `The settlement of ${f['given']} is stated already: what is left of earlier months goes into that one or the next.`,
  },
  NOTHING_TO_SETTLE: {
    ja: () => 'この月に精算するものはありません。',
    en: () => 'There is nothing to settle for this month.',
  },
  STATEMENT_DIFFERS: {
    ja: () =>
      'こちらの記録で計算した精算書と一致しません。相手方の伝言がまだ届いていないか、異議を申し立てる必要があります。',
    en: () =>
      'Our own reckoning comes to something else: a message is still under way, or the statement is to be disputed.',
  },
  ADJUSTED_LINE_UNKNOWN: {
    ja: (f) => `調整する明細「${f['given']}」が見つかりません。`,
    en: (f) => `There is no line "${f['given']}" to adjust.`,
  },
  ADJUSTMENT_OUT_OF_RANGE: {
    ja: (f) =>
      `この明細の調整は${f['atLeast']}分から${f['atMost']}分までで、0分にはできません(入力は${f['asked']}分)。`,
    en: (f) =>
      `This line can be adjusted by ${f['atLeast']} to ${f['atMost']} minutes, and not by 0 (${f['asked']} given).`,
  },
  PAYMENT_DIFFERS: {
    ja: (f) => `支払額は${f['atMost']}円です(入力は${f['asked']}円)。`,
    en: (f) => `The payment is ${f['atMost']} yen (${f['asked']} given).`,
  },
  PAYMENT_AHEAD: {
    ja: (f) => `入金日 ${f['given']} はまだ先の日付です。`,
    en: (f) => `The day of payment ${f['given']} lies ahead.`,
  },
} as const satisfies Record<string, Sentence>;
