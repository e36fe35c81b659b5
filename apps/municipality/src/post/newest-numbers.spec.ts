import { describe, expect, it } from '@jest/globals';
import { NewestNumbers, type Thread } from './newest-numbers.js';

describe('the newest numbers of processes', () => {
  const thread = (processId: string, more: Partial<Thread> = {}): Thread => ({
    ...{ town: '203246', peer: '202151', processId },
    ...more,
  });

  it('are those remembered last, by town, peer and process', () => {
    const numbers = new NewestNumbers();
    numbers.remember(thread('a'), { seq: 1 });
    numbers.remember(thread('a'), { seq: 2 });
    numbers.remember(thread('a', { peer: '203041' }), { seq: 7 });
    expect(numbers.of(thread('a'))).toEqual({ seq: 2 });
    expect(numbers.of(thread('a', { peer: '203041' }))).toEqual({ seq: 7 });
    expect(numbers.of(thread('a', { town: '203041' }))).toBeUndefined();
    expect(numbers.of(thread('b'))).toBeUndefined();
  });

  it('are forgotten when told so, and those first that were not asked for longest', () => {
    const numbers = new NewestNumbers(2);
    numbers.remember(thread('a'), { seq: 1 });
    numbers.remember(thread('b'), { seq: 1 });
    numbers.of(thread('a'));
    numbers.remember(thread('c'), { seq: 1 });
    expect(['a', 'b', 'c'].filter((id) => numbers.of(thread(id)) !== undefined)).toEqual(['a', 'c']);
    numbers.forget(thread('a'));
    expect(numbers.of(thread('a'))).toBeUndefined();
  });
});
