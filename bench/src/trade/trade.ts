import type { Instant } from '#domain/calendar/date';
import type { Federation } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import { protocolVersion } from '#domain/post/message-life';
import { seal, unseal, type Envelope } from '#messages/envelope';
import { newPrivateKey, publicHalf, signingKey } from '#messages/keys';
import { readReceipt, signReceipt } from '#messages/receipt';
import { hashOfText } from '#messages/signing';
import { benchCatchUp } from './catch-up.js';
import { benchClaims } from './claims.js';

const [from, to] = ['203246', '202151'] as [MunicipalityCode, MunicipalityCode];
const [rounds, warmUp, limitMs] = [2_000, 200, 1];

/** Signatures, and what two towns do with them: claims decided, and a queue caught up with. */
export async function benchTrade(print: (line: string) => void, root: string): Promise<void> {
  const began = performance.now();
  await benchSignatures(print);
  print('');
  await benchClaims(print, root);
  print('');
  await benchCatchUp(print, root);
  print('');
  print(`all of it took ${((performance.now() - began) / 60_000).toFixed(1)} minutes`);
}

/** How long it takes to sign and to verify a message of the size of an award, and its receipt, as two towns do it. */
async function benchSignatures(print: (line: string) => void): Promise<void> {
  const jwk = await newPrivateKey(from);
  const key = await signingKey(jwk);
  const facts = { operatingBody: '立科町', level: 'TRADING', highestDataClass: 'PERSONAL' } as const;
  const publicKeys = [{ ...publicHalf(jwk), from: 0 as Instant }];
  const member = { code: from, endpoint: 'https://yui.example.jp', ...facts, publicKeys };
  const federation: Federation = { members: [member], agreements: [], coordination: { endpoint: '' } };
  const now = Date.now() as Instant;
  const envelope = (seq: number): Envelope => ({
    ...{
      protocol: protocolVersion,
      messageId: `message-${seq}`,
      processId: 'process',
      seq,
      type: 'claim.awarded',
      from,
      to,
    },
    ...{ issuedAt: now, expiresAt: (now + 3_600_000) as Instant },
    payload: {
      terms: { title: '台帳の入力', minutes: 600, priceYen: 100_000, note: 'x'.repeat(600) },
      termsHash: 'y'.repeat(43),
    },
  });
  const [signing, verifying, receipting]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < warmUp + rounds; round++) {
    const [sealed, signed] = await timed(() => seal(envelope(round + 1), key));
    const [message, verified] = await timed(() => unseal(sealed, federation, now));
    const { messageId, processId } = message;
    const said = { messageId, processId, hash: hashOfText(sealed), by: from, from: to, receivedAt: now };
    const [, receipted] = await timed(async () => readReceipt(await signReceipt(said, key), member));
    if (round < warmUp) continue;
    signing.push(signed);
    verifying.push(verified);
    receipting.push(receipted);
  }
  const together = signing.map((each, round) => each + (verifying[round] ?? 0));
  print('A message of the size of an award (milliseconds)   median      99 %');
  print(row('sign', signing));
  print(row('verify', verifying));
  print(row('sign + verify', together));
  print(row('receipt, signed and verified', receipting));
  const middle = at(together, 0.5);
  print(`sign + verify: ${middle.toFixed(3)} ms, ${middle <= limitMs ? 'within' : 'OVER'} the limit of ${limitMs} ms`);
}

async function timed<T>(body: () => Promise<T>): Promise<[T, number]> {
  const before = process.hrtime.bigint();
  const value = await body();
  return [value, Number(process.hrtime.bigint() - before) / 1e6];
}

function row(name: string, times: readonly number[]): string {
  return `${name.padEnd(46)}${at(times, 0.5).toFixed(3).padStart(11)}${at(times, 0.99).toFixed(3).padStart(10)}`;
}

function at(times: readonly number[], share: number): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length * share)] ?? 0;
}
