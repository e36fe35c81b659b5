import type { PlannedWork } from '#domain/planning/instance';

/** By what a plan's work is found again: the lot, who does it, and when. */
export function placeOf({ lot, town, month }: Pick<PlannedWork, 'lot' | 'town' | 'month'>): string {
  return `${lot} ${town} ${month}`;
}

/** By what a plan's move is found again: the order, where it goes, and when. */
export function targetOf({
  orderId,
  to,
  month,
}: {
  readonly orderId: string;
  readonly to: string;
  readonly month: string;
}): string {
  return `${orderId} ${to} ${month}`;
}
