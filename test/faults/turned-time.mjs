// Loaded before a service (`node --import`): the test that started the process turns its clock and lets its minute strike. A message is
// the time in milliseconds; the clock then stands there, everything that the service does once a minute is done, and the answer says
// how many such things there are.

const minute = 60_000;
const everyMinute = [];
const { setInterval } = globalThis;

globalThis.setInterval = (body, period, ...rest) => {
  if (period !== minute) return setInterval(body, period, ...rest);
  everyMinute.push(body);
  return setInterval(() => undefined, 2 ** 30); // Something to clear when the service ends.
};

process.on('message', async (now) => {
  Date.now = () => now;
  await Promise.all(everyMinute.map((body) => body()));
  process.send({ struck: everyMinute.length });
});
process.on('disconnect', () => process.exit());
