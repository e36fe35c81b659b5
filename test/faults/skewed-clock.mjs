// Loaded before a process (`node --import`): its clock is off by what a file says, in milliseconds, read again ten times a second. Whenever
// the file changes, everything that the process does once a minute is done.
import { readFileSync } from 'node:fs';

const minute = 60_000;
const everyMinute = [];
const { setInterval } = globalThis;
const { now } = Date;
const file = process.env.YUI_TEST_CLOCK;
let said = readFileSync(file, 'utf8');

Date.now = () => now() + Number.parseInt(said, 10);

globalThis.setInterval = (body, period, ...rest) => {
  if (period === minute) everyMinute.push(body);
  return setInterval(body, period, ...rest);
};

setInterval(() => {
  const says = readFileSync(file, 'utf8');
  if (says === said || says === '') return;
  said = says;
  for (const body of everyMinute) body();
}, 100).unref();
