import {
  Body,
  ConflictException,
  Controller,
  ForbiddenException,
  HttpCode,
  HttpException,
  NotFoundException,
  Param,
  Post as HttpPost,
  ServiceUnavailableException,
  UnprocessableEntityException,
} from '@nestjs/common';
import type { LifeObstacle } from '#domain/post/message-life';
import { MessageObstacle } from '#messages/envelope';
import { SignatureInvalid } from '#messages/signing';
import { Towns, type Town } from '../towns/towns.service.js';
import { Post, type Reception } from './post.service.js';

/** The status that tells a peer what to do about a message whose time is not now. */
const statusOf: Readonly<Record<LifeObstacle, number>> = {
  PROTOCOL: 426,
  AHEAD: 409,
  EXPIRED: 410,
  LIFE_TOO_LONG: 422,
};

/** The peer door: where other towns hand in their messages. A valid signature is the only key to it. */
@Controller('post')
export class PostController {
  constructor(
    private readonly towns: Towns,
    private readonly post: Post,
  ) {}

  @HttpPost(':municipality')
  @HttpCode(200)
  async receive(@Param('municipality') code: string, @Body() body: unknown): Promise<Reception> {
    const town = this.towns.find(code);
    if (town === undefined) throw new NotFoundException(`${code.slice(0, 6)} does not live here`);
    const sealed = (body as { sealed?: unknown } | null)?.sealed;
    if (typeof sealed !== 'string') throw new UnprocessableEntityException('send { "sealed": "<JWS>" }');
    const answer = await this.receiveSealed(town, sealed);
    if (answer.reception === 'EARLY')
      throw new ConflictException('an earlier message of this process is still missing');
    if (answer.reception === 'UNKNOWN_TYPE')
      throw new UnprocessableEntityException('this town does not know such messages');
    if (answer.reception === 'PARKED') throw new ServiceUnavailableException('a person here has to look at it first');
    return answer;
  }

  private async receiveSealed(town: Town, sealed: string): Promise<Reception> {
    try {
      return await this.post.receive(town, sealed);
    } catch (fault) {
      if (fault instanceof SignatureInvalid)
        throw new ForbiddenException({
          message: fault.message,
          ...(fault.key === undefined ? {} : { reason: fault.key }),
        });
      if (fault instanceof MessageObstacle)
        throw new HttpException({ message: fault.message, reason: fault.obstacle }, statusOf[fault.obstacle]);
      throw fault;
    }
  }
}
