import { prime } from './modular.js';
import { RowSpace, type Effect } from './row-space.js';

/** What one worker offers in a month, week by week, on some basis: one number that peers must not learn. */
export interface Unknown {
  /** Number of the worker. */
  readonly worker: number;
  /** Whether it is more than nothing. */
  readonly offers: boolean;
}

/** A sum that has been told, or the difference of two: positions of unknowns that count with 1 and with −1. */
export interface ToldRow {
  readonly plus: readonly number[];
  readonly minus: readonly number[];
}

/** Everything the audit of one month looks at. It is the same for months of the same structure, whatever their minutes. */
export interface MonthQuestion {
  readonly unknowns: readonly Unknown[];
  readonly told: readonly ToldRow[];
  /** Sums that might be told, the most wanted first. */
  readonly wanted: readonly ToldRow[];
  readonly fewestWorkers: number;
}

/** For each wanted sum what telling it does, given those before it that could be told. */
export type MonthAudit = (question: MonthQuestion) => readonly Effect[];

/**
 * Complementary suppression by linear audit: a sum is told only if, with everything ever told of the month, no linear combination rests
 * on fewer than `fewestWorkers` workers. Since earlier bulletins are told rows like any others, this covers one bulletin, the change
 * between two, and what vanished and came back, alike.
 *
 * Asked twice: over everyone who may be counted, because peers know who has which skill; and over those alone who offer anything, because
 * they may well know who is away, and a sum of one and two who are away hides nobody.
 */
export const auditMonth: MonthAudit = ({ unknowns, told, wanted, fewestWorkers }) => {
  const rows = [...told, ...wanted];
  const everyone = spaceOf(unknowns, rows, fewestWorkers, () => true);
  const spaces = unknowns.every(({ offers }) => offers)
    ? [everyone]
    : [everyone, spaceOf(unknowns, rows, fewestWorkers, ({ offers }) => offers)];
  for (const { space, rowOf } of spaces) for (const row of told) space.know(rowOf(row));
  return wanted.map((row) => {
    const asked = spaces.map(({ space, rowOf }) => {
      const vector = rowOf(row);
      return { space, vector, effect: space.effectOf(vector) };
    });
    if (asked.some(({ effect }) => effect === 'reveals too few')) return 'reveals too few';
    for (const { space, vector } of asked) space.know(vector);
    return asked.some(({ effect }) => effect === 'can be told') ? 'can be told' : 'tells nothing new';
  });
};

/** The same audit, made once for months of the same structure: in an ordinary town all months but the current one. */
export function remembering(audit: MonthAudit): MonthAudit {
  const answers: { readonly question: MonthQuestion; readonly effects: readonly Effect[] }[] = [];
  return (question) => {
    const known = answers.find((answer) => sameQuestion(answer.question, question));
    if (known !== undefined) return known.effects;
    const effects = audit(question);
    // The rows go on to grow once the answer is known.
    answers.push({ question: { ...question, unknowns: [...question.unknowns], told: [...question.told] }, effects });
    return effects;
  };
}

function sameQuestion(one: MonthQuestion, other: MonthQuestion): boolean {
  return (
    one.fewestWorkers === other.fewestWorkers &&
    one.unknowns.length === other.unknowns.length &&
    one.unknowns.every(({ worker, offers }, index) => {
      const its = other.unknowns[index] as Unknown;
      return its.worker === worker && its.offers === offers;
    }) &&
    sameRows(one.told, other.told) &&
    sameRows(one.wanted, other.wanted)
  );
}

function sameRows(ones: readonly ToldRow[], others: readonly ToldRow[]): boolean {
  return (
    ones.length === others.length &&
    ones.every(({ plus, minus }, index) => {
      const other = others[index] as ToldRow;
      return sameNumbers(plus, other.plus) && sameNumbers(minus, other.minus);
    })
  );
}

function sameNumbers(ones: readonly number[], others: readonly number[]): boolean {
  if (ones.length !== others.length) return false;
  for (let index = 0; index < ones.length; index++) if (ones[index] !== others[index]) return false;
  return true;
}

/** Workers whom no row tells apart become one party, which makes the space small and is exact: their columns are equal. */
function spaceOf(
  unknowns: readonly Unknown[],
  rows: readonly ToldRow[],
  fewestWorkers: number,
  counts: (unknown: Unknown) => boolean,
): { readonly space: RowSpace; readonly rowOf: (row: ToldRow) => Float64Array } {
  const occurrences: number[][] = unknowns.map(() => []);
  rows.forEach(({ plus, minus }, index) => {
    for (const unknown of plus) occurrences[unknown]?.push(index + 1);
    for (const unknown of minus) occurrences[unknown]?.push(-1 - index);
  });
  const byWorker = new Map<number, number[]>();
  unknowns.forEach((unknown, index) => {
    if (!counts(unknown) || occurrences[index]?.length === 0) return;
    const own = byWorker.get(unknown.worker);
    if (own === undefined) byWorker.set(unknown.worker, [index]);
    else own.push(index);
  });
  const columnOf = new Int32Array(unknowns.length).fill(-1);
  const partyOf = new Map<string, number>();
  const [owners, weights]: [number[], number[]] = [[], []];
  for (const own of byWorker.values()) {
    const signature = own.map((unknown) => occurrences[unknown]?.join()).join(';');
    const party = partyOf.get(signature);
    if (party !== undefined) {
      weights[party] = (weights[party] as number) + 1;
      continue;
    }
    partyOf.set(signature, weights.length);
    for (const unknown of own) {
      columnOf[unknown] = owners.length;
      owners.push(weights.length);
    }
    weights.push(1);
  }
  return {
    space: new RowSpace(Int32Array.from(owners), Int32Array.from(weights), fewestWorkers),
    rowOf({ plus, minus }) {
      const row = new Float64Array(owners.length);
      for (const unknown of plus) {
        const column = columnOf[unknown] as number;
        if (column >= 0) row[column] = 1;
      }
      for (const unknown of minus) {
        const column = columnOf[unknown] as number;
        if (column >= 0) row[column] = prime - 1;
      }
      return row;
    },
  };
}
