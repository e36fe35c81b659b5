import { Injectable } from '@nestjs/common';
import type { MonthlyWorkload } from '#domain/capacity/workload';
import type { MunicipalityCode } from '#domain/municipality/code';
import { Intake } from '../intake/intake.service.js';

export type WorkloadRow = MonthlyWorkload & { readonly municipality: MunicipalityCode; readonly asOf: number };

/** 全体の業務量: the shared workload of all towns, for whoever steers it. */
@Injectable()
export class Monitoring {
  constructor(private readonly intake: Intake) {}

  /** Every town's months of a fiscal year, and the towns that did not answer just now. */
  async sharedWorkload(
    fiscalYear: number,
    authorization: string,
  ): Promise<{ rows: WorkloadRow[]; silent: MunicipalityCode[] }> {
    const { bulletins, silent } = await this.intake.workload(fiscalYear, authorization);
    const rows = bulletins.flatMap(({ municipality, asOf, months }) =>
      months.map((month) => ({ ...month, municipality, asOf })),
    );
    return { rows, silent: silent.map(({ code }) => code) };
  }
}
