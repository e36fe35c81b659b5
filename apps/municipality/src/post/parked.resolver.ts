import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { MunicipalityCode } from '#domain/municipality/code';
import { answer } from '#graph/results';
import { MunicipalityCodeScalar } from '#graph/scalars';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import type { Town } from '../towns/towns.service.js';
import {
  DismissParkedMessageInput,
  DismissParkedMessagePayload,
  DismissParkedMessageResult,
  ParkedMessageGraph,
  parkedMessageGraph,
  RetryParkedMessageInput,
  RetryParkedMessagePayload,
  RetryParkedMessageResult,
  type DismissParkedMessageAnswer,
  type RetryParkedMessageAnswer,
} from './parked.graph.js';
import { Parked } from './parked.service.js';

@Resolver(() => ParkedMessageGraph)
export class ParkedMessageResolver {
  constructor(private readonly parked: Parked) {}

  @Query(() => [ParkedMessageGraph], {
    description: 'Messages to and from peers that wait for a person of the town, longest first, at most 500.',
  })
  async parkedMessages(
    @Asking() { town }: AskingTown,
    @Args('municipality', { type: () => MunicipalityCodeScalar, description: 'The town; that of the token.' })
    _municipality: MunicipalityCode,
  ): Promise<ParkedMessageGraph[]> {
    return this.waiting(town);
  }

  @Mutation(() => RetryParkedMessageResult, {
    description: 'Sends a parked message again, signed anew; or tries again to take one in.',
  })
  async retryParkedMessage(
    @Asking() { town, language }: AskingTown,
    @Args('input', { description: 'Which message.' }) { municipality: _, ...input }: RetryParkedMessageInput,
  ): Promise<RetryParkedMessageAnswer> {
    const decision = await this.parked.retry(town, input);
    const parkedMessages = await this.waiting(town);
    return answer(decision, language, () => Object.assign(new RetryParkedMessagePayload(), { parkedMessages }));
  }

  @Mutation(() => DismissParkedMessageResult, {
    description:
      'Gives a parked message up: it has no effect, and later ones of its process can go on. Refused for what the other town waits for, unless acceptDifference is true.',
  })
  async dismissParkedMessage(
    @Asking() { town, language }: AskingTown,
    @Args('input', { description: 'Which message.' }) { municipality: _, ...input }: DismissParkedMessageInput,
  ): Promise<DismissParkedMessageAnswer> {
    const decision = await this.parked.dismiss(town, input);
    const parkedMessages = await this.waiting(town);
    return answer(decision, language, () => Object.assign(new DismissParkedMessagePayload(), { parkedMessages }));
  }

  private async waiting(town: Town): Promise<ParkedMessageGraph[]> {
    return (await this.parked.messages(town)).map(parkedMessageGraph);
  }
}
