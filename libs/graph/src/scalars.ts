import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { parseIsoDate, type IsoDate } from '#domain/calendar/date';
import { parseIsoMonth, type IsoMonth } from '#domain/calendar/month';
import { parseIsoWeek, type IsoWeek } from '#domain/calendar/week';
import { parseMunicipalityCode, type MunicipalityCode } from '#domain/municipality/code';
import { sentenceOf } from '#domain/refusals/sentence';
import { refusal, type Decision } from '#domain/refusals/decision';

/**
 * A scalar that is text with a rule. What the rule cannot read never reaches a resolver: it becomes BAD_USER_INPUT with the rule's
 * sentence (both languages, since a scalar does not know who is asking).
 */
function textScalar<T extends string>(
  name: string,
  description: string,
  parse: (text: string) => Decision<T>,
): GraphQLScalarType<T, string> {
  const read = (value: unknown, node?: ValueNode): T => {
    const decision = parse(typeof value === 'string' ? value : String(value));
    if (decision.ok && typeof value === 'string') return decision.value;
    const [why] = decision.ok ? [refusal('TEXT_MALFORMED')] : decision.refusals;
    throw new GraphQLError(`${sentenceOf(why, 'JA')} / ${sentenceOf(why, 'EN')}`, {
      ...(node ? { nodes: node } : {}),
      extensions: { code: 'BAD_USER_INPUT', reason: why.code },
    });
  };
  return new GraphQLScalarType<T, string>({
    name,
    description,
    serialize: (value) => String(value),
    parseValue: (value) => read(value),
    parseLiteral: (node) =>
      read(node.kind === Kind.STRING ? node.value : 'value' in node ? node.value : node.kind, node),
  });
}

export const MunicipalityCodeScalar = textScalar<MunicipalityCode>(
  'MunicipalityCode',
  '全国地方公共団体コード: 6 digits, the last one a check digit, for example "203246" for Tateshina.',
  parseMunicipalityCode,
);
export const IsoDateScalar = textScalar<IsoDate>(
  'IsoDate',
  'A calendar date, for example "2027-03-20". A deadline ends with its day in Asia/Tokyo.',
  parseIsoDate,
);
export const IsoWeekScalar = textScalar<IsoWeek>(
  'IsoWeek',
  'An ISO 8601 week, Monday to Sunday, for example "2027-W05". A week belongs to the month of its Thursday.',
  parseIsoWeek,
);
export const IsoMonthScalar = textScalar<IsoMonth>('IsoMonth', 'A month, for example "2027-02".', parseIsoMonth);

/** A moment in UTC; only ever answered, never read. */
export const DateTimeScalar = new GraphQLScalarType<number, string>({
  name: 'DateTime',
  description: 'A moment in UTC (ISO 8601), for example "2027-02-01T03:00:00.000Z".',
  serialize: (value) => (typeof value === 'number' ? new Date(value).toISOString() : String(value)),
});

/** Every scalar of our own, for whoever coerces input against the public schema. */
export const scalars: readonly GraphQLScalarType[] = [
  MunicipalityCodeScalar,
  IsoDateScalar,
  IsoWeekScalar,
  IsoMonthScalar,
  DateTimeScalar,
];
