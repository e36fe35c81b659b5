import type { CapacityBulletin } from '#domain/bulletins/bulletin';
import { isFresh } from '#domain/bulletins/received';
import type { Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { CapacityBulletinStore } from './capacity-bulletin.store.js';

/** A kept bulletin that has not expired, and whether its town has said since that it is overtaken. */
export interface KeptBulletin {
  readonly bulletin: CapacityBulletin;
  readonly isOutdated: boolean;
}

/** The kept bulletins, their rows read once each: every question is about the same ones, and 77 towns have 200,000 rows. */
export class KeptBulletins {
  private readonly read = new Map<MunicipalityCode, CapacityBulletin>();

  constructor(private readonly store: CapacityBulletinStore) {}

  /** Those of these towns that have not expired. */
  async unexpired(
    towns: readonly MunicipalityCode[],
    now: Instant,
  ): Promise<ReadonlyMap<MunicipalityCode, KeptBulletin>> {
    const held = (await this.store.held(towns)).filter((each) => isFresh(each, now));
    const unread = held.filter(({ municipality, number, issuedAt }) => {
      const known = this.read.get(municipality);
      return known?.number !== number || known.issuedAt !== issuedAt;
    });
    for (const bulletin of await this.store.bulletinsOf(unread.map(({ municipality }) => municipality)))
      this.read.set(bulletin.municipality, bulletin);
    return new Map(
      held.flatMap(({ municipality, isOutdated }) => {
        const bulletin = this.read.get(municipality);
        return bulletin === undefined ? [] : [[municipality, { bulletin, isOutdated }] as const];
      }),
    );
  }
}
