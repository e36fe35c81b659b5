import type { Instant } from '#domain/calendar/date';
import type { Handled, Post, Travelling } from './post.js';

// What must hold of messages and their ends, told without the code under test.

const hour = 3_600_000;
const day = 24 * hour;

/** What the other end waits for however long it takes: how something ended, a signature, and that it is in force. */
const waitedFor = new Set([
  ...['claim.declined', 'claim.withdrawn', 'award.confirmed', 'award.in-force', 'award.lapsed', 'award.terminated'],
  ...['amendment.proposed', 'amendment.accepted', 'amendment.in-force', 'amendment.declined', 'amendment.withdrawn'],
  'amendment.lapsed',
]);

/** What is wrong with what was sent and taken in since the last look. */
export function wrongPost(towns: readonly Post[]): string[] {
  return towns.flatMap((town) => town.handled.splice(0).flatMap((one) => wrongHandling(one, town)));
}

function wrongHandling({ what, message, now }: Handled, { code }: Post): string[] {
  const { tell, issuedAt, expiresAt } = message;
  const say = (how: string): string[] => [`${tell.processId}: ${tell.type} was ${what} by ${code} ${how}`];
  if (expiresAt <= now) return say('after its end');
  if (what === 'taken in' && issuedAt > now + 5 * 60_000) return say('before it can have been said');
  return expiresAt - issuedAt > 90 * day ? say('with an end that is too far off') : [];
}

/** What is wrong with the ends of all that was said: what asks ends with its time, and what is waited for lives as long as anything may. */
export function wrongEnds(towns: readonly Post[]): string[] {
  return towns.flatMap(({ sealed }) => sealed.flatMap(wrongEnd));
}

function wrongEnd({ tell: { type, processId, payload }, issuedAt, expiresAt }: Travelling): string[] {
  if (waitedFor.has(type) && expiresAt !== issuedAt + 90 * day)
    return [`${processId}: ${type} is waited for, and ends before ninety days`];
  const last = type === 'claim.awarded' ? (payload as Awarded).terms.hardExpiry : undefined;
  return last !== undefined && expiresAt > Math.max(last, issuedAt + hour)
    ? [`${processId}: an award is sent when nobody can confirm it any more`]
    : [];
}

interface Awarded {
  readonly terms: { readonly hardExpiry: Instant };
}
