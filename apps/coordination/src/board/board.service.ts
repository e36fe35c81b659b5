import { Injectable } from '@nestjs/common';
import {
  isAskedFor,
  searchCapacity,
  type CapacitySearch,
  type FoundRow,
  type FoundTogether,
  type FoundTotal,
} from '#domain/bulletins/search';
import type { MunicipalityCode } from '#domain/municipality/code';
import { Intake } from '../intake/intake.service.js';

/** A town of which something is missing, and why. */
export interface MissingTown {
  readonly municipality: MunicipalityCode;
  /** It does not answer and an earlier bulletin is shown; it does not answer at all; it is no member. */
  readonly why: 'LAST_BULLETIN' | 'SILENT' | 'NO_MEMBER';
}

/** 掲示板. What towns offer each other, side by side. */
@Injectable()
export class Board {
  constructor(private readonly intake: Intake) {}

  /**
   * Who has time, by bulletins that hold and by asking the other towns; and of whom that is not known.
   * @param live asks every town just now.
   */
  async availableCapacity(
    search: CapacitySearch,
    live: boolean,
    authorization: string,
  ): Promise<{
    readonly rows: FoundRow[];
    readonly totals: FoundTotal[];
    readonly together: FoundTogether[];
    readonly missing: MissingTown[];
  }> {
    const members = this.intake.members();
    const asked = members.filter(({ code }) => isAskedFor(code, search));
    const { heard, silent } = await this.intake.capacity(asked, live, authorization);
    const shown = new Set(heard.map(({ bulletin }) => bulletin.municipality));
    const known = new Set(members.map(({ code }) => code));
    return {
      ...searchCapacity(heard, search),
      missing: [
        ...silent.map(({ code }): MissingTown => ({
          municipality: code,
          why: shown.has(code) ? 'LAST_BULLETIN' : 'SILENT',
        })),
        ...[...(search.municipalities ?? [])]
          .filter((code) => !known.has(code))
          .map((municipality): MissingTown => ({ municipality, why: 'NO_MEMBER' })),
      ],
    };
  }
}
