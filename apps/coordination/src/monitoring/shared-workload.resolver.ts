import { Args, Int, Query, Resolver } from '@nestjs/graphql';
import type { Language } from '#domain/refusals/catalogue';
import { refusal } from '#domain/refusals/decision';
import { badInput } from '#graph/results';
import { Asking, type AskingCoordination } from '../graph/asking.graph.js';
import { Monitoring } from './monitoring.service.js';
import { SharedWorkloadGraph } from './shared-workload.graph.js';

const silence: Record<Language, string> = {
  JA: '応答がありません。表示しているのは、最後に届いた数字です。',
  EN: 'No answer; the figures shown are the last ones it told.',
};

@Resolver()
export class SharedWorkloadResolver {
  constructor(private readonly monitoring: Monitoring) {}

  @Query(() => SharedWorkloadGraph, { description: 'The workload of all towns in a fiscal year, month by month.' })
  async sharedWorkload(
    @Asking() { language, authorization }: AskingCoordination,
    @Args('fiscalYear', { type: () => Int, description: '年度: the year in which it begins (April), 2000 to 2099.' })
    fiscalYear: number,
  ): Promise<SharedWorkloadGraph> {
    if (fiscalYear < 2000 || fiscalYear > 2099) {
      throw badInput(refusal('FISCAL_YEAR_OUT_OF_RANGE', { field: 'fiscalYear', asked: fiscalYear }), language);
    }
    const { rows, silent } = await this.monitoring.sharedWorkload(fiscalYear, authorization);
    return {
      rows: rows.map(({ municipality, ...row }) => ({ ...row, municipality: { code: municipality } })),
      unanswered: silent.map((code) => ({ municipality: { code }, reason: silence[language] })),
    };
  }
}
