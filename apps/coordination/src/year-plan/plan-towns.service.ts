import { Injectable } from '@nestjs/common';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { Database } from '#mongo/connect';
import { Intake } from '../intake/intake.service.js';
import { PlanTownsStore, type PlanBalanceRecord, type PlanUnservedRecord } from './plan-towns.store.js';

export type { PlanBalanceRecord, PlanUnservedRecord };

/** Part of a list, whether there is more behind it, and how long the list is. */
export interface PartOf<T> {
  readonly found: readonly T[];
  readonly more: boolean;
  readonly total: number;
}

/** What plans are to their towns: what each gives and gains, and what they leave undone. */
@Injectable()
export class PlanTowns {
  constructor(private readonly intake: Intake) {}

  /** @param town only of this one. @param after the last town of the part before. */
  async balances(
    planId: string,
    town: MunicipalityCode | 'ALL',
    first: number,
    after: string | undefined,
  ): Promise<PartOf<PlanBalanceRecord>> {
    const store = new PlanTownsStore(this.database());
    const found = await store.balances(planId, town, first + 1, after);
    return part(found, first, await store.countBalances(planId, town));
  }

  /** @param town only what it has published or is addressed to it. @param after the last rank of the part before. */
  async unserved(
    planId: string,
    town: MunicipalityCode | 'ALL',
    first: number,
    after: number | undefined,
  ): Promise<PartOf<PlanUnservedRecord>> {
    const store = new PlanTownsStore(this.database());
    const found = await store.unserved(planId, town, first + 1, after);
    return part(found, first, await store.countUnserved(planId, town));
  }

  private database(): Database {
    if (this.intake.database === undefined) throw new Error('no database: this process serves no federation');
    return this.intake.database;
  }
}

function part<T>(found: readonly T[], first: number, total: number): PartOf<T> {
  return { found: found.slice(0, first), more: found.length > first, total };
}
