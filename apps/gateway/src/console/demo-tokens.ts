import { optionalSetting } from '#service/config';

interface Asked {
  readonly municipality: string;
  readonly roles: readonly string[];
}

/**
 * Tokens for the page of a demo, from the development issuer by the client_credentials grant. Only where YUI_DEMO_CLIENT is set, which
 * `npm start` does and production must not.
 */
export class DemoTokens {
  private endpoint: Promise<string> | undefined;

  private constructor(
    private readonly issuer: string,
    private readonly client: string,
    private readonly audience: string,
  ) {}

  /** Undefined outside a demo. */
  static fromSettings(): DemoTokens | undefined {
    const client = optionalSetting('YUI_DEMO_CLIENT', '');
    if (client === '' || process.env['NODE_ENV'] === 'production') return undefined;
    return new DemoTokens(optionalSetting('YUI_ISSUER', ''), client, optionalSetting('YUI_AUDIENCE', 'yui'));
  }

  async token({ municipality, roles }: Asked): Promise<string> {
    this.endpoint ??= tokenEndpoint(this.issuer);
    const body = new URLSearchParams({ grant_type: 'client_credentials', resource: this.audience, municipality, roles: roles.join(' ') });
    const response = await fetch(await this.endpoint, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(this.client).toString('base64')}` },
      body,
      signal: AbortSignal.timeout(3_000),
    });
    const { access_token: token } = (await response.json()) as { access_token?: unknown };
    if (typeof token !== 'string') throw new Error(`the issuer answered ${response.status} without a token`);
    return token;
  }
}

async function tokenEndpoint(issuer: string): Promise<string> {
  const response = await fetch(`${issuer}/.well-known/openid-configuration`, { signal: AbortSignal.timeout(3_000) });
  return ((await response.json()) as { token_endpoint: string }).token_endpoint;
}
