import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { httpSend } from './send.js';

let server: Server;
let endpoint: string;
let connections: number;
let heard: { readonly path: string | undefined; readonly headers: IncomingHttpHeaders; readonly body: string }[];
/** What the server answers; undefined keeps it silent. */
let answer: { readonly status: number; readonly body: string } | undefined;
let http: ReturnType<typeof httpSend>;

beforeEach(async () => {
  connections = 0;
  heard = [];
  answer = { status: 200, body: '{"data":{"x":1}}' };
  http = httpSend();
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      heard.push({ path: request.url, headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      if (answer !== undefined)
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
    });
  });
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await http.close();
});

const body = { query: '{ x }', variables: { title: '髙﨑' } };
const asking = {
  headers: { authorization: 'Bearer t', 'accept-language': 'en', 'x-request-id': 'r' },
  language: 'EN',
} as const;
const send = (timeoutMs = 1_000): Promise<unknown> =>
  http.send({ endpoint, municipality: '203246', timeoutMs }, body, asking);

describe('a request to a service', () => {
  it('says who asks, in which language, and for which town', async () => {
    expect(await send()).toEqual({ data: { x: 1 } });
    expect(heard).toMatchObject([
      { path: '/graphql', headers: { ...asking.headers, 'x-yui-municipality': '203246' }, body: JSON.stringify(body) },
    ]);
  });

  it('keeps its connections for the next', async () => {
    for (let n = 0; n < 5; n++) await send();
    expect(connections).toBeLessThanOrEqual(2);
  });

  it('passes on a no that is told in GraphQL, whatever its status', async () => {
    answer = { status: 401, body: '{"errors":[{"message":"sign in"}]}' };
    expect(await send()).toEqual({ errors: [{ message: 'sign in' }] });
  });

  it.each([
    ['a page of a proxy', { status: 502, body: '<html>' }],
    ['JSON that is no answer', { status: 200, body: '[]' }],
    ['nothing', { status: 200, body: 'null' }],
  ])('fails on %s', async (_, given) => {
    answer = given;
    await expect(send()).rejects.toThrow();
  });

  it('gives up on a server that takes the request and stays silent', async () => {
    answer = undefined;
    await expect(send(50)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('is never sent twice', async () => {
    answer = undefined;
    await send(50).catch(() => undefined);
    server.closeAllConnections();
    expect(heard).toHaveLength(1);
  });
});
