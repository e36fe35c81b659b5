import type { IsoMonth } from '../calendar/month.js';
import type { DataClass } from '../orders/data-class.js';
import { dataClassFits } from '../orders/data-class.js';
import type { SkillCode } from '../skills/catalogue.js';
import { monthsIn, type Undone } from './beside-plan.js';
import { workerMinutes, type PlanChange } from './changes.js';
import { grouped } from './grouped.js';
import type { PlanLot } from './instance.js';
import type { Rooms } from './rooms.js';
import { canDo } from './rules.js';
import type { PlanTerms } from './terms.js';

/** A change of one town, and what two solves say it is worth beside the plan. */
export interface Remedy {
  readonly change: PlanChange & { readonly town: string };
  /** Minutes, and yen weighed by certainty, that would be done in addition, of whichever lots. */
  readonly gainMinutes: number;
  readonly gainYen: number;
}

/** A lot of which a plan leaves something undone, and what would serve it. */
export interface UnservedLot {
  readonly lot: string;
  readonly town: string;
  readonly skill: SkillCode;
  readonly level: number;
  readonly dataClass: DataClass;
  readonly from: IsoMonth;
  readonly to: IsoMonth;
  readonly missingMinutes: number;
  /** Weighed by certainty. */
  readonly missingYen: number;
  /** The change worth most of those that could serve it; null where none of those tried could, or there was no time. */
  readonly best: Remedy | null;
  /** Minutes that the nearest towns with an agreement could do beside the plan, if the client let the lot move; 0 where it may. */
  readonly withConsentMinutes: number;
  /** Of a lot that must stay whole: the town that could do most of it. */
  readonly largestRoom: { readonly town: string; readonly minutes: number } | null;
}

export interface Unserved {
  /** The dearest first. */
  readonly lots: readonly UnservedLot[];
  /** What is worth most first; each is measured by itself beside the plan, so they do not add up. */
  readonly remedies: readonly Remedy[];
  /** Changes for which there was no time. */
  readonly untried: number;
}

/** Workers that a recruiting brings. */
const recruits = 5;
/** Kinds of work, by what is left undone of them, for which a town is asked what would help. */
const mostKinds = 3;
/** Towns with an agreement, the nearest first, that are asked what they could do of a lot. */
const mostPeers = 12;

/** Changes of a town that might let it do some of what is left undone there: recruiting, training, directors, seats. */
export function changesToTry(terms: PlanTerms, undone: Undone, at: number): (PlanChange & { readonly town: string })[] {
  const { code: town, groups, ledMinutes, highestDataClass } = terms.town(at);
  const kinds = new Map<string, { readonly lot: PlanLot; yen: number }>();
  undone.lotsFor(at).forEach((position) => {
    const lot = terms.lot(position);
    const minutes = undone.minutes.get(lot.id);
    if (minutes === undefined || lot.isWhole) return;
    const name = [lot.skill, lot.level, lot.dataClass].join(' ');
    const kind = kinds.get(name) ?? { lot, yen: 0 };
    kind.yen += minutes * lot.yenPerMinute * lot.certainty;
    kinds.set(name, kind);
  });
  const asked = [...kinds.values()].sort((a, b) => b.yen - a.yen).slice(0, mostKinds);
  const licences = new Set(asked.flatMap(({ lot }) => lot.licences));
  return [
    ...asked.flatMap(({ lot: { skill, level, dataClass } }) =>
      dataClassFits(dataClass, highestDataClass)
        ? [{ ...{ kind: 'MORE_WORKERS' as const, town, workers: recruits, skill, level }, clearance: dataClass }]
        : [],
    ),
    ...asked.flatMap(({ lot }) =>
      groups.flatMap((each, group) =>
        dataClassFits(lot.dataClass, each.clearance) && !canDo(each, lot)
          ? [{ kind: 'TRAINING' as const, town, group, skill: lot.skill, level: lot.level }]
          : [],
      ),
    ),
    ...(ledMinutes === null || asked.length === 0
      ? []
      : [{ kind: 'MORE_LEADING' as const, town, minutes: recruits * workerMinutes }]),
    ...[...licences].map((licence) => ({ kind: 'MORE_SEATS' as const, town, licence, minutes: workerMinutes })),
  ];
}

/** Workers in its own town for just what a lot asks; null where the lot stays whole or the town is not cleared for its data. */
export function recruitingFor(
  terms: PlanTerms,
  { town, skill, level, dataClass, largestRoom }: UnservedLot,
): (PlanChange & { readonly town: string }) | null {
  const { highestDataClass } = terms.town(terms.positionOf(town));
  if (largestRoom !== null || !dataClassFits(dataClass, highestDataClass)) return null;
  return { kind: 'MORE_WORKERS', town, workers: recruits, skill, level, clearance: dataClass };
}

/** What serves each lot that a plan leaves undone, by the changes that were tried. */
export function unservedLots(
  terms: PlanTerms,
  rooms: Rooms,
  undone: Undone,
  remedies: readonly Remedy[],
): UnservedLot[] {
  const best = [...remedies].filter(({ gainMinutes }) => gainMinutes > 0).sort((a, b) => b.gainYen - a.gainYen);
  const bestOf = grouped(
    best.map((remedy, rank) => ({ remedy, rank })),
    ({ remedy }) => remedy.change.town,
  );
  // Only a town of its own, or one with an agreement, may have a lot.
  const bestFor = (lot: number): Remedy | null => {
    const { town: home } = terms.place(lot);
    const found = [home, ...terms.peersOf(home)].flatMap(
      (town) => bestOf.get(terms.town(town).code)?.find(({ remedy }) => couldServe(terms, lot, remedy.change)) ?? [],
    );
    return found.sort((a, b) => a.rank - b.rank)[0]?.remedy ?? null;
  };
  return terms.instance.lots
    .flatMap((lot, at): UnservedLot[] => {
      const missingMinutes = undone.minutes.get(lot.id);
      if (missingMinutes === undefined) return [];
      const { id, town, skill, level, dataClass, from, to, isWhole, mayMove } = lot;
      const roomIn = (other: number): number => roomOver(terms, rooms, at, other);
      const peers = nearestPeers(terms, terms.place(at).town);
      const inOnePiece = isWhole
        ? [terms.place(at).town, ...(mayMove ? peers : [])].map((other) => ({
            town: terms.town(other).code,
            minutes: Math.min(lot.minutes, roomIn(other)),
          }))
        : [];
      return [
        {
          ...{ lot: id, town, skill, level, dataClass, from, to, missingMinutes },
          missingYen: Math.round(missingMinutes * lot.yenPerMinute * lot.certainty),
          best: isWhole ? null : bestFor(at),
          withConsentMinutes: mayMove
            ? 0
            : Math.min(
                missingMinutes,
                peers.reduce((sum, other) => sum + roomIn(other), 0),
              ),
          largestRoom: inOnePiece.sort((a, b) => b.minutes - a.minutes)[0] ?? null,
        },
      ];
    })
    .sort((a, b) => b.missingYen - a.missingYen);
}

function nearestPeers(terms: PlanTerms, town: number): number[] {
  return [...terms.peersOf(town)]
    .sort((a, b) => terms.kilometres(a, town) - terms.kilometres(b, town))
    .slice(0, mostPeers);
}

/** Minutes of a lot that a town could do beside the plan over its window, if the lot were let to it. */
function roomOver(terms: PlanTerms, rooms: Rooms, lot: number, town: number): number {
  const { town: home, commodity, from, to } = terms.place(lot);
  let minutes = 0;
  for (let month = from; month <= to; month++)
    if (town === home || terms.mayWorkFor(town, home, commodity, month)) minutes += rooms.room(town, month, commodity);
  return minutes;
}

/** Whether a change might let its town do some of a lot: it may have the lot, and what is added is what the lot asks for. */
function couldServe(terms: PlanTerms, at: number, change: PlanChange & { readonly town: string }): boolean {
  const lot = terms.lot(at);
  if (monthsIn(terms, at, terms.positionOf(change.town)).length === 0) return false;
  switch (change.kind) {
    case 'MORE_WORKERS':
      return change.skill === lot.skill && change.level >= lot.level && dataClassFits(lot.dataClass, change.clearance);
    case 'TRAINING': {
      const group = terms.town(terms.positionOf(change.town)).groups[change.group];
      const isCleared = group !== undefined && dataClassFits(lot.dataClass, group.clearance);
      return isCleared && change.skill === lot.skill && change.level >= lot.level;
    }
    default: {
      const { groups } = terms.town(terms.positionOf(change.town));
      const isDone = groups.length === 0 || groups.some((group) => canDo(group, lot));
      return isDone && (change.kind !== 'MORE_SEATS' || lot.licences.includes(change.licence));
    }
  }
}

/** Yen and minutes of the open lots in a solution of a town beside the plan. */
export interface BesidePlan {
  readonly minutes: number;
  readonly yen: number;
}

/** What a change is worth: the difference of two solves. */
export function remedyOf(change: Remedy['change'], before: BesidePlan, after: BesidePlan): Remedy {
  return {
    change,
    gainMinutes: Math.round(after.minutes - before.minutes),
    gainYen: Math.round(after.yen - before.yen),
  };
}
