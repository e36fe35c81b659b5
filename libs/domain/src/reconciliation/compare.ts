// Whether both ends of a process hold the same (I-14). Two towns compare what each holds at one moment; what both have said and heard tells
// whether a difference is only a word under way.

/**
 * What a town holds with one peer of one process, as it tells that peer. Of one process it may hold several kinds of thing, each told alone
 * and all with the same counts of messages: of a claim the award, its amendments and the work on it.
 */
export interface HeldProcess {
  readonly id: string;
  /** What kind of thing it is; empty where the town keeps messages of the process and nothing else. */
  readonly kind: string;
  /** How it stands; {@link nothing} where the town keeps nothing. */
  readonly state: string;
  /** Hash of what both ends must hold alike in this state; empty for {@link nothing}. */
  readonly hash: string;
  /** Messages about it to the peer, and from the peer that were taken in. */
  readonly said: number;
  readonly heard: number;
}

/** The state of a process of which nothing is kept. */
export const nothing = 'NONE';

/**
 * DIFFERENT: both have heard everything, and hold different things. FORGOTTEN_HERE: the peer has heard more than we know to have said.
 * FORGOTTEN_THERE: we have heard more than the peer knows to have said. The last two are what a database leaves behind that was put back to
 * an older copy.
 */
export const driftKinds = ['DIFFERENT', 'FORGOTTEN_HERE', 'FORGOTTEN_THERE'] as const;
export type DriftKind = (typeof driftKinds)[number];

export type Comparison =
  | { readonly outcome: 'ALIKE' }
  /** Visibly pending. `sayAfter`: the peer has not heard what we said after this number; `askAfter`: nor we what it said. */
  | { readonly outcome: 'UNDER_WAY'; readonly sayAfter?: number; readonly askAfter?: number }
  | { readonly outcome: 'DRIFT'; readonly drift: DriftKind };

/** Which pairs of unequal states of a kind may stand beside each other, because neither end need tell the other, for example of a clock. */
export type MayDiffer = (kind: string, here: string, there: string) => boolean;

/** A process of which a town keeps nothing, not even a message. */
export function unheardOf(id: string): HeldProcess {
  return { id, kind: '', state: nothing, hash: '', said: 0, heard: 0 };
}

/** A process as its other end must hold it: what is said here is heard there. */
export function mirrored({ said, heard, ...rest }: HeldProcess): HeldProcess {
  return { ...rest, said: heard, heard: said };
}

/** One kind of thing of a process as it is held at both ends. */
export interface BothEnds {
  readonly here: HeldProcess;
  readonly there: HeldProcess;
}

/** What two ends hold of one process, kind by kind: what only one of them holds stands beside {@link nothing}. */
export function pairsOf(id: string, here: readonly HeldProcess[], there: readonly HeldProcess[]): BothEnds[] {
  const kinds = new Set([...here, ...there].map(({ kind }) => kind).filter((kind) => kind !== ''));
  return [...(kinds.size === 0 ? [''] : [...kinds].sort())].map((kind) => ({
    here: partOf(id, here, kind),
    there: partOf(id, there, kind),
  }));
}

function partOf(id: string, parts: readonly HeldProcess[], kind: string): HeldProcess {
  const { said = 0, heard = 0 } = parts[0] ?? {};
  return parts.find((part) => part.kind === kind) ?? { ...unheardOf(id), said, heard };
}

/** Compares both ends of one kind of thing of a process as they were at the same moment. */
export function compare(here: HeldProcess, there: HeldProcess, mayDiffer: MayDiffer): Comparison {
  if (there.heard > here.said) return { outcome: 'DRIFT', drift: 'FORGOTTEN_HERE' };
  if (here.heard > there.said) return { outcome: 'DRIFT', drift: 'FORGOTTEN_THERE' };
  if (there.heard < here.said || here.heard < there.said)
    return {
      outcome: 'UNDER_WAY',
      ...(there.heard < here.said ? { sayAfter: there.heard } : {}),
      ...(here.heard < there.said ? { askAfter: here.heard } : {}),
    };
  const isOneKind = here.kind === there.kind || here.state === nothing || there.state === nothing;
  const areAlike = here.kind === there.kind && here.state === there.state && here.hash === there.hash;
  const kind = here.state === nothing ? there.kind : here.kind;
  return areAlike || (isOneKind && here.state !== there.state && mayDiffer(kind, here.state, there.state))
    ? { outcome: 'ALIKE' }
    : { outcome: 'DRIFT', drift: 'DIFFERENT' };
}

/**
 * Whether a process has stood still between two looks at one kind of thing of it. The peer's answer lies between the looks: of what stood
 * still, both ends are known as they were at one moment, and of nothing else.
 */
export function stoodStill(before: HeldProcess, after: HeldProcess): boolean {
  const { state, hash, said, heard } = after;
  return before.state === state && before.hash === hash && before.said === said && before.heard === heard;
}

/** Whether what a peer tells is one. */
export function isHeldProcess(value: unknown): value is HeldProcess {
  if (value === null || typeof value !== 'object') return false;
  const told = value as Readonly<Record<keyof HeldProcess, unknown>>;
  return (
    [told.id, told.kind, told.state, told.hash].every((text) => typeof text === 'string' && text.length <= 200) &&
    [told.said, told.heard].every((count) => Number.isSafeInteger(count) && Number(count) >= 0)
  );
}

/** Processes in the order in which both ends go through them. */
export function inOrder(processes: readonly HeldProcess[]): HeldProcess[] {
  return [...processes].sort((a, b) => (a.id < b.id || (a.id === b.id && a.kind < b.kind) ? -1 : 1));
}

/** The first of them, so many at most, and no process without all that is held of it. */
export function wholeOnes(processes: readonly HeldProcess[], atMost: number): readonly HeldProcess[] {
  if (processes.length <= atMost) return processes;
  const next = processes[atMost];
  const end = processes.findIndex(({ id }) => id === next?.id);
  return processes.slice(0, end);
}

/** Which processes two towns compare at once: those after one id, up to and with another; to the last where that is null. */
export interface Stretch {
  readonly after: string;
  readonly upTo: string | null;
}

export function within({ after, upTo }: Stretch): (process: Pick<HeldProcess, 'id'>) => boolean {
  return ({ id }) => id > after && (upTo === null || id <= upTo);
}
