import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

/** One command on its way to the database, or the database's answer to it on its way back. */
export interface Exchange {
  /** For example `commitTransaction`. */
  readonly command: string;
  readonly stage: 'REQUEST' | 'REPLY';
}

/** Whether it goes on; what does not is lost, and the connection with it. */
export type Watch = (exchange: Exchange) => 'GOES_ON' | 'LOST';

const [headerBytes, opMessage] = [16, 2013];

/**
 * Stands between a service and its MongoDB and sees each command by its name (wire protocol, OP_MSG), so that a test can count commits, or
 * let something happen before or after one.
 */
export class DatabaseProxy {
  watch: Watch = () => 'GOES_ON';
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;

  constructor(private readonly databasePort: number) {}

  /** @returns the port on which it listens. */
  async start(): Promise<number> {
    const server = createServer((service) => this.carry(service));
    this.server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => (this.server === undefined ? resolve() : this.server.close(() => resolve())));
  }

  private carry(service: Socket): void {
    const database = connect(this.databasePort, '127.0.0.1');
    const end = (): void => {
      service.destroy();
      database.destroy();
    };
    for (const socket of [service, database]) {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', end).on('close', () => {
        this.sockets.delete(socket);
        end();
      });
    }
    const asked = new Map<number, string>();
    service.on(
      'data',
      byMessage((message) => {
        const command = commandOf(message);
        asked.set(message.readInt32LE(4), command);
        if (this.watch({ command, stage: 'REQUEST' }) === 'LOST') end();
        else database.write(message);
      }),
    );
    database.on(
      'data',
      byMessage((message) => {
        const request = message.readInt32LE(8);
        const command = asked.get(request) ?? '';
        asked.delete(request);
        if (this.watch({ command, stage: 'REPLY' }) === 'LOST') end();
        else service.write(message);
      }),
    );
  }
}

/** Cuts a stream into messages by the length that each begins with. */
function byMessage(take: (message: Buffer) => void): (chunk: Buffer) => void {
  let held: Buffer = Buffer.alloc(0);
  return (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    while (held.length >= headerBytes) {
      const length = held.readInt32LE(0);
      if (held.length < length) return;
      take(held.subarray(0, length));
      held = held.subarray(length);
    }
  };
}

/** The first field's name of the body is the command's; empty for the handshake of older clients. */
function commandOf(message: Buffer): string {
  if (message.readInt32LE(12) !== opMessage) return '';
  // Flags (4), kind of section (1), length of the document (4), type of its first element (1).
  const from = headerBytes + 10;
  return message.toString('latin1', from, message.indexOf(0, from));
}
