import { Module } from '@nestjs/common';
import { PostModule } from '../post/post.module.js';
import { ReconciliationController } from './reconciliation.controller.js';
import { ReconciliationJobs } from './reconciliation.jobs.js';
import { Reconciliation } from './reconciliation.service.js';

@Module({
  imports: [PostModule],
  providers: [Reconciliation, ReconciliationJobs],
  controllers: [ReconciliationController],
  exports: [Reconciliation],
})
export class ReconciliationModule {}
