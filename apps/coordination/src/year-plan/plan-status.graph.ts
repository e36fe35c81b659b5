import type { MunicipalityCode } from '#domain/municipality/code';
import type { Language } from '#domain/refusals/catalogue';
import { municipalityGraph } from '#graph/municipality.graph';
import type { UnansweredGraph } from '#graph/unanswered.graph';
import type { PlanFailure } from './year-plan-status.js';

const failures: Record<PlanFailure, Record<Language, string>> = {
  INTERRUPTED: {
    JA: '計画を作っていたプロセスが繰り返し途中で終わりました。',
    EN: 'The process that made it ended again and again before it was done.',
  },
  TIME_UP: {
    JA: '時間内に何も見つかりませんでした。市町村を減らして計算してください。',
    EN: 'Nothing was found in time. Compute it for fewer towns.',
  },
  BROKEN: {
    JA: 'サーバー内部で問題が起きました。記録してあります。',
    EN: 'Something went wrong on our side; it has been logged.',
  },
};
const gaps = {
  capacity: {
    JA: '有効な稼働余力の公示がないため、この市町村の余力は計画に入っていません。',
    EN: 'No bulletin of it holds, so the plan gives it no work.',
  },
  surplusOrders: {
    JA: '余剰案件の一覧が届いていないため、この市町村の余剰案件は計画に入っていません。',
    EN: 'It has not told its surplus orders, so they are not in the plan.',
  },
} as const;

/** Why a plan or a comparison failed. */
export function sayFailure(failure: PlanFailure, language: Language): string {
  return failures[failure][language];
}

/** What of a town is missing in a plan or a comparison. */
export function unansweredGraph(
  missing: { readonly municipality: MunicipalityCode; readonly capacity: boolean; readonly surplusOrders: boolean },
  language: Language,
): UnansweredGraph {
  const { municipality, capacity, surplusOrders } = missing;
  return {
    municipality: municipalityGraph(municipality),
    reason: [
      ...(capacity ? [gaps.capacity[language]] : []),
      ...(surplusOrders ? [gaps.surplusOrders[language]] : []),
    ].join(language === 'JA' ? '' : ' '),
  };
}
