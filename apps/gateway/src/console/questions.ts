import type { IsoDate } from '#domain/calendar/date';

/** A window of the GraphQL page: a question of one of the three kinds of users, ready to run. */
export interface Question {
  readonly title: string;
  readonly query: string;
  readonly variables: object;
  /** Who asks, in the demo. */
  readonly as: { readonly municipality: string; readonly roles: readonly string[] };
}

/** The three users' questions about the coming August, when the lake is full of tourists. */
export function questions(today: IsoDate): Question[] {
  const year = Number(today.slice(0, 4)) + (Number(today.slice(5, 7)) > 8 ? 1 : 0);
  const august = `${year}-08`;
  return [
    {
      title: '連携自治体: 8月に空いている町は?',
      query: `# 8月に、データ入力の時間が120時間以上空いている町はどこですか? 近い順に並べます。
# source は数字の出どころ(BULLETIN: 公示、LIVE: その場での照会)です。filter に live: true を加えると、すべての町に今の数字を聞きます。
query AvailableCapacity($filter: CapacityFilter!) {
  availableCapacity(filter: $filter) {
    rows { municipality { code name } kilometres month skill { name } level freeMinutes source asOf }
    unanswered { municipality { code name } reason }
  }
}`,
      variables: { filter: { skill: 'data-entry', from: august, to: august, minMinutes: 7200, sort: 'NEAREST' } },
      as: { municipality: '202151', roles: ['DIRECTOR'] },
    },
    {
      title: '発注する町: 余剰案件と申出は?',
      query: `# 公開されている余剰案件とその引受申出、そして立科町の案件です。まだ誰も引き受けていない時間は openMinutes です。
query SurplusOrdersAndOrders {
  surplusOrders(first: 20) {
    totalCount
    nodes {
      id title status municipality { name } skill { name } minutes remainingMinutes earliest due claimBy priceYen
      claims { id status municipality { name } minutes }
    }
    unanswered { municipality { name } reason }
  }
  orders(municipality: "203246") {
    nodes { title clientName contractYen lots { id title skill { name } minutes ownMinutes openMinutes earliest due } }
  }
}`,
      variables: {},
      as: { municipality: '203246', roles: ['DIRECTOR'] },
    },
    {
      title: '調整役: 全体の業務量は?',
      query: `# 全市町村の業務量を、年度の月ごとに見ます。
query SharedWorkload($fiscalYear: Int!) {
  sharedWorkload(fiscalYear: $fiscalYear) {
    rows { municipality { name } month offeredMinutes committedMinutes receivedMinutes sentMinutes freeMinutes uncoveredMinutes }
    unanswered { municipality { name } reason }
  }
}`,
      variables: { fiscalYear: year },
      as: { municipality: '203246', roles: ['COORDINATOR'] },
    },
  ];
}
