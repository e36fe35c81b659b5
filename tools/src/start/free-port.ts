import { createServer } from 'node:net';

/**
 * Ports to take one after the other ("10000-10999"), for those who start several federations at once: the system gives a free port
 * to anybody who asks, also to another who asks before the first has begun to listen.
 */
const ownPorts = process.env['YUI_PORTS']?.split('-').map(Number);
let taken = Math.floor(Math.random() * 10_000);

/** A port nobody uses at the moment; `preferred` if it is free. */
export async function freePort(preferred = 0): Promise<number> {
  if (preferred !== 0 && (await isFree(preferred))) return preferred;
  const [from, to] = ownPorts ?? [];
  if (from === undefined || to === undefined) return anyPort();
  for (let tried = from; tried <= to; tried++) {
    const port = from + (taken++ % (to - from + 1));
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${from} to ${to} (YUI_PORTS) is free.`);
}

function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
