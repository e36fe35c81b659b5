import { optionalSetting } from '#service/config';

interface Asked {
  readonly municipality: string;
  readonly roles: readonly string[];
}

/**
 * Tokens for the page of a demo, from the development issuer by the client_credentials grant. Only where YUI_DEMO_CLIENT is set, which
 * `npm start` does; a production process ignores it.
 */
export class DemoTokens {
  private endpoint: Promise<string> | undefined;

  private constructor(
    private readonly issuer: string,
    private readonly client: string,
  ) {}

  /** Undefined outside a demo. */
  static fromSettings(): DemoTokens | undefined {
    const client = optionalSetting('YUI_DEMO_CLIENT', '');
    if (client === '' || process.env['NODE_ENV'] === 'production') return undefined;
    return new DemoTokens(optionalSetting('YUI_ISSUER', ''), client);
  }

  /** @throws an Error that says what the issuer answered instead. */
  async token({ municipality, roles }: Asked): Promise<string> {
    const response = await fetch(await this.tokenEndpoint(), {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(this.client).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', municipality, roles: roles.join(' ') }),
      signal: AbortSignal.timeout(3_000),
    });
    const { access_token: token } = (await response.json()) as { access_token?: unknown };
    if (typeof token !== 'string') throw new Error(`the issuer answered ${response.status} without a token`);
    return token;
  }

  private tokenEndpoint(): Promise<string> {
    this.endpoint ??= discover(this.issuer).catch((fault: unknown) => {
      this.endpoint = undefined; // The next page asks again.
      throw fault;
    });
    return this.endpoint;
  }
}

async function discover(issuer: string): Promise<string> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(3_000),
  });
  const { token_endpoint: endpoint } = (await response.json()) as { token_endpoint?: unknown };
  if (typeof endpoint !== 'string')
    throw new Error(`the issuer answered ${response.status} and names no token_endpoint`);
  return endpoint;
}
