import type { IsoDate } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { decide, refusal, type Decision, type Refusal } from '../refusals/decision.js';
import type { PublishingFacts, WorkDays } from './publishing.js';

/** What a draft says of the surplus order that it may become; null where that is still open. */
export interface DraftContent {
  readonly minutes: number | null;
  /** Last day on which a claim would be taken, in Asia/Tokyo. */
  readonly claimBy: IsoDate | null;
  /** Price of all minutes, in yen before tax. */
  readonly priceYen: number | null;
  readonly minSliceMinutes: number | null;
  /** Null means every trading peer that may receive it, as when it is published. */
  readonly addressees: readonly MunicipalityCode[] | null;
  /** Days of the work, within those of the lot; null means all of the lot's. */
  readonly days: WorkDays | null;
}

/**
 * 下書き. A surplus order in the state DRAFT: what a town thinks of publishing. It takes no minutes of its lot, and it is no `SurplusOrder`:
 * no message, list or comparison between towns takes this type, so that nothing of it can leave the town.
 */
export interface SurplusOrderDraft extends DraftContent {
  /** The id that the surplus order keeps when it is published. */
  readonly id: string;
  readonly publisher: MunicipalityCode;
  readonly lotId: string;
  /**
   * The surplus order that stands over the minutes of the lot, and out of which this draft is split when it is published. Null where its
   * minutes are still open in the lot.
   */
  readonly splitFrom: string | null;
  /** What it was made from, a move of a year plan say; null where a person wrote it. */
  readonly origin: string | null;
}

/** A draft's content as somebody gives it, who may leave out what is not settled yet. */
export type WantedDraft = { readonly [K in keyof DraftContent]?: DraftContent[K] | undefined };

/** What was given of a draft's content; what was left out is open. */
export function draftContent(wanted: WantedDraft): DraftContent {
  const { minutes, claimBy, priceYen, minSliceMinutes, addressees, days } = wanted;
  return {
    minutes: minutes ?? null,
    claimBy: claimBy ?? null,
    priceYen: priceYen ?? null,
    minSliceMinutes: minSliceMinutes ?? null,
    addressees: addressees ?? null,
    days: days ?? null,
  };
}

/** A draft's content with nothing open. */
export type CompleteContent = {
  readonly [K in Exclude<keyof DraftContent, 'addressees' | 'days'>]: NonNullable<DraftContent[K]>;
} & Pick<DraftContent, 'addressees' | 'days'>;

const needed = ['minutes', 'claimBy', 'priceYen', 'minSliceMinutes'] as const;

/** One refusal for each thing that a draft leaves open and a surplus order may not. */
export function refusalsOfOpenDraft(draft: DraftContent): Refusal[] {
  return needed.filter((field) => draft[field] === null).map((field) => refusal('DRAFT_INCOMPLETE', { field }));
}

/** A draft's content as it can be published, the rules of publishing apart. */
export function completeContent(draft: DraftContent): Decision<CompleteContent> {
  // Complete by the check, which the compiler cannot see.
  return decide(refusalsOfOpenDraft(draft), () => draft as CompleteContent);
}

/**
 * A draft with what is open filled in so that no rule of publishing minds it unless nothing at all would do: the smallest part, at the
 * price floor, claimed today. What the rules say of it stands in the way of the draft however it is completed.
 */
export function leastOf(
  draft: DraftContent,
  { today, floorYenPerHour }: Pick<PublishingFacts, 'today' | 'floorYenPerHour'>,
): CompleteContent {
  const minutes = draft.minutes ?? Math.max(1, draft.minSliceMinutes ?? 1);
  return {
    minutes,
    claimBy: draft.claimBy ?? today,
    priceYen: draft.priceYen ?? Math.max(1, Math.ceil((floorYenPerHour * minutes) / 60)),
    minSliceMinutes: draft.minSliceMinutes ?? Math.max(1, minutes),
    addressees: draft.addressees,
    days: draft.days,
  };
}
