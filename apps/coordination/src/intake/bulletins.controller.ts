import { Body, Controller, ForbiddenException, HttpCode, Post, UnprocessableEntityException } from '@nestjs/common';
import { SignatureInvalid } from '#messages/signing';
import { Intake, NoBulletin } from './intake.service.js';

/** Where towns hand in what they tell everyone. The town's own signature is the only key to it; whoever carries it does not matter. */
@Controller('bulletins')
export class BulletinsController {
  constructor(private readonly intake: Intake) {}

  @Post()
  @HttpCode(200)
  async receive(@Body() body: unknown): Promise<{ reception: string }> {
    return { reception: await answered(this.intake.receive(signedIn(body))) };
  }

  @Post('surplus-orders')
  @HttpCode(200)
  async receiveSurplusOrders(@Body() body: unknown): Promise<{ reception: string }> {
    return { reception: await answered(this.intake.receiveSurplusOrders(signedIn(body))) };
  }

  @Post('outdated')
  @HttpCode(200)
  async markOutdated(@Body() body: unknown): Promise<{ reception: string }> {
    await answered(this.intake.markOutdated(signedIn(body)));
    return { reception: 'MARKED' };
  }
}

function signedIn(body: unknown): string {
  const signed = (body as { signed?: unknown } | null | undefined)?.signed;
  if (typeof signed !== 'string') throw new UnprocessableEntityException('send { "signed": "<JWS>" }');
  return signed;
}

/** What the sender has to put right is told as such; anything else is a fault of ours, and it tries again. */
async function answered<T>(reception: Promise<T>): Promise<T> {
  try {
    return await reception;
  } catch (fault) {
    if (fault instanceof SignatureInvalid) throw new ForbiddenException(fault.message);
    if (fault instanceof NoBulletin) throw new UnprocessableEntityException(fault.message);
    throw fault;
  }
}
