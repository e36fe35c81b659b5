/** How often an event met a state, and how often that changed or sent out something. */
export interface Count {
  reached: number;
  acted: number;
}

/** Counts by `<machine> <state> <event>`. */
export type Branches = Map<string, Count>;

/** A machine of the protocol: its states, and all that can meet each. */
export interface Machine {
  readonly name: string;
  readonly states: readonly string[];
  readonly events: readonly string[];
  /** How it begins, where there is nothing yet and nothing else can come. */
  readonly first?: string;
  /** What cannot come about, and why. */
  readonly impossible?: readonly string[];
}

const words = (text: string): string[] => text.split(/\s+/);
const claimStates = words('SUBMITTED COUNTERED AWARDED CONFIRMED DECLINED WITHDRAWN LAPSED TERMINATED');
const loanStates = words('REQUESTED OFFERED AGREED ACTIVE EXTENDED RECALLED RETURNED SETTLED DECLINED CANCELLED');

export const tradeMachines: readonly Machine[] = [
  {
    ...{ name: 'claimant', states: claimStates, first: 'submit' },
    events: words(`withdraw counter accept-counter confirm claim.declined claim.countered claim.awarded award.in-force
      award.lapsed award.terminated time propose-amendment accept-amendment decline-amendment withdraw-amendment
      amendment.proposed amendment.accepted amendment.declined amendment.withdrawn`),
  },
  {
    ...{ name: 'publisher', states: claimStates, first: 'claim.submitted' },
    events:
      words(`award counter decline claim.submitted claim.withdrawn claim.countered counter.accepted award.confirmed
      order-ended order-split time propose-amendment accept-amendment decline-amendment withdraw-amendment
      amendment.proposed amendment.in-force amendment.declined amendment.withdrawn amendment.lapsed`),
    // A surplus order ends once: no end of it meets a claim that its cancellation has terminated.
    impossible: ['TERMINATED order-ended'],
  },
  {
    ...{ name: 'order', first: 'post', events: ['withdraw', 'split', 'split-all', 'cancel', 'time'] },
    states: words('POSTED PARTLY_AWARDED FULLY_AWARDED EXPIRED WITHDRAWN CANCELLED'),
  },
];
export const loanMachines: readonly Machine[] = [
  {
    ...{ name: 'borrower', states: loanStates, first: 'request' },
    events: words(`agree cancel propose log return confirm-statement loan.offered loan.declined loan.offer-ended
      loan.in-force loan.recalled loan.extension-agreed loan.stated time`),
  },
  {
    ...{ name: 'lender', states: loanStates, first: 'loan.requested' },
    events: words(`offer decline cancel recall accept-extension state loan.requested loan.agreed loan.cancelled
      loan.extension-proposed loan.minutes-logged loan.returned loan.statement-confirmed time`),
  },
];
const workStates = words('NONE PERFORMING DELIVERED INSPECTED');
const settlementStates = words('NONE CUT_OFF STATED DISPUTED ADJUSTED CONFIRMED PAID');

/** Both ends of work have one table, and both ends of a settlement; what is done at one is told to the other. */
export const workMachines: readonly Machine[] = [
  {
    ...{ name: 'worker', states: workStates },
    events: words('start deliver delivery.accepted delivery.rejected delivery.returned amended'),
  },
  { ...{ name: 'inspector', states: workStates }, events: words('work.started work.delivered accept reject amended') },
  {
    ...{ name: 'stater', states: settlementStates },
    events: words('cut-off state adjust record-payment settlement.confirmed settlement.disputed settlement.paid'),
  },
  {
    ...{ name: 'other', states: settlementStates },
    events: words('cut-off confirm dispute record-payment settlement.stated settlement.adjusted settlement.paid'),
  },
];
/** A message at its sender, and at its receiver by its place in its process. */
export const postMachines: readonly Machine[] = [
  {
    ...{ name: 'sender', states: words('PENDING PARKED') },
    events: words('receipt silence early ahead expired refused retry dismiss'),
    // What is parked is not sent, and what is on its way is nobody's to decide about.
    impossible: words('receipt silence early ahead expired refused')
      .map((event) => `PARKED ${event}`)
      .concat('PENDING retry', 'PENDING dismiss'),
  },
  {
    ...{ name: 'receiver', states: words('NEXT KNOWN EARLY UNREAD') },
    events: words('in-time dismissed ahead expired'),
    // Whether its time is now is asked before all else, and what an early one says does not matter.
    impossible: [
      ...['NEXT ahead', 'KNOWN ahead', 'EARLY ahead', 'NEXT expired', 'KNOWN expired', 'EARLY expired'],
      ...['UNREAD in-time', 'UNREAD dismissed', 'EARLY dismissed'],
    ],
  },
];
export const machines: readonly Machine[] = [...tradeMachines, ...workMachines, ...loanMachines, ...postMachines];

/** Every branch that there is: what can meet each state. */
export const allBranches: readonly string[] = machines.flatMap(({ name, states, events, first, impossible = [] }) => [
  ...(first === undefined ? [] : [`${name} NONE ${first}`]),
  ...states
    .flatMap((state) => events.map((event) => `${state} ${event}`))
    .filter((branch) => !impossible.includes(branch))
    .map((branch) => `${name} ${branch}`),
]);

export function count(branches: Branches, branch: string, acted: boolean): void {
  const before = branches.get(branch);
  if (before === undefined) branches.set(branch, { reached: 1, acted: acted ? 1 : 0 });
  else {
    before.reached += 1;
    if (acted) before.acted += 1;
  }
}

export function merge(into: Branches, from: Branches): void {
  for (const [branch, { reached, acted }] of from) {
    const before = into.get(branch) ?? { reached: 0, acted: 0 };
    into.set(branch, { reached: before.reached + reached, acted: before.acted + acted });
  }
}

/** The table as lines: one for a machine and event, one column for a state; `acted/reached`. */
export function tableOf(branches: Branches): string[] {
  return machines.flatMap(({ name, states, events }) => [
    [name.padEnd(25), ...states.map((state) => state.padStart(17))].join(''),
    ...events.map((event) =>
      [event.padEnd(25), ...states.map((state) => cell(branches.get(`${name} ${state} ${event}`)))].join(''),
    ),
  ]);
}

function cell(counted: Count | undefined): string {
  return (counted === undefined ? '0' : `${counted.acted}/${counted.reached}`).padStart(17);
}
