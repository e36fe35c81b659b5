// Loaded before every process of a federation (`node --import`): its clock is ahead by the milliseconds in a file, which a test can change
// while the processes run. Read at most every 20 ms, since a process asks for the time very often.

import { readFileSync } from 'node:fs';

const { now } = Date;
let ahead = 0;
let readAt = -Infinity;

Date.now = () => {
  const moment = now();
  if (moment - readAt >= 20) {
    ahead = Number(readFileSync(process.env.YUI_TEST_AHEAD, 'utf8'));
    readAt = moment;
  }
  return moment + ahead;
};
