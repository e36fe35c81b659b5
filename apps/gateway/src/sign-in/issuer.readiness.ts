import { Injectable } from '@nestjs/common';
import { TokenVerifier } from '#access/tokens';
import { ReadinessCheck } from '#service/health';

/** Without the issuer's keys nobody can be let in. */
@Injectable()
export class IssuerReady extends ReadinessCheck {
  readonly name = 'issuer';

  constructor(private readonly verifier: TokenVerifier) {
    super();
  }

  check(): Promise<void> {
    return this.verifier.ready();
  }
}
