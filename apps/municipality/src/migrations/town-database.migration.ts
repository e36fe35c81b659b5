import type { Database } from '#mongo/connect';
import { bringUpToDate } from '#mongo/migrations';
import { processId } from '#service/process-id';
import { capacityVersionShape } from '../capacity/capacity-version.model.js';
import { commitmentShape } from '../capacity/commitment.model.js';
import {
  offeredMonthShape,
  publicationBasisShape,
  publicationMonthShape,
  publicationShape,
} from '../bulletins/publication.model.js';
import { seatsShape } from '../centre/seats.model.js';
import { directorShiftShape } from '../directors/director-shift.model.js';
import { directorShape } from '../directors/director.model.js';
import { checkpointShape, peerCheckpointShape } from '../evidence/checkpoint.model.js';
import { evidenceEntryShape, evidenceHeadShape } from '../evidence/evidence-entry.model.js';
import { answerShape } from '../idempotency/answer.model.js';
import { loanShape } from '../loans/loan.model.js';
import { clientShape } from '../orders/client.model.js';
import { lotShape } from '../orders/lot.model.js';
import { orderShape } from '../orders/order.model.js';
import { performanceShape } from '../performance/performance.model.js';
import { failedMessageShape } from '../post/failed-message.model.js';
import { incomingMessageShape } from '../post/incoming-message.model.js';
import { outgoingMessageShape } from '../post/outgoing-message.model.js';
import { reconciliationShape } from '../reconciliation/reconciliation.model.js';
import { settlementShape } from '../settlement/settlement.model.js';
import { federationPinShape } from '../towns/federation-pin.model.js';
import { claimShape } from '../trading/claim.model.js';
import { draftShape } from '../trading/draft.model.js';
import { surplusOrderShape } from '../trading/surplus-order.model.js';
import { holidayOverrideShape } from '../workforce/holiday-override.model.js';
import { supplyVersionShape } from '../workforce/supply-version.model.js';
import { workerShape } from '../workforce/worker.model.js';
import { noticeShape } from '../year-plan/notice.model.js';
import { versionCounters } from './2026-11-23-version-counters.migration.js';
import { claimOffers } from './2026-11-24-claim-offers.migration.js';
import { workRequirements } from './2026-11-24-work-requirements.migration.js';
import { workerAvailability } from './2026-11-24-worker-availability.migration.js';
import { evidenceLog } from './2026-11-25-evidence-log.migration.js';
import { messageReceipts } from './2026-11-25-message-receipts.migration.js';
import { claimProgress } from './2026-11-26-claim-progress.migration.js';
import { amendedToAccepted } from './2026-11-27-amended-to-accepted.migration.js';

/** Every change a town's database has ever needed, oldest first. */
const migrations = [
  versionCounters,
  workRequirements,
  workerAvailability,
  claimOffers,
  messageReceipts,
  evidenceLog,
  claimProgress,
  amendedToAccepted,
];

/** Every collection of a town's database. */
const shapes = [
  workerShape,
  supplyVersionShape,
  holidayOverrideShape,
  directorShape,
  directorShiftShape,
  seatsShape,
  commitmentShape,
  capacityVersionShape,
  clientShape,
  orderShape,
  lotShape,
  surplusOrderShape,
  draftShape,
  noticeShape,
  claimShape,
  loanShape,
  performanceShape,
  settlementShape,
  outgoingMessageShape,
  incomingMessageShape,
  failedMessageShape,
  publicationShape,
  publicationMonthShape,
  publicationBasisShape,
  offeredMonthShape,
  answerShape,
  federationPinShape,
  evidenceEntryShape,
  evidenceHeadShape,
  checkpointShape,
  peerCheckpointShape,
  reconciliationShape,
];

/** Brings a town's database to the shape of this version. */
export function migrateTown(database: Database): Promise<void> {
  return bringUpToDate(database, { migrations, shapes, holder: processId });
}
