import {
  Body,
  ConflictException,
  Controller,
  ForbiddenException,
  HttpCode,
  NotFoundException,
  Param,
  Post as HttpPost,
  UnprocessableEntityException,
} from '@nestjs/common';
import { SignatureInvalid } from '#messages/signing';
import { Towns } from '../towns/towns.service.js';
import { Post } from './post.service.js';

/** The peer door: where other towns hand in their messages. A valid signature is the only key to it. */
@Controller('post')
export class PostController {
  constructor(
    private readonly towns: Towns,
    private readonly post: Post,
  ) {}

  @HttpPost(':municipality')
  @HttpCode(200)
  async receive(@Param('municipality') code: string, @Body() body: unknown): Promise<{ reception: string }> {
    const town = this.towns.find(code);
    if (town === undefined) throw new NotFoundException(`${code.slice(0, 6)} does not live here`);
    const sealed = (body as { sealed?: unknown } | null)?.sealed;
    if (typeof sealed !== 'string') throw new UnprocessableEntityException('send { "sealed": "<JWS>" }');
    const reception = await this.receiveSealed(town, sealed);
    if (reception === 'EARLY') throw new ConflictException('an earlier message of this process is still missing');
    if (reception === 'UNKNOWN_TYPE') throw new UnprocessableEntityException('this town does not know such messages');
    return { reception };
  }

  private async receiveSealed(town: Parameters<Post['receive']>[0], sealed: string): ReturnType<Post['receive']> {
    try {
      return await this.post.receive(town, sealed);
    } catch (fault) {
      if (fault instanceof SignatureInvalid) throw new ForbiddenException(fault.message);
      throw fault;
    }
  }
}
