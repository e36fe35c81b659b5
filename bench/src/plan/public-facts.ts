import type { BulletinRow, CapacityBulletin } from '#domain/bulletins/bulletin';
import { addDays, hoursAfter, type Instant, type IsoDate } from '#domain/calendar/date';
import { lastDayOf, monthsOfFiscalYear, type IsoMonth } from '#domain/calendar/month';
import type { Agreement, Federation } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import { nagano } from '#domain/municipality/nagano';
import { dataClasses, dataClassFits } from '#domain/orders/data-class';
import type { PlanInstance, PlanLot, PlanTown } from '#domain/planning/instance';
import type { SurplusList } from '#domain/trade/surplus-list';
import type { SurplusOrder } from '#domain/trade/surplus-order';

/** What the towns of a made-up year would have told everyone: what coordination plans from. */
export interface PublicFacts {
  readonly federation: Pick<Federation, 'members' | 'agreements'>;
  readonly bulletins: readonly CapacityBulletin[];
  readonly lists: readonly SurplusList[];
}

/** A made-up year as the 77 towns of Nagano would publish it, in another fiscal year. Lots that stay at home are published to nobody. */
export function publicFacts(instance: PlanInstance, fiscalYear: number, now: Instant, today: IsoDate): PublicFacts {
  const months = monthsOfFiscalYear(fiscalYear);
  const codeOf = (town: string): MunicipalityCode =>
    (nagano[instance.towns.findIndex(({ code }) => code === town)]?.code ?? '') as string as MunicipalityCode;
  const monthOf = (month: IsoMonth): IsoMonth => months[instance.months.indexOf(month)] as IsoMonth;
  const agreements = instance.agreements.map(({ between: [one, other], skills, from, to }): Agreement => ({
    between: [codeOf(one), codeOf(other)],
    basis: '連携協約',
    ...(skills === null ? {} : { skills }),
    ...{ from: `${monthOf(from)}-01` as IsoDate, to: lastDayOf(monthOf(to)) },
  }));
  const peersOf = (code: MunicipalityCode): MunicipalityCode[] =>
    agreements
      .filter(({ between }) => between.includes(code))
      .flatMap(({ between }) => between.filter((each) => each !== code));
  const orderOf = (lot: PlanLot): SurplusOrder => {
    const { skill, level, licences, minutes, dataClass, minSliceMinutes } = lot;
    const publisher = codeOf(lot.town);
    return {
      ...{ id: `${publisher}-surplus-${lot.id}`, publisher, title: lot.id, skill, level, licences, minutes, dataClass },
      ...{ awardedMinutes: 0, earliest: `${monthOf(lot.from)}-01` as IsoDate, due: lastDayOf(monthOf(lot.to)) },
      ...{ claimBy: addDays(today, 14), priceYen: minutes * 30, minSliceMinutes, status: 'POSTED' },
      addressees: lot.mayMove ? peersOf(publisher) : [],
    };
  };
  const issued = { issuedAt: now, expiresAt: hoursAfter(now, 20) };
  return {
    federation: {
      agreements,
      members: instance.towns.map(({ code, highestDataClass }) => ({
        ...{ code: codeOf(code), operatingBody: code, endpoint: 'http://127.0.0.1:1', publicKeys: [] },
        ...{ level: 'TRADING', highestDataClass },
      })),
    },
    bulletins: instance.towns.map((town) => ({
      ...{ municipality: codeOf(town.code), number: 1, ...issued },
      ...{
        from: months[0] as IsoMonth,
        to: months.at(-1) as IsoMonth,
        rows: months.flatMap((month, at) => rowsOf(town, month, at)),
      },
    })),
    lists: instance.towns.map(({ code }) => ({
      ...{ municipality: codeOf(code), ...issued },
      orders: instance.lots.filter(({ town }) => town === code).map(orderOf),
    })),
  };
}

/** The figures of a town in a month: for each skill, level and data class those who can, whatever else they can do. */
function rowsOf({ groups }: PlanTown, month: IsoMonth, at: number): BulletinRow[] {
  const skills = [...new Set(groups.flatMap((group) => group.skills.map(({ code }) => code)))];
  return dataClasses.flatMap((dataClass) =>
    [null, ...skills].flatMap((skill) =>
      (skill === null ? [1] : [1, 2, 3]).map((level) => ({
        ...{ month, skill, level, dataClass },
        freeMinutes: groups
          .filter(
            ({ clearance, skills: held }) =>
              dataClassFits(dataClass, clearance) &&
              (skill === null || held.some((each) => each.code === skill && each.level >= level)),
          )
          .reduce((sum, { minutes }) => sum + (minutes[at] ?? 0), 0),
      })),
    ),
  );
}
