import { randomUUID } from 'node:crypto';

/** Names this run of the process, for leases. */
export const processId = randomUUID();
