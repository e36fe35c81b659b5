/** 手直しの原因. Why a delivery was rejected, which decides who pays for doing it again. */
export const reworkCauses = ['CLAIMANT', 'SPECIFICATION', 'CLIENT'] as const;
export type ReworkCause = (typeof reworkCauses)[number];

/**
 * Whether work done again for this cause is paid (I-8). What the claimant got wrong it puts right at its own cost (民法 第562条); where the
 * fault lies in the specification or the client wants it otherwise, the time is time worked (フリーランス法 第5条第2項第2号 forbids having it
 * done again for nothing without the other side's fault; between towns the same is agreed).
 */
export function reworkIsPaid(cause: ReworkCause): boolean {
  return cause !== 'CLAIMANT';
}
