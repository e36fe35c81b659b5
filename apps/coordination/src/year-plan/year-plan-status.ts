/** How a plan stands. STOPPED: somebody has stopped it, or its time was up; what had been found until then is in it. */
export const yearPlanStatuses = ['QUEUED', 'RUNNING', 'DONE', 'STOPPED', 'FAILED'] as const;
export type YearPlanStatus = (typeof yearPlanStatuses)[number];

/** Why a plan failed: the process that made it died again and again; there was no time to find anything; a fault of ours. */
export const planFailures = ['INTERRUPTED', 'TIME_UP', 'BROKEN'] as const;
export type PlanFailure = (typeof planFailures)[number];

/** Why a plan that stands takes in no new surplus order: too many have come; the thread that does it failed; it was made too long ago. */
export const planHalts = ['TOO_MANY', 'FAILED', 'FORGOTTEN'] as const;
export type PlanHalt = (typeof planHalts)[number];
