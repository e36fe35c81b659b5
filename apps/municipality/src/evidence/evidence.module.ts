import { Module } from '@nestjs/common';
import { Checkpoints } from './checkpoints.service.js';
import { EvidenceController } from './evidence.controller.js';
import { EvidenceJobs } from './evidence.jobs.js';
import { Evidence } from './evidence.service.js';

@Module({
  providers: [Evidence, Checkpoints, EvidenceJobs],
  controllers: [EvidenceController],
  exports: [Evidence, Checkpoints],
})
export class EvidenceModule {}
