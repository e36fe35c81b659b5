import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { PlanMessages } from '#domain/planning/messages';
import { Post } from '../post/post.service.js';
import { YearPlanDrafts } from './year-plan.service.js';

/** What peers may tell this slice. */
@Injectable()
export class YearPlanInbox implements OnModuleInit {
  constructor(
    private readonly post: Post,
    private readonly drafts: YearPlanDrafts,
  ) {}

  onModuleInit(): void {
    this.post.on('plan.move-accepted', (town, { from, processId, payload }) =>
      this.drafts.noticeArrives(town, from, processId, (payload as PlanMessages['plan.move-accepted'] | null)?.notice),
    );
  }
}
