import { parseArgs } from 'node:util';
import { developmentIssuer, faultOfDemoRequest } from './provider.js';
import { issuerSecrets } from './secrets.js';

const { values } = parseArgs({ options: { port: { type: 'string' }, data: { type: 'string' } } });
if (process.env['NODE_ENV'] === 'production') {
  console.error('The development issuer gives anyone any role; it does not run in production.');
  process.exit(1);
}
if (values.port === undefined || values.data === undefined) {
  console.error('Give --port and --data.');
  process.exit(1);
}

const provider = developmentIssuer({
  address: `http://127.0.0.1:${values.port}`,
  ...(await issuerSecrets(values.data)),
});
provider.use(async (ctx, next) => {
  if (ctx.path === '/livez' || ctx.path === '/readyz') {
    ctx.body = { status: 'ok' };
    return;
  }
  await next();
});
provider.use(async (ctx, next) => {
  await next();
  const { body } = (ctx as { oidc?: { body?: Record<string, unknown> } }).oidc ?? {};
  // Checked after the client has proved who it is, so that a stranger learns nothing.
  if (ctx.path === '/token' && ctx.status === 200 && body !== undefined) {
    const fault = faultOfDemoRequest(body);
    if (fault !== undefined) {
      ctx.status = 400;
      ctx.body = { error: 'invalid_request', error_description: fault };
    }
  }
});
const server = provider.listen(Number(values.port), '127.0.0.1', () =>
  console.log(JSON.stringify({ level: 'info', role: 'issuer', msg: 'listening' })),
);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => server.close(() => process.exit(0)));
