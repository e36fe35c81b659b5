import {
  BadRequestException,
  Controller,
  Get,
  NotFoundException,
  Param,
  Req,
  UnauthorizedException,
} from '@nestjs/common';
import { hasRole, type Caller, type Role } from '#access/caller';
import type { AskingRequest } from '#access/asking.middleware';
import { Towns, type Town } from '../towns/towns.service.js';
import { Bulletins } from './bulletins.service.js';
import { Publication } from './publication.service.js';
import { SurplusLists } from './surplus-list.service.js';

const partners: readonly Role[] = ['OFFICER', 'DIRECTOR', 'COORDINATOR', 'AUDITOR'];

/** Where the coordination service fetches what a town tells everyone, with the token of whoever asks it. */
@Controller('bulletins')
export class BulletinsController {
  constructor(
    private readonly towns: Towns,
    private readonly bulletins: Bulletins,
    private readonly publication: Publication,
    private readonly surplusLists: SurplusLists,
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

  /** For coordinators only: a surplus order is otherwise shown to its addressees. */
  @Get(':municipality/surplus-orders')
  async surplusOrders(
    @Param('municipality') code: string,
    @Req() { caller }: AskingRequest,
  ): Promise<{ signed: string }> {
    return { signed: await this.surplusLists.signed(this.townFor(code, caller, ['COORDINATOR'])) };
  }

  private townFor(code: string, caller: Caller | undefined, roles: readonly Role[] = partners): Town {
    if (caller === undefined || !hasRole(caller, ...roles)) throw new UnauthorizedException();
    const town = this.towns.find(code);
    if (town === undefined) throw new NotFoundException();
    return town;
  }
}
