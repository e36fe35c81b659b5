import { Module } from '@nestjs/common';
import { CapacityModule } from '../capacity/capacity.module.js';
import { DirectorsModule } from '../directors/directors.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { PostModule } from '../post/post.module.js';
import { ReconciliationModule } from '../reconciliation/reconciliation.module.js';
import { HeldLoans } from './held.service.js';
import { LoanDesk } from './loan-desk.service.js';
import { LoansInbox } from './loans.inbox.js';
import { LoansJobs } from './loans.jobs.js';
import { Loans } from './loans.service.js';

@Module({
  imports: [CapacityModule, DirectorsModule, IdempotencyModule, PostModule, ReconciliationModule],
  providers: [LoanDesk, Loans, LoansInbox, LoansJobs, HeldLoans],
  exports: [Loans],
})
export class LoansModule {}
