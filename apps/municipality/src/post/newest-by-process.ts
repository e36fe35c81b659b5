/**
 * The number of the newest message of each process with one peer. Sorted as the index is, so that a server that can skip within an index
 * reads one key for each process, and no server reads a message to or from anybody else.
 */
export function newestByProcess(direction: 'to' | 'from', peer: string) {
  return [
    { $match: { [direction]: peer } },
    { $sort: { processId: 1 as const, seq: -1 as const } },
    { $group: { _id: '$processId', last: { $first: '$seq' } } },
  ];
}
