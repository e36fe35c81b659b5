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
} as const satisfies Record<string, Sentence>;
