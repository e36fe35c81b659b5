import { Field, ObjectType } from '@nestjs/graphql';
import type { Holiday } from '#domain/availability/holidays';
import type { IsoDate } from '#domain/calendar/date';
import type { Language } from '#domain/refusals/catalogue';
import { IsoDateScalar } from '#graph/scalars';

@ObjectType('Holiday', { description: '休日. A day on which nobody is expected to work.' })
export class HolidayGraph {
  @Field(() => IsoDateScalar, { description: 'The day.' })
  date!: IsoDate;

  @Field(() => Boolean, { description: "Whether it stands in the town's own table; otherwise it is a national one." })
  own!: boolean;

  /** Read by the resolver of the `name` field; not part of the graph. */
  names!: Readonly<Record<Language, string>>;
}

export function holidayGraph({ date, name, own }: Holiday): HolidayGraph {
  return Object.assign(new HolidayGraph(), { date, own, names: name });
}
