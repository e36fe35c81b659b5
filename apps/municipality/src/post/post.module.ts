import { Module } from '@nestjs/common';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { Parked } from './parked.service.js';
import { PostController } from './post.controller.js';
import { PostJobs } from './post.jobs.js';
import { Post } from './post.service.js';
import { Receiving } from './receiving.service.js';
import { Sending } from './sending.service.js';

@Module({
  imports: [IdempotencyModule, EvidenceModule],
  providers: [Post, Sending, Receiving, Parked, PostJobs],
  controllers: [PostController],
  exports: [Post, Parked],
})
export class PostModule {}
