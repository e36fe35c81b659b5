import { Module } from '@nestjs/common';
import { TokenVerifier } from '#access/tokens';
import { optionalSetting, requiredSetting } from '#service/config';

@Module({
  providers: [
    {
      provide: TokenVerifier,
      useFactory: () =>
        new TokenVerifier({
          issuer: requiredSetting('YUI_ISSUER', 'address of the OIDC issuer'),
          audience: optionalSetting('YUI_AUDIENCE', 'yui'),
        }),
    },
  ],
  exports: [TokenVerifier],
})
export class SignInModule {}
