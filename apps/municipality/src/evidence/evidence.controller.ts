import {
  Body,
  ConflictException,
  Controller,
  ForbiddenException,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  UnprocessableEntityException,
} from '@nestjs/common';
import { SignatureInvalid } from '#messages/signing';
import { Towns } from '../towns/towns.service.js';
import { CheckpointContradicts, Checkpoints } from './checkpoints.service.js';

/** Where peers have their checkpoints countersigned. A valid signature is the only key to it. */
@Controller('post')
export class EvidenceController {
  constructor(
    private readonly towns: Towns,
    private readonly checkpoints: Checkpoints,
  ) {}

  @Post(':municipality/checkpoints')
  @HttpCode(200)
  async witness(@Param('municipality') code: string, @Body() body: unknown): Promise<{ witness: string }> {
    const town = this.towns.find(code);
    if (town === undefined) throw new NotFoundException(`${code.slice(0, 6)} does not live here`);
    const signed = (body as { signed?: unknown } | null | undefined)?.signed;
    if (typeof signed !== 'string') throw new UnprocessableEntityException('send { "signed": "<JWS>" }');
    try {
      return { witness: await this.checkpoints.witness(town, signed) };
    } catch (fault) {
      if (fault instanceof SignatureInvalid) throw new ForbiddenException(fault.message);
      if (fault instanceof CheckpointContradicts) throw new ConflictException(fault.message);
      throw fault;
    }
  }
}
