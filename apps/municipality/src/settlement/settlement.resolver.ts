import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { IsoMonth } from '#domain/calendar/month';
import type { MunicipalityCode } from '#domain/municipality/code';
import { refusal } from '#domain/refusals/decision';
import { answer, badInput } from '#graph/results';
import { IsoMonthScalar, MunicipalityCodeScalar } from '#graph/scalars';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import type { Town } from '../towns/towns.service.js';
import { HourLedgerGraph, hourLedgerGraph, SettlementGraph, settlementGraph } from './settlement.graph.js';
import { Settlements } from './settlement.service.js';
import {
  AdjustSettlementInput,
  AdjustSettlementPayload,
  AdjustSettlementResult,
  ConfirmSettlementInput,
  ConfirmSettlementPayload,
  ConfirmSettlementResult,
  DisputeSettlementInput,
  DisputeSettlementPayload,
  DisputeSettlementResult,
  RecordPaymentInput,
  RecordPaymentPayload,
  RecordPaymentResult,
  StateSettlementInput,
  StateSettlementPayload,
  StateSettlementResult,
  type AdjustSettlementAnswer,
  type ConfirmSettlementAnswer,
  type DisputeSettlementAnswer,
  type RecordPaymentAnswer,
  type StateSettlementAnswer,
} from './settling.graph.js';

@Resolver(() => SettlementGraph)
export class SettlementResolver {
  constructor(private readonly settlements: Settlements) {}

  @Query(() => [SettlementGraph], {
    name: 'settlements',
    description:
      'What the town and its peers owe each other for a month; as it would be stated now where it is not yet.',
  })
  async ofMonth(
    @Asking() { town }: AskingTown,
    @Args('municipality', { type: () => MunicipalityCodeScalar, description: 'The town; that of the token.' })
    _municipality: MunicipalityCode,
    @Args('month', { type: () => IsoMonthScalar, description: 'The month of acceptance.' }) month: IsoMonth,
    @Args('peer', { type: () => MunicipalityCodeScalar, nullable: true, description: 'Only with this town.' })
    peer?: MunicipalityCode | null,
  ): Promise<SettlementGraph[]> {
    return (await this.settlements.ofMonth(town, month, peer ?? undefined)).map(settlementGraph);
  }

  @Query(() => SettlementGraph, { nullable: true, description: 'A settlement of the town; null where there is none.' })
  async settlement(
    @Asking() { town }: AskingTown,
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
  ): Promise<SettlementGraph | null> {
    const found = await this.settlements.byId(town, id);
    return found === undefined ? null : settlementGraph(found);
  }

  @Query(() => [HourLedgerGraph], { description: '結の帳面. Who helped whom in a fiscal year, by peer.' })
  async hourLedger(
    @Asking() { town, language }: AskingTown,
    @Args('municipality', { type: () => MunicipalityCodeScalar, description: 'The town; that of the token.' })
    _municipality: MunicipalityCode,
    @Args('fiscalYear', { type: () => Int, description: '年度: the year in which it begins.' }) fiscalYear: number,
  ): Promise<HourLedgerGraph[]> {
    if (fiscalYear < 2000 || fiscalYear > 2099)
      throw badInput(refusal('FISCAL_YEAR_OUT_OF_RANGE', { field: 'fiscalYear', asked: fiscalYear }), language);
    return (await this.settlements.hourLedger(town, fiscalYear)).map(hourLedgerGraph);
  }

  @Mutation(() => StateSettlementResult, {
    description: 'States a month that is over to a peer, and signs the statement.',
  })
  async stateSettlement(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => StateSettlementInput, description: 'The month, and with whom.' })
    { municipality: _, ...input }: StateSettlementInput,
  ): Promise<StateSettlementAnswer> {
    const decision = await this.settlements.state(town, input);
    if (!decision.ok) return answer(decision, language, () => new StateSettlementPayload());
    return Object.assign(new StateSettlementPayload(), {
      settlement: await this.present(town, decision.value.settlementId),
    });
  }

  @Mutation(() => ConfirmSettlementResult, {
    description: 'The other town signs a statement that it has reckoned alike; the period is closed.',
  })
  async confirmSettlement(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => ConfirmSettlementInput, description: 'The settlement.' })
    input: ConfirmSettlementInput,
  ): Promise<ConfirmSettlementAnswer> {
    const decision = await this.settlements.confirm(town, input);
    if (!decision.ok) return answer(decision, language, () => new ConfirmSettlementPayload());
    return Object.assign(new ConfirmSettlementPayload(), {
      settlement: await this.present(town, decision.value.settlementId),
    });
  }

  @Mutation(() => DisputeSettlementResult, {
    description: 'The other town does not agree with a statement, and says why.',
  })
  async disputeSettlement(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => DisputeSettlementInput, description: 'The settlement, and why.' })
    input: DisputeSettlementInput,
  ): Promise<DisputeSettlementAnswer> {
    const decision = await this.settlements.dispute(town, input);
    if (!decision.ok) return answer(decision, language, () => new DisputeSettlementPayload());
    return Object.assign(new DisputeSettlementPayload(), {
      settlement: await this.present(town, decision.value.settlementId),
    });
  }

  @Mutation(() => AdjustSettlementResult, {
    description: 'The stating town answers a dispute: states anew, with corrections.',
  })
  async adjustSettlement(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => AdjustSettlementInput, description: 'The settlement, and what is corrected.' })
    input: AdjustSettlementInput,
  ): Promise<AdjustSettlementAnswer> {
    const decision = await this.settlements.adjust(town, input);
    if (!decision.ok) return answer(decision, language, () => new AdjustSettlementPayload());
    return Object.assign(new AdjustSettlementPayload(), {
      settlement: await this.present(town, decision.value.settlementId),
    });
  }

  @Mutation(() => RecordPaymentResult, { description: 'The town that is paid says that the money has come.' })
  async recordPayment(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => RecordPaymentInput, description: 'The settlement, and the money.' })
    input: RecordPaymentInput,
  ): Promise<RecordPaymentAnswer> {
    const decision = await this.settlements.recordPayment(town, input);
    if (!decision.ok) return answer(decision, language, () => new RecordPaymentPayload());
    return Object.assign(new RecordPaymentPayload(), {
      settlement: await this.present(town, decision.value.settlementId),
    });
  }

  private async present(town: Town, id: string): Promise<SettlementGraph> {
    const found = await this.settlements.byId(town, id);
    if (found === undefined) throw new Error('a settlement just changed has gone');
    return settlementGraph(found);
  }
}
