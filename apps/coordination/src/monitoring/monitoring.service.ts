import { Injectable } from '@nestjs/common';
import type { MonthlyWorkload } from '#domain/capacity/workload';
import type { MunicipalityCode } from '#domain/municipality/code';
import { Intake } from '../intake/intake.service.js';
import { YearPlans } from '../year-plan/year-plan.service.js';

export type WorkloadRow = MonthlyWorkload & {
  readonly municipality: MunicipalityCode;
  readonly asOf: number;
  /** Of surplus orders, by the year plan that stands; null where it does not reach. */
  readonly plannedMinutes: number | null;
};

/** 全体の業務量: the shared workload of all towns, for whoever steers it. */
@Injectable()
export class Monitoring {
  constructor(
    private readonly intake: Intake,
    private readonly yearPlans: YearPlans,
  ) {}

  /** Every town's months of a fiscal year, and the towns that did not answer just now. */
  async sharedWorkload(
    fiscalYear: number,
    authorization: string,
  ): Promise<{ rows: WorkloadRow[]; silent: MunicipalityCode[] }> {
    const [{ bulletins, silent }, plannedIn] = await Promise.all([
      this.intake.workload(fiscalYear, authorization),
      this.yearPlans.standing(fiscalYear),
    ]);
    const rows = bulletins.flatMap(({ municipality, asOf, months }) =>
      months.map((month) => {
        const plannedMinutes = plannedIn(municipality, month.month) ?? null;
        return { ...month, municipality, asOf, plannedMinutes };
      }),
    );
    return { rows, silent: silent.map(({ code }) => code) };
  }
}
