import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from 'jose';
import { parseMunicipalityCode } from '#domain/municipality/code';
import { roles, type Caller, type Role } from './caller.js';

export type UnauthenticatedReason = 'MISSING' | 'EXPIRED' | 'INVALID';

/** The request carries no token that says who is asking. Answered with HTTP 401. */
export class Unauthenticated extends Error {
  readonly extensions = { code: 'UNAUTHENTICATED' };
  constructor(readonly reason: UnauthenticatedReason) {
    super(`no valid token: ${reason}`);
  }
}

/** The issuer could not be asked for its keys: a fault of ours, not of the caller. */
export class IssuerUnreachable extends Error {}

/** Signature algorithms an issuer may use; `none` and shared secrets are not among them. */
const algorithms = ['EdDSA', 'ES256', 'RS256', 'PS256'];

/**
 * Verifies OIDC access tokens against the issuer's published keys (JWKS), found by discovery on first use and refreshed
 * by jose when a token names an unknown key.
 */
export class TokenVerifier {
  private keys: Promise<ReturnType<typeof createRemoteJWKSet>> | undefined;

  constructor(private readonly settings: { readonly issuer: string; readonly audience: string }) {}

  /** @throws Unauthenticated when the header holds no valid bearer token; IssuerUnreachable when that cannot be found out. */
  async verify(authorization: string | undefined): Promise<Caller> {
    const token = /^Bearer +(\S+)$/i.exec(authorization?.trim() ?? '')?.[1];
    if (token === undefined) throw new Unauthenticated('MISSING');
    const keys = await this.keySet();
    try {
      const { payload } = await jwtVerify(token, keys, {
        ...this.settings,
        algorithms,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: 5,
      });
      return callerOf(payload);
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) throw new Unauthenticated('EXPIRED');
      if (cause instanceof Unauthenticated) throw cause;
      if (cause instanceof errors.JWKSTimeout || !(cause instanceof errors.JOSEError)) {
        throw new IssuerUnreachable(`asking ${this.settings.issuer} for its keys`, { cause });
      }
      throw new Unauthenticated('INVALID');
    }
  }

  /** Whether the issuer's keys can be had; for readiness. */
  async ready(): Promise<void> {
    await this.keySet();
  }

  private keySet(): Promise<ReturnType<typeof createRemoteJWKSet>> {
    this.keys ??= discoverKeys(this.settings.issuer).catch((cause: unknown) => {
      this.keys = undefined; // The next request asks again.
      throw new IssuerUnreachable(`discovering the keys of ${this.settings.issuer}`, { cause });
    });
    return this.keys;
  }
}

async function discoverKeys(issuer: string): Promise<ReturnType<typeof createRemoteJWKSet>> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(3_000),
  });
  if (!response.ok) throw new Error(`discovery answered ${response.status}`);
  const { jwks_uri: address } = (await response.json()) as { jwks_uri?: unknown };
  if (typeof address !== 'string') throw new Error('discovery names no jwks_uri');
  return createRemoteJWKSet(new URL(address), { timeoutDuration: 3_000 });
}

function callerOf(payload: JWTPayload): Caller {
  const {
    sub,
    municipality,
    roles: claimed,
    worker,
  } = payload as JWTPayload & Record<'municipality' | 'roles' | 'worker', unknown>;
  if (typeof sub !== 'string' || sub === '') throw new Unauthenticated('INVALID');
  const granted = Array.isArray(claimed) ? roles.filter((role): role is Role => claimed.includes(role)) : [];
  const code = typeof municipality === 'string' ? parseMunicipalityCode(municipality) : undefined;
  if (code !== undefined && !code.ok) throw new Unauthenticated('INVALID');
  return {
    subject: sub,
    roles: granted,
    ...(code === undefined ? {} : { municipality: code.value }),
    ...(typeof worker === 'string' ? { worker } : {}),
  };
}
