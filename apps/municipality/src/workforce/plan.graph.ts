import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { AvailabilityPlan } from '#domain/availability/availability';
import { byWeekday, type Weekday } from '#domain/availability/pattern';
import type { IsoDate } from '#domain/calendar/date';
import type { IsoWeek } from '#domain/calendar/week';
import { IsoDateScalar, IsoWeekScalar } from '#graph/scalars';

@ObjectType('WeekMinutes', { description: 'The minutes of one week.' })
export class WeekMinutesGraph {
  @Field(() => IsoWeekScalar, { description: 'The week.' })
  week!: IsoWeek;

  @Field(() => Int, { description: 'Minutes in that week.' })
  minutes!: number;
}

@ObjectType('DayMinutes', { description: 'The minutes of one day.' })
export class DayMinutesGraph {
  @Field(() => IsoDateScalar, { description: 'The day.' })
  date!: IsoDate;

  @Field(() => Int, { description: 'Minutes on that day.' })
  minutes!: number;
}

@ObjectType('Pause', { description: '休止. Days on which a worker offers nothing, both ends included.' })
export class PauseGraph {
  @Field(() => IsoDateScalar, { description: 'First day.' })
  from!: IsoDate;

  @Field(() => IsoDateScalar, { nullable: true, description: 'Last day; null where it lasts until they resume.' })
  to!: IsoDate | null;
}

@ObjectType('PatternDays', { description: 'An ordinary week by its days, in minutes.' })
export class PatternDaysGraph implements Record<Weekday, number> {
  @Field(() => Int, { description: '月曜日.' })
  monday!: number;

  @Field(() => Int, { description: '火曜日.' })
  tuesday!: number;

  @Field(() => Int, { description: '水曜日.' })
  wednesday!: number;

  @Field(() => Int, { description: '木曜日.' })
  thursday!: number;

  @Field(() => Int, { description: '金曜日.' })
  friday!: number;

  @Field(() => Int, { description: '土曜日.' })
  saturday!: number;

  @Field(() => Int, { description: '日曜日.' })
  sunday!: number;

  @Field(() => Boolean, { description: 'Whether a holiday is a day like any other; otherwise it gives no minutes.' })
  worksOnHolidays!: boolean;
}

@InputType('PatternDaysInput', { description: 'An ordinary week by its days: minutes of each, 0 to 1440.' })
export class PatternDaysInput implements Record<Weekday, number> {
  @Field(() => Int, { defaultValue: 0, description: '月曜日.' })
  monday!: number;

  @Field(() => Int, { defaultValue: 0, description: '火曜日.' })
  tuesday!: number;

  @Field(() => Int, { defaultValue: 0, description: '水曜日.' })
  wednesday!: number;

  @Field(() => Int, { defaultValue: 0, description: '木曜日.' })
  thursday!: number;

  @Field(() => Int, { defaultValue: 0, description: '金曜日.' })
  friday!: number;

  @Field(() => Int, { defaultValue: 0, description: '土曜日.' })
  saturday!: number;

  @Field(() => Int, { defaultValue: 0, description: '日曜日.' })
  sunday!: number;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether a holiday is a day like any other; otherwise it gives no minutes.',
  })
  worksOnHolidays!: boolean;
}

/** The days of a plan's pattern; null where its minutes are not bound to days. */
export function patternDaysGraph({ pattern }: AvailabilityPlan): PatternDaysGraph | null {
  if (pattern.kind === 'TOTAL') return null;
  return { ...byWeekday(pattern.minutes), worksOnHolidays: pattern.worksOnHolidays };
}
