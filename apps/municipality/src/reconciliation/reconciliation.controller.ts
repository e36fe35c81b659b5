import {
  Body,
  Controller,
  ForbiddenException,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  UnprocessableEntityException,
} from '@nestjs/common';
import { SignatureInvalid } from '#messages/signing';
import { Towns, type Town } from '../towns/towns.service.js';
import { Reconciliation } from './reconciliation.service.js';

/** Where peers compare what they keep together with this town. A valid signature is the only key to it. */
@Controller('post')
export class ReconciliationController {
  constructor(
    private readonly towns: Towns,
    private readonly reconciliation: Reconciliation,
  ) {}

  @Post(':municipality/reconciliation')
  @HttpCode(200)
  async answer(@Param('municipality') code: string, @Body() body: unknown): Promise<{ signed: string }> {
    return { signed: await this.asked(code, body, (town, signed) => this.reconciliation.answer(town, signed)) };
  }

  @Post(':municipality/missing')
  @HttpCode(200)
  async sayAgain(@Param('municipality') code: string, @Body() body: unknown): Promise<{ sentAgain: number }> {
    return { sentAgain: await this.asked(code, body, (town, signed) => this.reconciliation.sayAgain(town, signed)) };
  }

  private async asked<T>(code: string, body: unknown, act: (town: Town, signed: string) => Promise<T>): Promise<T> {
    const town = this.towns.find(code);
    if (town === undefined) throw new NotFoundException(`${code.slice(0, 6)} does not live here`);
    const signed = (body as { signed?: unknown } | null | undefined)?.signed;
    if (typeof signed !== 'string') throw new UnprocessableEntityException('send { "signed": "<JWS>" }');
    try {
      return await act(town, signed);
    } catch (fault) {
      if (fault instanceof SignatureInvalid) throw new ForbiddenException(fault.message);
      throw fault;
    }
  }
}
