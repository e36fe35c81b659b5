import type { Sentence } from './sentence-parts.js';

/** The instance of a year plan, where it comes from a file; and what is asked of plans in the graph. */
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
  PLAN_YEAR_OVER: {
    ja: (f) => `${f['asked']}年度は ${f['on']} の時点で終わっています。これからの月がある年度を計画してください。`,
    en: (f) => `Fiscal year ${f['asked']} is over on ${f['on']}: plan a year that still has months to come.`,
  },
  PLAN_TOWNS_EMPTY: {
    ja: () => '計画に加わる市町村がありません。全市町村を対象にするときは null にしてください。',
    en: () => 'No town takes part: name some, or leave it null for all members.',
  },
  PLAN_UNKNOWN: {
    ja: () => 'この年間計画は見つかりません。',
    en: () => 'There is no such year plan.',
  },
  SCENARIO_UNKNOWN: {
    ja: () => 'このシナリオは見つかりません。',
    en: () => 'There is no such scenario that you may see.',
  },
  SCENARIO_NOT_YOURS: {
    ja: () => '変更や中止ができるのは、これを作った市町村のコーディネーターだけです。',
    en: () => 'Only coordinators of the town that has made it may change or stop it.',
  },
  SCENARIO_EMPTY: {
    ja: () => 'シナリオには、仮定する変更が一つ以上必要です。',
    en: () => 'A scenario imagines at least one change.',
  },
  SCENARIO_CHANGE_NOT_ONE: {
    ja: (f) => `一つの変更には、種類を一つだけ書いてください(入力は ${f['asked']} 種類)。`,
    en: (f) => `Each change is of exactly one kind (${f['asked']} given).`,
  },
  TRAINING_OF_NOBODY: {
    ja: (f) =>
      `${f['townJa']}は、${f['skillJa']}(レベル${f['atLeast']}以上)の余力をこの年度のどの月にも公示していないため、研修を受ける人がわかりません。`,
    en: (f) =>
      `${f['townEn']} has published no figure for ${f['skillEn']} (level ${f['atLeast']} or above) in any month of this year, so nobody is known who could be trained.`,
  },
  SCENARIOS_TOO_MANY: {
    ja: (f) => `一つの市町村が持てるシナリオは ${f['atMost']} 件までです。使わないものを削除してください。`,
    en: (f) => `A town keeps at most ${f['atMost']} scenarios: remove one that is no longer wanted.`,
  },
  SCENARIOS_MISSING: {
    ja: () => '比べるシナリオを一つ以上選んでください。',
    en: () => 'Name at least one scenario to compare.',
  },
  SCENARIO_YEARS_DIFFER: {
    ja: (f) => `「${f['given']}」は、ほかのシナリオと年度が違います。同じ年度のものを比べてください。`,
    en: (f) => `"${f['given']}" is of another fiscal year than the first: compare scenarios of one year.`,
  },
  SCENARIO_SHARED_WITH_FEWER: {
    ja: (f) => `「${f['given']}」は、この比較の共有先のすべてには共有されていません。`,
    en: (f) => `"${f['given']}" is not shared with everyone who would see this comparison.`,
  },
  COALITION_TOO_SMALL: {
    ja: () => '連携の計算には、二つ以上の市町村が必要です。',
    en: () => 'A coalition has at least two towns.',
  },
  COMPARISON_UNKNOWN: {
    ja: () => 'この比較は見つかりません。',
    en: () => 'There is no such comparison that you may see.',
  },
  COMPARISONS_WAITING: {
    ja: (f) =>
      `この市町村の比較が ${f['atMost']} 件、計算を待っています。終わってから、または中止してから計算してください。`,
    en: (f) => `${f['atMost']} comparisons of your town have not ended: wait for one, or stop it.`,
  },
  PLAN_MOVE_UNKNOWN: {
    ja: () => 'この年間計画に、この案件をその市町村・その月に移す提案はありません。',
    en: () => 'The plan moves nothing of this order to that town in that month.',
  },
  PLAN_MOVE_PUBLISHED: {
    ja: () => 'この提案からは、既に余剰案件が公開されています。',
    en: () => 'A surplus order has been published from this move already.',
  },
  PLAN_NOTICE_UNKNOWN: {
    ja: () => 'この知らせはありません。既に片付けられています。',
    en: () => 'There is no such notice: it has been dismissed.',
  },
  COORDINATION_SILENT: {
    ja: () => '調整サービスから計画を読めません。後で試すか、下書きを手で作ってください。',
    en: () => 'Coordination cannot be reached: try again later, or write the draft by hand.',
  },
} as const satisfies Record<string, Sentence>;
