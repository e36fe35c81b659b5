import type { Sentence } from './sentence-parts.js';

/** The instance of a year plan, where it comes from a file. */
export const planRefusals = {
  PLAN_SHAPE_WRONG: {
    ja: (f) => `計画の入力のこの項目は「${f['given']}」の形で必要です。書式は docs/year-plan.md にあります。`,
    en: (f) => `This item of the plan's instance must be: ${f['given']}. See docs/year-plan.md for the format.`,
  },
  PLAN_NUMBER_OUT_OF_RANGE: {
    ja: (f) => `この数は ${f['atLeast']} から ${f['atMost']} までです(入力は ${f['given']})。`,
    en: (f) => `This number runs from ${f['atLeast']} to ${f['atMost']} (${f['given']} given).`,
  },
  PLAN_WINDOW_EMPTY: {
    ja: (f) => `期間の終わり ${f['to']} が、初め ${f['from']} より前になっています。`,
    en: (f) => `The window ends in ${f['to']}, before it begins in ${f['from']}.`,
  },
  PLAN_NAME_UNKNOWN: {
    ja: (f) => `「${f['given']}」は、この計画の入力にも目録にもありません。`,
    en: (f) => `"${f['given']}" is neither in this instance nor in a catalogue.`,
  },
  PLAN_NAME_TWICE: {
    ja: (f) => `「${f['given']}」が二度使われています。`,
    en: (f) => `"${f['given']}" is used twice.`,
  },
  PLAN_TOO_LARGE: {
    ja: (f) => `一度に計画できるのは ${f['atMost']} 件までです(入力は ${f['asked']} 件)。`,
    en: (f) => `At most ${f['atMost']} of these can be planned at once (${f['asked']} given).`,
  },
} as const satisfies Record<string, Sentence>;
