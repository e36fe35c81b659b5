/** How often an event met a state, and how often that changed or sent out something. */
export interface Count {
  reached: number;
  acted: number;
}

/** Counts by `<machine> <state> <event>`. */
export type Branches = Map<string, Count>;

const claimStates = 'SUBMITTED COUNTERED AWARDED CONFIRMED DECLINED WITHDRAWN LAPSED TERMINATED'.split(' ');
const orderStates = 'POSTED PARTLY_AWARDED FULLY_AWARDED EXPIRED WITHDRAWN CANCELLED'.split(' ');
const claimantEvents =
  'withdraw counter accept-counter confirm claim.declined claim.countered claim.awarded award.in-force award.lapsed award.terminated time propose-amendment accept-amendment decline-amendment withdraw-amendment amendment.proposed amendment.accepted amendment.declined amendment.withdrawn';
const publisherEvents =
  'award counter decline claim.submitted claim.withdrawn claim.countered counter.accepted award.confirmed order-ended time propose-amendment accept-amendment decline-amendment withdraw-amendment amendment.proposed amendment.in-force amendment.declined amendment.withdrawn amendment.lapsed';

/** A surplus order ends once: no end of it meets a claim that its cancellation has terminated. */
const impossible = 'publisher TERMINATED order-ended';

/** Every branch that there is: what can meet each state. */
export const allBranches: readonly string[] = [
  'claimant NONE submit',
  ...claimStates.flatMap((state) => claimantEvents.split(' ').map((event) => `claimant ${state} ${event}`)),
  'publisher NONE claim.submitted',
  ...claimStates.flatMap((state) => publisherEvents.split(' ').map((event) => `publisher ${state} ${event}`)),
  'order NONE post',
  ...orderStates.flatMap((state) => ['withdraw', 'cancel', 'time'].map((event) => `order ${state} ${event}`)),
].filter((branch) => branch !== impossible);

export function count(branches: Branches, branch: string, acted: boolean): void {
  const before = branches.get(branch) ?? { reached: 0, acted: 0 };
  before.reached += 1;
  if (acted) before.acted += 1;
  branches.set(branch, before);
}

export function merge(into: Branches, from: Branches): void {
  for (const [branch, { reached, acted }] of from) {
    const before = into.get(branch) ?? { reached: 0, acted: 0 };
    into.set(branch, { reached: before.reached + reached, acted: before.acted + acted });
  }
}

/** The table as lines: one for a machine and event, one column for a state; `acted/reached`. */
export function tableOf(branches: Branches): string[] {
  const lines: string[] = [];
  for (const [machine, states, events] of [
    ['claimant', claimStates, claimantEvents.split(' ')],
    ['publisher', claimStates, publisherEvents.split(' ')],
    ['order', orderStates, ['withdraw', 'cancel', 'time']],
  ] as const) {
    lines.push([machine.padEnd(18), ...states.map((state) => state.padStart(17))].join(''));
    for (const event of events)
      lines.push(
        [event.padEnd(18), ...states.map((state) => cell(branches.get(`${machine} ${state} ${event}`)))].join(''),
      );
  }
  return lines;
}

function cell(counted: Count | undefined): string {
  return (counted === undefined ? '0' : `${counted.acted}/${counted.reached}`).padStart(17);
}
