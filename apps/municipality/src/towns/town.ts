import type { MunicipalityCode } from '#domain/municipality/code';
import type { SigningKey } from '#messages/keys';
import type { Database } from '#mongo/connect';

/** A town that lives in this process: its code, its own database and its key. Services are told for which town they act. */
export interface Town {
  readonly code: MunicipalityCode;
  readonly database: Database;
  /** The key it signs with at this moment: the newest that counts. @throws when none does. */
  readonly key: SigningKey;
}
