import type { PlanNotice } from './notice.js';

/** What towns say to each other about a year plan; every type is explained in docs/protocol.md. The process of a message is its notice. */
export interface PlanMessages {
  /** Publisher → receiving town: from this move of a plan we are drafting a surplus order for you. It binds nobody. */
  'plan.move-accepted': { readonly notice: PlanNotice };
}

export type PlanMessageType = keyof PlanMessages;
