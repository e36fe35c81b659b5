import {
  BadRequestException,
  Controller,
  Get,
  NotFoundException,
  Param,
  Req,
  UnauthorizedException,
} from '@nestjs/common';
import { hasRole, type Caller } from '#access/caller';
import type { AskingRequest } from '#access/asking.middleware';
import { Towns, type Town } from '../towns/towns.service.js';
import { Bulletins } from './bulletins.service.js';
import { Publication } from './publication.service.js';

/** Where the coordination service fetches what a town tells everyone, with the token of whoever asks it. */
@Controller('bulletins')
export class BulletinsController {
  constructor(
    private readonly towns: Towns,
    private readonly bulletins: Bulletins,
    private readonly publication: Publication,
  ) {}

  @Get(':municipality/workload/:fiscalYear')
  async workload(
    @Param('municipality') code: string,
    @Param('fiscalYear') year: string,
    @Req() { caller }: AskingRequest,
  ): Promise<{ signed: string }> {
    const town = this.townFor(code, caller);
    const fiscalYear = Number(year);
    if (!Number.isInteger(fiscalYear) || fiscalYear < 2000 || fiscalYear > 2099)
      throw new BadRequestException('the fiscal year runs from 2000 to 2099');
    return { signed: await this.bulletins.signedWorkload(town, fiscalYear) };
  }

  @Get(':municipality/capacity')
  async capacity(@Param('municipality') code: string, @Req() { caller }: AskingRequest): Promise<{ signed: string }> {
    const { signed } = await this.publication.current(this.townFor(code, caller));
    return { signed };
  }

  private townFor(code: string, caller: Caller | undefined): Town {
    if (caller === undefined || !hasRole(caller, 'OFFICER', 'DIRECTOR', 'COORDINATOR', 'AUDITOR'))
      throw new UnauthorizedException();
    const town = this.towns.find(code);
    if (town === undefined) throw new NotFoundException();
    return town;
  }
}
