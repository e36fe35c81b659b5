import { Injectable } from '@nestjs/common';
import type { IsoDate, Instant } from '#domain/calendar/date';
import { dateInTokyo } from '#domain/calendar/date';

/** The only place that reads the time. Rules are given it as a value. */
@Injectable()
export class Clock {
  now(): Instant {
    return Date.now() as Instant;
  }

  /** Today's date in Asia/Tokyo. */
  today(): IsoDate {
    return dateInTokyo(this.now());
  }
}
