import type { DirectorShift } from '#domain/directors/shift';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { directorShiftShape, type DirectorShiftRecord } from './director-shift.model.js';

export class DirectorShiftStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, directorShiftShape);
  }

  /** What each loan moves, in the order of their ids. */
  async all(): Promise<{ readonly loanId: string; readonly shift: DirectorShift }[]> {
    const records = await this.model.find().sort({ _id: 1 }).lean<DirectorShiftRecord[]>().exec();
    return records.map(({ _id: loanId, kind, directorId, leadRatio, weeks }) => ({
      loanId,
      shift:
        kind === 'LENT' ? { kind, directorId: directorId ?? '', weeks } : { kind, leadRatio: leadRatio ?? 1, weeks },
    }));
  }

  /** What a loan moves, in place of what it has moved so far. */
  async set(loanId: string, shift: DirectorShift): Promise<void> {
    await this.model.deleteOne({ _id: loanId });
    if (shift.weeks.length === 0) return;
    await this.model.create([
      {
        ...{ _id: loanId, kind: shift.kind, weeks: [...shift.weeks] },
        directorId: shift.kind === 'LENT' ? shift.directorId : null,
        leadRatio: shift.kind === 'BORROWED' ? shift.leadRatio : null,
      },
    ]);
  }
}
