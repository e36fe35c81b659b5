import type { GraphQLFormattedError, OperationTypeNode } from 'graphql';
import type { MunicipalityCode } from '#domain/municipality/code';
import { nameOf } from '#domain/municipality/register';
import type { Language } from '#domain/refusals/catalogue';
import { sentenceOf } from '#domain/refusals/sentence';
import { refusal } from '#domain/refusals/decision';
import type { Shard } from './towns.js';

/** Why a town is missing from a list. */
export function reasonOf(fault: unknown, language: Language): string {
  const isLate = typeof fault === 'object' && fault !== null && 'name' in fault && fault.name === 'TimeoutError';
  return isLate ? late[language] : away[language];
}

export function notAMember(municipality: string, language: Language): string {
  return sentenceOf(refusal('MUNICIPALITY_UNKNOWN', { given: municipality }), language);
}

/** The error for what only a silent town could have answered. Of a mutation nobody knows whether it was done: it says how to find out. */
export function townUnreachable(
  shard: Shard | undefined,
  operation: `${OperationTypeNode}`,
  language: Language,
): GraphQLFormattedError {
  if (shard === undefined) return { message: noTown[language], extensions: { code: 'TOWN_UNREACHABLE' } };
  const name = nameOf(shard.municipality as MunicipalityCode, language);
  const sentences = operation === 'mutation' ? unsure : unreachable;
  return {
    message: sentences[language](name),
    extensions: { code: 'TOWN_UNREACHABLE', municipality: shard.municipality },
  };
}

export function serviceUnreachable(service: string, language: Language): GraphQLFormattedError {
  const message =
    language === 'JA'
      ? `サービス ${service} から応答がありません。しばらくしてからもう一度お試しください。`
      : `The service ${service} does not answer: try again shortly.`;
  return { message, extensions: { code: unreachableCode, service } };
}

/** Whether an error says that a whole service could not be reached. */
export function isServiceUnreachable({ extensions }: GraphQLFormattedError): boolean {
  return extensions?.['code'] === unreachableCode;
}

const unreachableCode = 'SERVICE_UNREACHABLE';

type Sentences<T> = Readonly<Record<Language, T>>;

const late: Sentences<string> = { JA: '時間内に応答がありませんでした。', EN: 'It did not answer in time.' };
const away: Sentences<string> = { JA: '接続できませんでした。', EN: 'It could not be reached.' };
const noTown: Sentences<string> = { JA: '応答できる市町村がありません。', EN: 'There is no town that could answer.' };
const unreachable: Sentences<(name: string) => string> = {
  JA: (name) => `${name}のサービスから応答がありません。しばらくしてからもう一度お試しください。`,
  EN: (name) => `The service of ${name} does not answer: try again shortly.`,
};
const unsure: Sentences<(name: string) => string> = {
  JA: (name) =>
    `${name}のサービスから応答がありません。実行されたかどうかは、同じ idempotencyKey でもう一度送ると確かめられます。`,
  EN: (name) =>
    `The service of ${name} does not answer. Whether it was done can be found out by sending it again with the same idempotencyKey.`,
};
