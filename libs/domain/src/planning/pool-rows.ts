import type { ProgramWriter } from './linear-program.js';
import type { PlanTerms } from './terms.js';
import type { WorkRows } from './work-rows.js';

/** What a circle's towns do for each other of one commodity in one month; who works for whom is found afterwards. */
export interface Pool {
  readonly row: number;
  readonly commodity: number;
  readonly month: number;
  readonly meanKilometres: number;
  /** Column of what each town receives. */
  readonly receives: readonly { readonly town: number; readonly column: number }[];
}

/** The pools of a program, made where a lot first can send into them. */
export class PoolRows {
  readonly pools: Pool[] = [];
  private readonly known = new Map<string, number | undefined>();
  private readonly means = new Map<readonly number[], number>();

  constructor(
    private readonly terms: PlanTerms,
    private readonly program: ProgramWriter,
    private readonly work: WorkRows,
  ) {}

  /** Positions of the pools into which a town can send a commodity in a month. */
  from(town: number, commodity: number, month: number): number[] {
    return this.terms
      .circlesFor(commodity, month)
      .flatMap((circle, at) => (circle.includes(town) ? (this.pool(circle, at, commodity, month) ?? []) : []));
  }

  private pool(circle: readonly number[], at: number, commodity: number, month: number): number | undefined {
    const name = `${at} ${commodity} ${month}`;
    if (this.known.has(name)) return this.known.get(name);
    const able = circle.flatMap((town) => {
      const done = this.terms.isCleared(town, commodity) ? this.work.enteredBy(town, commodity, month) : [];
      return done.length === 0 ? [] : [{ town, done }];
    });
    const made = able.length === 0 ? undefined : this.pools.length;
    this.known.set(name, made);
    if (made === undefined) return undefined;
    const row = this.program.row(0, 0);
    const receives = able.map(({ town, done }) => ({
      town,
      column: this.program.column(
        this.terms.mostOf(town, commodity, month),
        [row, -1],
        ...done.map((each) => [each, 1] as const),
      ),
    }));
    this.pools.push({ row, commodity, month, meanKilometres: this.meanOf(circle), receives });
    return made;
  }

  private meanOf(circle: readonly number[]): number {
    const known = this.means.get(circle);
    if (known !== undefined) return known;
    const all = circle.flatMap((one, at) => circle.slice(at + 1).map((other) => this.terms.kilometres(one, other)));
    const mean = all.reduce((sum, each) => sum + each, 0) / Math.max(1, all.length);
    this.means.set(circle, mean);
    return mean;
  }
}
