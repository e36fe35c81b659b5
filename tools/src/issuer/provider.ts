import { Provider, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import type { JWK } from 'jose';
import { roles } from '#access/caller';
import { parseMunicipalityCode } from '#domain/municipality/code';
import { demoClientId } from './demo-client.js';

/** The graph as a resource that tokens are for (RFC 8707 wants a URI); their audience is `yui`. */
const graphResource = 'urn:yui:graph';
const audience = 'yui';
const eightHours = 8 * 3_600;
const longestTtl = 24 * 3_600;

/** What a demo token says of its holder; asked for in the body of a client_credentials request. */
interface DemoClaims {
  readonly municipality?: string;
  readonly roles: readonly string[];
  readonly worker?: string;
  readonly ttl: number;
}

/**
 * An OpenID provider for development and demos: anyone who knows the demo client's secret gets a token for any town and role. A town's
 * own provider takes its place in production; Yui needs nothing of this one but discovery, keys and the three claims.
 */
export function developmentIssuer(settings: {
  readonly address: string;
  readonly clientSecret: string;
  readonly keys: readonly JWK[];
  readonly cookieKey: string;
}): Provider {
  const configuration: Configuration = {
    clients: [
      {
        client_id: demoClientId,
        client_secret: settings.clientSecret,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
    ],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    jwks: { keys: [...settings.keys] as never },
    cookies: { keys: [settings.cookieKey] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => graphResource,
        useGrantedResource: () => true,
        getResourceServerInfo: (ctx) => ({
          scope: '',
          audience,
          accessTokenFormat: 'jwt' as const,
          accessTokenTTL: demoClaims(ctx).ttl,
          jwt: { sign: { alg: 'ES256' as const } },
        }),
      },
    },
    extraTokenClaims: (ctx) => {
      const { municipality, roles: granted, worker } = demoClaims(ctx);
      return {
        roles: [...granted],
        ...(municipality === undefined ? {} : { municipality }),
        ...(worker === undefined ? {} : { worker }),
      };
    },
    formats: {
      customizers: {
        jwt: (ctx, _token, jwt) => {
          const { municipality = 'federation', roles: granted } = demoClaims(ctx);
          const payload = jwt.payload as Record<string, unknown>;
          payload['sub'] = `demo-${municipality}-${granted.join('-').toLowerCase()}`;
        },
      },
    },
  };
  return new Provider(settings.address, configuration);
}

/** What is wrong with a request for a demo token, as one sentence; undefined when nothing is. */
export function faultOfDemoRequest(body: Readonly<Record<string, unknown>>): string | undefined {
  const { municipality, roles: given } = body;
  if (municipality !== undefined && !parseMunicipalityCode(String(municipality)).ok)
    return `municipality takes a 6-digit municipality code, not "${String(municipality)}"`;
  const asked = String(given ?? '')
    .split(' ')
    .filter((role) => role !== '');
  if (asked.length === 0) return `roles takes one or more of ${roles.join(', ')}`;
  const unknown = asked.find((role) => !(roles as readonly string[]).includes(role));
  return unknown === undefined ? undefined : `there is no role "${unknown}"; the roles are ${roles.join(', ')}`;
}

function demoClaims(ctx: KoaContextWithOIDC): DemoClaims {
  const body = (ctx.oidc.body ?? {}) as Readonly<Record<string, unknown>>;
  const ttl = Number(body['ttl'] ?? eightHours);
  return {
    roles: String(body['roles'] ?? '')
      .split(' ')
      .filter((role) => role !== ''),
    ttl: Number.isInteger(ttl) && ttl >= 1 ? Math.min(ttl, longestTtl) : eightHours,
    ...(typeof body['municipality'] === 'string' ? { municipality: body['municipality'] } : {}),
    ...(typeof body['worker'] === 'string' ? { worker: body['worker'] } : {}),
  };
}
