import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message at a town's door, or the town's answer to it. */
export interface Passing {
  readonly stage: 'MESSAGE' | 'ANSWER';
  readonly messageId: string;
  readonly type: string;
  readonly from: string;
  readonly to: string;
}

/** What happens to it: it goes on, after a pause or twice where told; or it is lost, and the sender finds nobody. */
export type Fate =
  { readonly lost: true } | { readonly lost: false; readonly afterMs?: number; readonly twice?: boolean };

export const goesOn: Fate = { lost: false };

/** Stands before a town's own door and sees every message that peers hand in there. */
export class PeerProxy {
  watch: (passing: Passing) => Fate | Promise<Fate> = () => goesOn;
  private server: Server | undefined;

  constructor(private readonly townPort: () => number) {}

  /** @returns its address, to be written into the federation document. */
  async start(): Promise<string> {
    const server = createServer((request, response) => {
      void this.carry(request, response).catch(() => response.destroy()); // The sender sees a connection that ends.
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise<void>((resolve) => (this.server === undefined ? resolve() : this.server.close(() => resolve())));
  }

  private async carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    const said = envelopeIn(body);
    const passes = async (stage: Passing['stage']): Promise<boolean> => {
      if (said === undefined) return true;
      const fate = await this.watch({ stage, ...said });
      if (fate.lost) return false;
      if (fate.afterMs !== undefined) await new Promise((resolve) => setTimeout(resolve, fate.afterMs));
      if (fate.twice === true && stage === 'MESSAGE') await this.handIn(request, body);
      return true;
    };
    if (!(await passes('MESSAGE'))) return void response.destroy();
    const { status, text } = await this.handIn(request, body);
    if (!(await passes('ANSWER'))) return void response.destroy();
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  }

  private handIn({ url, method }: IncomingMessage, body: string): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const on = { host: '127.0.0.1', port: this.townPort(), path: url, method, headers };
      const asked = ask(on, (answer) => {
        textOf(answer).then((text) => resolve({ status: answer.statusCode ?? 500, text }), reject);
      });
      asked.on('error', reject).end(body);
    });
  }
}

async function textOf(stream: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** Who says what to whom; undefined where it is no message, for example a checkpoint. */
function envelopeIn(body: string): Omit<Passing, 'stage'> | undefined {
  const { sealed } = JSON.parse(body) as { sealed?: string };
  if (sealed === undefined) return undefined;
  const text = Buffer.from(sealed.split('.')[1] ?? '', 'base64url').toString('utf8');
  const { messageId, type, from, to } = JSON.parse(text) as Omit<Passing, 'stage'>;
  return { messageId, type, from, to };
}
