import type { LicenceCode } from '../skills/licences.js';
import { maximise, type ProgramRow } from './simplex.js';
import type { Gate, TownNetwork } from './town-network.js';

// Seats stand before the cells: work of several kinds takes the same seats and then goes to different cells. A node for the seats would
// forget which kind came in, so that work could leave it for cells that may not do it; what such a network says is necessary, not
// sufficient. Here each kind has a gate of its own in each week, and a gate's share of the seats is a variable.
//
// For fixed shares the network is a plain flow. As a function of the shares its value is the least of the cuts, each of them a constant
// plus the shares of the gates it crosses (max-flow min-cut, Ford & Fulkerson 1956). So the best shares are a linear program over the
// shares alone, with one row for each cut, and rows are added only as they are found to be broken (J. F. Benders 1962; J. E. Kelley
// 1960). There are finitely many cuts, so it ends, and it ends at the true optimum: the same number as the program with a variable for
// every commitment and cell.
//
// Where it ends: the optimum is one of a program with fractions. Work is divided to the minute only where no seats are contested; where
// they are, the plan behind an answer may use parts of minutes, and an answer is rounded down to whole ones. Sums of shares are doubles,
// right to a thousandth of a minute.

/** What rounding may leave between two sums of minutes that are the same. */
export const sameMinutes = 1e-4;
/** Each round finds a new cut; a town's weeks and kinds give some dozens. */
const mostRounds = 2_000;

/** Seats of a licence in a week: the gates that share them, and the minutes there are. */
interface Row {
  readonly gates: readonly number[];
  readonly minutes: number;
}

interface Cut {
  /** Its capacity without the gates it crosses (and without the minutes asked for, where it crosses those). */
  readonly fixed: number;
  readonly gates: ReadonlySet<number>;
  /** Whether what is asked has to pass through it. */
  readonly passesAsked: boolean;
}

/** Something asked for beside the commitments: its position in the network, which all others come before, and what they have. */
export interface AskedBeside {
  readonly commitment: number;
  readonly atMost: number;
  readonly served: number;
}

/** The seats that every licence of the town has in every week, with the gates that use them. */
export function seatRows(town: TownNetwork, seatMinutes: ReadonlyMap<LicenceCode, number>): Row[] {
  const gates = new Map<string, number[]>();
  town.gates.forEach(({ week, licences }, gate) => {
    for (const licence of licences) {
      const key = `${week} ${licence}`;
      gates.set(key, [...(gates.get(key) ?? []), gate]);
    }
  });
  return [...gates].map(([key, found]) => ({
    gates: found,
    minutes: seatMinutes.get(key.slice(key.indexOf(' ') + 1) as LicenceCode) ?? 0,
  }));
}

/** Whether the flow, with every gate open as wide as its seats, uses more of some seats than there are. */
export function isOverbooked(town: TownNetwork, rows: readonly Row[]): boolean {
  return rows.some((row) => used(town, row) > row.minutes + sameMinutes);
}

/**
 * Shares the seats so that as much as possible is served, or with `asked` so that as much as possible of it is served beside what the
 * commitments have. Returns the minutes, and leaves the network carrying that flow under those shares.
 */
export function shareSeats(town: TownNetwork, rows: readonly Row[], asked?: AskedBeside): number {
  const contested = new Set<Row>();
  const cuts: Cut[] = [];
  const atMost = asked?.atMost ?? town.demandArcs.reduce((sum, _, index) => sum + town.minutesOf(index), 0);
  for (let round = 0; round < mostRounds; round++) {
    const { value, shares } = bestShares(town, { contested, cuts, atMost, served: asked?.served ?? 0 });
    town.network.clear();
    town.gates.forEach((gate, index) => town.network.raiseCapacity(gate.arc, shares.get(index) ?? town.widest(gate)));
    if (asked !== undefined) town.network.raiseCapacity(town.demandArcs[asked.commitment] as number, value);
    const flow = town.serveAnew();
    if (flow < (asked?.served ?? 0) + value - sameMinutes) {
      cuts.push(cutOf(town, flow, value, asked));
      continue;
    }
    const broken = rows.filter((row) => !contested.has(row) && used(town, row) > row.minutes + sameMinutes);
    if (broken.length === 0) return value;
    for (const row of broken) contested.add(row);
  }
  throw new Error('the sharing of seats does not end: too many cuts');
}

/** Fixes each gate's share at what it uses and an equal part of what is left, so that whatever is asked later stays within the seats. */
export function settleShares(town: TownNetwork, rows: readonly Row[]): void {
  const shares = new Map(town.gates.map(({ arc }, gate) => [gate, town.network.flow(arc)]));
  fillUp(town, rows, shares);
  town.gates.forEach(({ arc }, gate) => town.network.raiseCapacity(arc, shares.get(gate) as number));
}

function used(town: TownNetwork, { gates }: Row): number {
  return gates.reduce((sum, gate) => sum + town.network.flow((town.gates[gate] as Gate).arc), 0);
}

/** The minimum cut that the flow has just run into. */
function cutOf(town: TownNetwork, flow: number, value: number, asked: AskedBeside | undefined): Cut {
  const reached = town.shortSide();
  const gates = new Set<number>();
  let crossed = 0;
  town.gates.forEach(({ node, need, arc }, index) => {
    if (!reached(node) || reached(need)) return;
    gates.add(index);
    crossed += town.network.flow(arc); // An arc of a minimum cut is full.
  });
  const passesAsked = asked === undefined || reached(town.nodeOf(asked.commitment));
  return { fixed: flow - crossed - (passesAsked ? 0 : value), gates, passesAsked };
}

/** The linear program over the shares of contested seats, under the cuts found so far. */
function bestShares(
  town: TownNetwork,
  facts: {
    readonly contested: ReadonlySet<Row>;
    readonly cuts: readonly Cut[];
    readonly atMost: number;
    readonly served: number;
  },
): { readonly value: number; readonly shares: Map<number, number> } {
  const contested = [...facts.contested];
  const gates = [...new Set(contested.flatMap((row) => row.gates))].sort((a, b) => a - b);
  const columnOf = new Map(gates.map((gate, index) => [gate, index + 1]));
  const rowOf = (first: number, among: Iterable<number>, sign: 1 | -1): number[] => {
    const coefficients = new Array<number>(gates.length + 1).fill(0);
    coefficients[0] = first;
    for (const gate of among) {
      const column = columnOf.get(gate);
      if (column !== undefined) coefficients[column] = sign;
    }
    return coefficients;
  };
  const widest = (gate: number): number => town.widest(town.gates[gate] as Gate);
  const rows: ProgramRow[] = [
    { coefficients: rowOf(1, [], 1), atMost: facts.atMost },
    ...contested.map(({ gates: sharing, minutes }) => ({ coefficients: rowOf(0, sharing, 1), atMost: minutes })),
    ...gates.map((gate) => ({ coefficients: rowOf(0, [gate], 1), atMost: widest(gate) })),
    ...facts.cuts.map(({ fixed, gates: crossed, passesAsked }) => {
      const open = [...crossed].filter((gate) => !columnOf.has(gate)).reduce((sum, gate) => sum + widest(gate), 0);
      // What the commitments have been served is a sum of doubles: a hair less leaves room for its rounding.
      const atMost = fixed + open - Math.max(0, facts.served - sameMinutes / 10);
      return { coefficients: rowOf(passesAsked ? 1 : 0, crossed, -1), atMost };
    }),
  ];
  const best = maximise(rowOf(1, [], 1), rows);
  if (typeof best === 'string') throw new Error(`the program of the seats is ${best.toLowerCase()}`);
  const shares = new Map(gates.map((gate, index) => [gate, best.point[index + 1] as number]));
  fillUp(town, contested, shares);
  return { value: best.value, shares };
}

/** Gives what is left of seats to the gates that use them: first in equal parts, then whatever still fits. More never hurts. */
function fillUp(town: TownNetwork, rows: readonly Row[], shares: Map<number, number>): void {
  const left = new Map(
    rows.map((row) => [row, row.minutes - row.gates.reduce((sum, gate) => sum + (shares.get(gate) ?? 0), 0)]),
  );
  const rowsOf = new Map<number, Row[]>();
  for (const row of rows) for (const gate of row.gates) rowsOf.set(gate, [...(rowsOf.get(gate) ?? []), row]);
  const give = (gate: number, minutes: number): void => {
    const room = town.widest(town.gates[gate] as Gate) - (shares.get(gate) ?? 0);
    const part = Math.max(0, Math.min(minutes, room));
    shares.set(gate, (shares.get(gate) ?? 0) + part);
    for (const row of rowsOf.get(gate) ?? []) left.set(row, (left.get(row) as number) - part);
  };
  const equally = [...rowsOf].map(
    ([gate, its]) =>
      [gate, Math.min(...its.map((row) => Math.max(0, left.get(row) as number) / row.gates.length))] as const,
  );
  for (const [gate, part] of equally) give(gate, part);
  for (const [gate, its] of rowsOf) give(gate, Math.min(...its.map((row) => left.get(row) as number)));
}
