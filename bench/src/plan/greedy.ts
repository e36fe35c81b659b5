import type { IsoMonth } from '#domain/calendar/month';
import type { PlanInstance, PlannedWork } from '#domain/planning/instance';
import { lawfulTowns } from '#domain/planning/pairing';
import { canDo } from '#domain/planning/rules';
import { PlanTerms } from '#domain/planning/terms';

/**
 * What a careful person does with a list: the lot that is due first, at home as far as it goes, then the nearest town with time, month by
 * month. Keeps every rule; never takes anything back.
 */
export function greedyByDueDate(instance: PlanInstance): PlannedWork[] {
  const terms = new PlanTerms(instance);
  const lawful = lawfulTowns(terms);
  const left = instance.towns.map(({ groups, ledMinutes, seats }) => ({
    groups: groups.map(({ minutes }) => [...minutes]),
    led: ledMinutes === null ? undefined : [...ledMinutes],
    seats: new Map(seats.map(({ licence, minutes }) => [licence as string, [...minutes]])),
  }));
  const works: PlannedWork[] = [];
  const order = instance.lots
    .map((lot, at) => ({ lot, at }))
    .sort((a, b) => (a.lot.to < b.lot.to ? -1 : a.lot.to > b.lot.to ? 1 : b.lot.yenPerMinute - a.lot.yenPerMinute));
  for (const { lot, at } of order) {
    const { town: home, from, to } = terms.place(at);
    let open = lot.minutes;
    let receiving = 0;
    for (const town of [home, ...(lawful.get(at) ?? [])]) {
      if (open === 0 || (town !== home && receiving === lot.mostTowns)) break;
      const found = new Map<number, number>();
      let possible = 0;
      for (let month = from; month <= to; month++) {
        if (town !== home && !terms.mayWorkFor(town, home, terms.place(at).commodity, month)) continue;
        const done = works.reduce(
          (sum, work) => (work.lot === lot.id && work.month === instance.months[month] ? sum + work.minutes : sum),
          0,
        );
        const most = Math.min(open - possible, Math.floor(lot.mostShare * lot.minutes) - done);
        const minutes = Math.min(most, roomOf(town, month));
        if (minutes > 0) found.set(month, minutes);
        possible += Math.max(0, minutes);
      }
      const least = lot.isWhole ? lot.minutes : town === home ? 1 : lot.minSliceMinutes;
      if (possible < least) continue;
      if (town !== home) receiving++;
      for (const [month, minutes] of found) {
        take(town, month, minutes);
        works.push({
          ...{ lot: lot.id, town: terms.town(town).code, minutes },
          month: instance.months[month] as IsoMonth,
        });
      }
      open -= possible;
      if (lot.isWhole) break;
    }

    function roomOf(town: number, month: number): number {
      const { groups, led, seats } = left[town] as (typeof left)[number];
      const own = terms
        .town(town)
        .groups.reduce((sum, group, g) => sum + (canDo(group, lot) ? (groups[g]?.[month] ?? 0) : 0), 0);
      return Math.min(
        own,
        led?.[month] ?? Infinity,
        ...lot.licences.map((licence) => seats.get(licence)?.[month] ?? 0),
      );
    }

    function take(town: number, month: number, minutes: number): void {
      const { groups, led, seats } = left[town] as (typeof left)[number];
      let rest = minutes;
      // Who can do least else first, so that the others stay free.
      const able = terms
        .town(town)
        .groups.map((group, g) => ({ group, g }))
        .filter(({ group }) => canDo(group, lot))
        .sort((a, b) => a.group.skills.length - b.group.skills.length);
      for (const { g } of able) {
        const row = groups[g] as number[];
        const taken = Math.min(rest, row[month] ?? 0);
        row[month] = (row[month] ?? 0) - taken;
        rest -= taken;
      }
      if (led !== undefined) led[month] = (led[month] ?? 0) - minutes;
      for (const licence of lot.licences) {
        const row = seats.get(licence);
        if (row !== undefined) row[month] = (row[month] ?? 0) - minutes;
      }
    }
  }
  return works;
}
