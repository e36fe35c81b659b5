import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { refuse, type Decision } from '#domain/refusals/decision';
import type { RefusalGraph } from '#graph/refusal.graph';
import { answer } from '#graph/results';
import { licenceGraph, SetSeatsInput } from '../centre/seats.graph.js';
import { directorGraph, RegisterDirectorInput, UpdateDirectorInput } from '../directors/director.graph.js';
import { Directors } from '../directors/directors.service.js';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import type { Shortfall } from './capacity.service.js';
import {
  RegisterDirectorPayload,
  RegisterDirectorResult,
  SetSeatsPayload,
  SetSeatsResult,
  UpdateDirectorPayload,
  UpdateDirectorResult,
  type RegisterDirectorAnswer,
  type SetSeatsAnswer,
  type UpdateDirectorAnswer,
} from './supply.graph.js';
import { Supply } from './supply.service.js';

/** What bounds a town's work besides its workers, changed by its staff. */
@Resolver()
export class SupplyResolver {
  constructor(
    private readonly supply: Supply,
    private readonly directors: Directors,
  ) {}

  @Mutation(() => RegisterDirectorResult, {
    description:
      'Registers a director of the town. From the first one on, the town takes on no more work than its directors can lead.',
  })
  async registerDirector(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => RegisterDirectorInput, description: 'The director.' }) input: RegisterDirectorInput,
  ): Promise<RegisterDirectorAnswer> {
    const { municipality } = input;
    const decision =
      municipality === asking.town.code
        ? await this.supply.registerDirector(asking.town, input)
        : refuse('MUNICIPALITY_UNKNOWN', { field: 'municipality', given: municipality });
    return this.withDirector(asking, decision, RegisterDirectorPayload);
  }

  @Mutation(() => UpdateDirectorResult, { description: 'Changes what a director can lead, or their name.' })
  async updateDirector(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => UpdateDirectorInput, description: 'The director and the changes.' })
    input: UpdateDirectorInput,
  ): Promise<UpdateDirectorAnswer> {
    return this.withDirector(asking, await this.supply.updateDirector(asking.town, input), UpdateDirectorPayload);
  }

  @Mutation(() => SetSeatsResult, {
    description: 'Says how many seats of a licence the town owns, in place of what was said before.',
  })
  async setSeats(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => SetSeatsInput, description: 'The licence and the seats.' }) input: SetSeatsInput,
  ): Promise<SetSeatsAnswer> {
    const decision =
      input.municipality === town.code
        ? await this.supply.setSeats(town, input)
        : refuse('MUNICIPALITY_UNKNOWN', { field: 'municipality', given: input.municipality });
    const { seats, minutesPerSeat } = input;
    return answer(decision, language, ({ licence, shortfalls }: { licence: string; shortfalls: Shortfall[] }) =>
      Object.assign(new SetSeatsPayload(), {
        seats: { licence: licenceGraph(licence), seats, minutesPerSeat },
        shortfalls,
      }),
    );
  }

  private async withDirector<P extends RegisterDirectorPayload>(
    { town, language }: AskingTown,
    decision: Decision<{ directorId: string; shortfalls: Shortfall[] }>,
    Payload: new () => P,
  ): Promise<P | RefusalGraph> {
    if (!decision.ok) return answer(decision, language, () => new Payload());
    const director = await this.directors.director(town, decision.value.directorId);
    if (director === undefined) throw new Error('a director just written has gone');
    return Object.assign(new Payload(), {
      director: directorGraph(director),
      shortfalls: decision.value.shortfalls,
    });
  }
}
