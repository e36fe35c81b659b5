import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OneAtATime } from './one-at-a-time.js';

describe('one at a time', () => {
  it('never runs two tasks of a key at once, keeps their order, and survives failures', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.record({ key: fc.constantFrom('a', 'b'), fails: fc.boolean() }), { maxLength: 8 }),
        async (scheduler, tasks) => {
          const line = new OneAtATime();
          const running = new Map<string, number>();
          const done: number[] = [];
          const results = tasks.map(({ key, fails }, index) =>
            line.run(key, async () => {
              expect(running.get(key) ?? 0).toBe(0);
              running.set(key, 1);
              await scheduler.schedule(Promise.resolve());
              running.set(key, 0);
              done.push(index);
              if (fails) throw new Error(`task ${index}`);
              return index;
            }),
          );
          const settled = Promise.allSettled(results);
          await scheduler.waitFor(settled);
          for (const key of ['a', 'b']) {
            const ofKey = done.filter((index) => tasks[index]?.key === key);
            expect(ofKey).toEqual([...ofKey].sort((x, y) => x - y));
          }
          expect((await settled).map(({ status }) => status)).toEqual(
            tasks.map(({ fails }) => (fails ? 'rejected' : 'fulfilled')),
          );
        },
      ),
    );
  });
});
