import { Injectable, Logger } from '@nestjs/common';
import type { Instant } from '#domain/calendar/date';
import type { Member } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import { clockDifferenceMs } from '#domain/post/message-life';
import { compare, inOrder, mirrored, nothing, pairsOf } from '#domain/reconciliation/compare';
import { stoodStill, unheardOf, wholeOnes, within } from '#domain/reconciliation/compare';
import type { BothEnds, HeldProcess, MayDiffer, Stretch } from '#domain/reconciliation/compare';
import { wordsOf } from '#domain/text/words-of';
import {
  answeredMax,
  lacksMax,
  readAnswer,
  readMissing,
  readQuestion,
  signAnswer,
  signMissing,
  signQuestion,
  type ReconciliationAnswer,
} from '#messages/reconciliation';
import { hashOf, SignatureInvalid } from '#messages/signing';
import { inTransaction } from '#mongo/transaction';
import { Clock } from '#service/clock';
import { Post } from '../post/post.service.js';
import { Towns, type Town } from '../towns/towns.service.js';
import { askPeer } from './ask-peer.js';
import { ReconciliationStore, type DriftRecord, type ReconciliationRecord } from './reconciliation.store.js';

/** A kind of thing that two towns keep together, as the slice that keeps it registers it. */
export interface Holding {
  /** Its name in reports, for example `claim`. */
  readonly kind: string;
  /**
   * Every one that a town keeps together with a peer; `id` is the process that its messages are of. `content` is what both must hold alike in
   * this state, and nothing else.
   */
  heldWith(
    town: Town,
    peer: MunicipalityCode,
  ): Promise<readonly { readonly id: string; readonly state: string; readonly content: object }[]>;
  /** Which unequal states may stand beside each other for good; none unless told. */
  readonly mayDiffer?: (here: string, there: string) => boolean;
}

/** How a town and a peer stand. */
export type PeerReconciliation = Omit<ReconciliationRecord, '_id'> & { readonly peer: MunicipalityCode };

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Found = Mutable<Pick<ReconciliationRecord, 'underWay' | 'sentAgain'>> & {
  readonly drifts: Omit<DriftRecord, 'since'>[];
  readonly lacks: { readonly processId: string; readonly after: number }[];
};

/** Processes of one question; stretches beyond those a town itself holds, after which a peer's list cannot be right. */
const [askedAtOnce, strangeStretchesMax] = [500, 50];

/**
 * 照合: compares both ends of what two towns keep together (I-14). What is only late is said again or asked for; a real difference is named
 * for people. A town is told of nothing but what it keeps together with the one that tells.
 */
@Injectable()
export class Reconciliation {
  private readonly holdings = new Map<string, Holding>();
  private readonly log = new Logger('reconciliation');

  constructor(
    private readonly towns: Towns,
    private readonly clock: Clock,
    private readonly post: Post,
  ) {}

  /** Says what kind of thing a slice keeps together with peers. */
  register(holding: Holding): void {
    if (this.holdings.has(holding.kind)) throw new Error(`two holdings of ${holding.kind}`);
    this.holdings.set(holding.kind, holding);
  }

  /** How the town and each peer stood when they last compared. */
  async results(town: Pick<Town, 'database'>): Promise<PeerReconciliation[]> {
    const found = await new ReconciliationStore(town.database).all();
    return found.map(({ _id, ...rest }) => ({ peer: _id as MunicipalityCode, ...rest }));
  }

  /** Compares with every peer with which the town keeps anything. A peer that cannot be reached is noted, and the others go on. */
  async reconcile(town: Town): Promise<void> {
    for (const peer of this.towns.federation.members) {
      if (peer.code === town.code) continue;
      try {
        await this.reconcileWith(town, peer);
      } catch (fault) {
        const words = wordsOf(fault);
        this.log.warn(`${town.code} could not compare with ${peer.code}: ${words}`);
        await new ReconciliationStore(town.database).noteFault(peer.code, words.slice(0, 300));
      }
    }
  }

  /**
   * Answers a peer's question: what this town keeps together with the peer that has signed it, and nothing else.
   * @throws SignatureInvalid
   */
  async answer(town: Town, signed: string): Promise<string> {
    const { from, to, at, after, upTo, hash } = await readQuestion(signed, this.towns.federation);
    this.mustBeNow(town, to, at);
    const held = (await this.heldWith(town, from)).filter(within({ after, upTo }));
    const alike = hashOf(held) === hash;
    const told = alike ? [] : wholeOnes(held, answeredMax);
    const end = told.length < held.length && !alike ? (told.at(-1)?.id ?? upTo) : upTo;
    const said = { by: town.code, at: this.clock.now(), after, upTo: end, alike, processes: told };
    return signAnswer(signed, said, town.key);
  }

  /** Says again what a peer lacks of what was said to it; how many messages. @throws SignatureInvalid */
  async sayAgain(town: Town, signed: string): Promise<number> {
    const { from, to, at, lacks } = await readMissing(signed, this.towns.federation);
    this.mustBeNow(town, to, at);
    let again = 0;
    for (const { processId, after } of lacks) again += await this.post.sayAgain(town, from, { processId, after }, at);
    return again;
  }

  /** Old questions must not be asked again by somebody who overheard them. */
  private mustBeNow(town: Town, to: MunicipalityCode, at: Instant): void {
    if (to !== town.code) throw new SignatureInvalid('it was asked of another town');
    if (Math.abs(at - this.clock.now()) > clockDifferenceMs) throw new SignatureInvalid('it was not asked just now');
  }

  private async reconcileWith(town: Town, peer: Member): Promise<void> {
    const startedAt = this.clock.now();
    const mine = await this.heldWith(town, peer.code);
    if (mine.length === 0) return; // What only the peer keeps, the peer finds.
    const found: Found = { underWay: 0, sentAgain: 0, drifts: [], lacks: [] };
    let after = '';
    for (let left = Math.ceil(mine.length / askedAtOnce) + strangeStretchesMax; ; left--) {
      if (left === 0) throw new Error('the peer tells of more processes than there can be');
      const rest = mine.filter(({ id }) => id > after);
      const page = wholeOnes(rest, askedAtOnce);
      const stretch = { after, upTo: page.length < rest.length ? (page.at(-1)?.id ?? null) : null };
      const answer = await this.ask(town, peer, stretch, page);
      if (!answer.alike) await this.compareStretch(town, peer, mine, answer, startedAt, found);
      if (answer.upTo === null) break;
      after = answer.upTo;
    }
    if (found.lacks.length > 0) await this.askForMissing(town, peer, found.lacks.slice(0, lacksMax));
    await this.keep(town, peer, new Set(mine.map(({ id }) => id)).size, found);
  }

  private async ask(town: Town, peer: Member, stretch: Stretch, page: readonly HeldProcess[]) {
    const [from, to, at] = [town.code, peer.code, this.clock.now()];
    const question = await signQuestion({ from, to, at, ...stretch, hash: hashOf(page.map(mirrored)) }, town.key);
    const { signed } = await askPeer(peer, 'reconciliation', question);
    if (typeof signed !== 'string') throw new Error('no answer');
    return readAnswer(signed, question, stretch, peer);
  }

  /** The peer's list lies between two looks of ours: only what stood still between them is compared, the rest is under way. */
  private async compareStretch(
    town: Town,
    peer: Member,
    before: readonly HeldProcess[],
    answer: ReconciliationAnswer,
    startedAt: Instant,
    found: Found,
  ): Promise<void> {
    const byId = (list: readonly HeldProcess[]) => partsById(list.filter(within(answer)));
    const [first, there, second] = [
      byId(before),
      byId(answer.processes),
      byId(await this.heldWith(town, peer.code)),
    ] as const;
    for (const id of new Set([...first.keys(), ...there.keys(), ...second.keys()])) {
      const of = (list: ReadonlyMap<string, HeldProcess[]>): HeldProcess[] => list.get(id) ?? [];
      if (!pairsOf(id, of(first), of(second)).every((looks) => stoodStill(looks.here, looks.there))) found.underWay++;
      else await this.compareProcess(town, peer, pairsOf(id, of(second), of(there)), startedAt, found);
    }
  }

  /** Messages are counted for the whole process: when one thing of it is under way, all are. */
  private async compareProcess(
    town: Town,
    peer: Member,
    ends: readonly BothEnds[],
    startedAt: Instant,
    found: Found,
  ): Promise<void> {
    for (const { here, there } of ends) {
      const { id } = here;
      const comparison = compare(here, there, this.mayDiffer);
      if (comparison.outcome === 'DRIFT') {
        const kind = here.kind === '' ? there.kind : here.kind;
        found.drifts.push({ processId: id, kind, drift: comparison.drift, here: here.state, there: there.state });
      }
      if (comparison.outcome !== 'UNDER_WAY') continue;
      found.underWay++;
      const { sayAfter, askAfter } = comparison;
      if (askAfter !== undefined) found.lacks.push({ processId: id, after: askAfter });
      if (sayAfter !== undefined && found.sentAgain < lacksMax)
        found.sentAgain += await this.post.sayAgain(town, peer.code, { processId: id, after: sayAfter }, startedAt);
      return;
    }
  }

  private readonly mayDiffer: MayDiffer = (kind, here, there) =>
    this.holdings.get(kind)?.mayDiffer?.(here, there) ?? false;

  private async askForMissing(town: Town, peer: Member, lacks: Found['lacks']): Promise<void> {
    const [from, to, at] = [town.code, peer.code, this.clock.now()];
    await askPeer(peer, 'missing', await signMissing({ from, to, at, lacks }, town.key));
  }

  private async keep(town: Town, peer: Member, processes: number, found: Found): Promise<void> {
    const store = new ReconciliationStore(town.database);
    const now = new Date(this.clock.now());
    const known = (await store.find(peer.code))?.drifts ?? [];
    const drifts = found.drifts.map((drift) => {
      const before = known.find(
        ({ processId, kind, drift: how }) =>
          processId === drift.processId && kind === drift.kind && how === drift.drift,
      );
      if (before === undefined)
        this.log.error(
          `${drift.kind} ${drift.processId} is ${drift.here} at ${town.code} and ${drift.there} at ${peer.code}: ${drift.drift}`,
        );
      return { ...drift, since: before?.since ?? now };
    });
    const { underWay, sentAgain } = found;
    await store.keep({ _id: peer.code, comparedAt: now, processes, underWay, sentAgain, drifts, fault: null });
    if (sentAgain > 0) this.log.warn(`${town.code} says ${sentAgain} messages to ${peer.code} again`);
  }

  /** Everything that the town keeps together with a peer, as it was at one moment. */
  private heldWith(town: Town, peer: MunicipalityCode): Promise<HeldProcess[]> {
    return inTransaction(town.database, async () => {
      const counts = await this.post.countsWith(town, peer);
      const held: HeldProcess[] = [];
      for (const { kind, heldWith } of this.holdings.values())
        for (const { id, state, content } of await heldWith(town, peer)) {
          const { said, heard } = counts.get(id) ?? unheardOf(id);
          held.push({ id, kind, state, hash: state === nothing ? '' : hashOf(content), said, heard });
        }
      const kept = new Set(held.map(({ id }) => id));
      for (const [id, count] of counts) if (!kept.has(id)) held.push({ ...unheardOf(id), ...count });
      return inOrder(held);
    });
  }
}

function partsById(list: readonly HeldProcess[]): ReadonlyMap<string, HeldProcess[]> {
  const parts = new Map<string, HeldProcess[]>();
  for (const each of list) parts.set(each.id, [...(parts.get(each.id) ?? []), each]);
  return parts;
}
