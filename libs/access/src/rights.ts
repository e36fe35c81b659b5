import type { MunicipalityCode } from '#domain/municipality/code';
import type { Language } from '#domain/refusals/catalogue';
import { hasRole, type Caller, type Role } from './caller.js';

/** Who may call an operation, and whether only in the town of their own token, in any, or where no town is concerned: at coordination. */
export interface Right {
  readonly roles: readonly Role[];
  readonly town: 'own' | 'any' | 'none';
}

const everyone: readonly Role[] = ['OFFICER', 'DIRECTOR', 'WORKER', 'COORDINATOR', 'AUDITOR'];
const partners: readonly Role[] = ['OFFICER', 'DIRECTOR', 'COORDINATOR', 'AUDITOR'];
const coordinators: readonly Role[] = ['COORDINATOR'];
const staff: readonly Role[] = ['OFFICER', 'DIRECTOR'];
const readers: readonly Role[] = ['OFFICER', 'DIRECTOR', 'AUDITOR'];

/** Every root operation of the graph. What is not listed is refused; `test/rights` compares the table with the schema. */
export const rights: Readonly<Record<string, Right>> = {
  'Query.municipalities': { roles: everyone, town: 'any' },
  'Query.skills': { roles: everyone, town: 'any' },
  'Query.availableCapacity': { roles: partners, town: 'any' },
  'Query.surplusOrders': { roles: partners, town: 'any' },
  'Query.checkPublishSurplusOrder': { roles: staff, town: 'own' },
  'Query.surplusOrderDrafts': { roles: staff, town: 'own' },
  'Query.surplusOrderDraft': { roles: staff, town: 'own' },
  'Query.yearPlanNotices': { roles: readers, town: 'own' },
  'Query.checkClaimSurplusOrder': { roles: staff, town: 'own' },
  'Query.claim': { roles: partners, town: 'any' }, // The resolver shows a claim to its two parties and to coordinators only.
  'Query.sharedWorkload': { roles: partners, town: 'any' },
  'Query.yearPlan': { roles: partners, town: 'any' }, // The resolver shows a town the moves that concern it.
  'Query.yearPlans': { roles: partners, town: 'any' },
  // The service shows a town its own drafts and those that are shared with it; the resolver its own figures in them.
  'Query.scenario': { roles: partners, town: 'any' },
  'Query.scenarios': { roles: partners, town: 'any' },
  'Query.scenarioComparison': { roles: partners, town: 'any' },
  'Query.scenarioComparisons': { roles: partners, town: 'any' },
  'Query.selfSufficiency': { roles: partners, town: 'any' },

  'Query.licences': { roles: everyone, town: 'any' },
  'Query.townCapacity': { roles: readers, town: 'own' },
  'Query.shortfalls': { roles: readers, town: 'own' },
  'Query.directors': { roles: staff, town: 'own' },
  'Query.seats': { roles: readers, town: 'own' },
  'Query.jointSkills': { roles: readers, town: 'own' },
  'Query.myCommitments': { roles: ['WORKER'], town: 'own' },
  'Query.workers': { roles: staff, town: 'own' },
  'Query.me': { roles: ['WORKER'], town: 'own' },
  'Query.myAvailability': { roles: ['WORKER'], town: 'own' },
  'Query.holidays': { roles: everyone, town: 'own' },
  'Query.orders': { roles: readers, town: 'own' },
  'Query.parkedMessages': { roles: readers, town: 'own' },
  'Query.reconciliations': { roles: readers, town: 'own' },
  'Query.order': { roles: readers, town: 'own' },
  'Query.directorLoans': { roles: readers, town: 'own' },
  'Query.directorLoan': { roles: readers, town: 'own' },
  'Query.directorsAtWork': { roles: staff, town: 'own' },
  'Query.settlements': { roles: readers, town: 'own' },
  'Query.settlement': { roles: readers, town: 'own' },
  'Query.hourLedger': { roles: readers, town: 'own' },

  'Mutation.registerWorker': { roles: staff, town: 'own' },
  'Mutation.registerSupportOffice': { roles: staff, town: 'own' },
  'Mutation.updateWorker': { roles: staff, town: 'own' },
  // A worker only for themselves: see the resolver.
  'Mutation.declareAvailability': { roles: [...staff, 'WORKER'], town: 'own' },
  'Mutation.pauseWorker': { roles: [...staff, 'WORKER'], town: 'own' },
  'Mutation.resumeWorker': { roles: [...staff, 'WORKER'], town: 'own' },
  'Mutation.giveBackHours': { roles: [...staff, 'WORKER'], town: 'own' },
  'Mutation.setHoliday': { roles: staff, town: 'own' },
  'Mutation.registerDirector': { roles: staff, town: 'own' },
  'Mutation.updateDirector': { roles: staff, town: 'own' },
  'Mutation.setSeats': { roles: staff, town: 'own' },
  'Mutation.setJointSkills': { roles: staff, town: 'own' },
  'Mutation.createOrder': { roles: staff, town: 'own' },
  'Mutation.addLot': { roles: staff, town: 'own' },
  'Mutation.commitCapacity': { roles: staff, town: 'own' },
  'Mutation.publishSurplusOrder': { roles: staff, town: 'own' },
  'Mutation.draftSurplusOrder': { roles: staff, town: 'own' },
  'Mutation.changeSurplusOrderDraft': { roles: staff, town: 'own' },
  'Mutation.discardSurplusOrderDraft': { roles: staff, town: 'own' },
  'Mutation.publishSurplusOrderDraft': { roles: staff, town: 'own' },
  'Mutation.draftFromYearPlan': { roles: staff, town: 'own' },
  'Mutation.dismissYearPlanNotice': { roles: staff, town: 'own' },
  'Mutation.claimSurplusOrder': { roles: staff, town: 'own' },
  'Mutation.awardClaim': { roles: staff, town: 'own' },
  'Mutation.confirmAward': { roles: staff, town: 'own' },
  'Mutation.retryParkedMessage': { roles: staff, town: 'own' },
  'Mutation.dismissParkedMessage': { roles: staff, town: 'own' },
  'Mutation.counterClaim': { roles: staff, town: 'own' },
  'Mutation.acceptCounter': { roles: staff, town: 'own' },
  'Mutation.declineClaim': { roles: staff, town: 'own' },
  'Mutation.withdrawClaim': { roles: staff, town: 'own' },
  'Mutation.proposeAmendment': { roles: staff, town: 'own' },
  'Mutation.acceptAmendment': { roles: staff, town: 'own' },
  'Mutation.declineAmendment': { roles: staff, town: 'own' },
  'Mutation.withdrawAmendment': { roles: staff, town: 'own' },
  'Mutation.withdrawSurplusOrder': { roles: staff, town: 'own' },
  'Mutation.cancelSurplusOrder': { roles: staff, town: 'own' },
  'Mutation.requestDirectorLoan': { roles: staff, town: 'own' },
  'Mutation.offerDirectorLoan': { roles: staff, town: 'own' },
  'Mutation.declineDirectorLoan': { roles: staff, town: 'own' },
  'Mutation.agreeDirectorLoan': { roles: staff, town: 'own' },
  'Mutation.cancelDirectorLoan': { roles: staff, town: 'own' },
  'Mutation.recallDirectorLoan': { roles: staff, town: 'own' },
  'Mutation.proposeLoanExtension': { roles: staff, town: 'own' },
  'Mutation.acceptLoanExtension': { roles: staff, town: 'own' },
  'Mutation.declineLoanExtension': { roles: staff, town: 'own' },
  'Mutation.logLoanMinutes': { roles: staff, town: 'own' },
  'Mutation.returnDirectorLoan': { roles: staff, town: 'own' },
  'Mutation.stateDirectorLoan': { roles: staff, town: 'own' },
  'Mutation.confirmLoanStatement': { roles: staff, town: 'own' },
  'Mutation.startWork': { roles: staff, town: 'own' },
  'Mutation.deliverWork': { roles: staff, town: 'own' },
  'Mutation.acceptDelivery': { roles: staff, town: 'own' },
  'Mutation.rejectDelivery': { roles: staff, town: 'own' },
  'Mutation.stateSettlement': { roles: staff, town: 'own' },
  'Mutation.confirmSettlement': { roles: staff, town: 'own' },
  'Mutation.disputeSettlement': { roles: staff, town: 'own' },
  'Mutation.adjustSettlement': { roles: staff, town: 'own' },
  'Mutation.recordPayment': { roles: staff, town: 'own' },
  // A plan is no town's and moves nothing.
  'Mutation.computeYearPlan': { roles: coordinators, town: 'none' },
  'Mutation.stopYearPlan': { roles: coordinators, town: 'none' },
  // Two drafts differ by orders that need not be addressed to every town: for those who see all orders.
  'Mutation.createScenario': { roles: coordinators, town: 'none' },
  'Mutation.changeScenario': { roles: coordinators, town: 'none' },
  'Mutation.removeScenario': { roles: coordinators, town: 'none' },
  'Mutation.compareScenarios': { roles: coordinators, town: 'none' },
  'Mutation.compareCoalition': { roles: coordinators, town: 'none' },
  'Mutation.stopScenarioComparison': { roles: coordinators, town: 'none' },
};

export type ForbiddenReason = 'ROLE' | 'OTHER_TOWN' | 'NOT_YOURS';

/** The caller is known, and may not do this. `extensions` is what the graph shows. */
export class Forbidden extends Error {
  readonly extensions: { readonly code: 'FORBIDDEN'; readonly reason: ForbiddenReason };
  constructor(reason: ForbiddenReason, language: Language, needed: readonly Role[] = []) {
    super(sentences[reason][language](needed.join(', ')));
    this.extensions = { code: 'FORBIDDEN', reason };
  }
}

const sentences: Record<ForbiddenReason, Record<Language, (needed: string) => string>> = {
  ROLE: {
    JA: (needed) =>
      needed === '' ? 'この操作は公開されていません。' : `この操作には次のいずれかの権限が必要です: ${needed}`,
    EN: (needed) => (needed === '' ? 'This operation is open to no one.' : `This needs one of these roles: ${needed}`),
  },
  OTHER_TOWN: {
    JA: () => 'この操作は、その市町村のトークンを持つ職員だけができます。',
    EN: () => 'This needs a token of the town concerned.',
  },
  NOT_YOURS: {
    JA: () => 'ご自分の情報だけを扱えます。',
    EN: () => 'You may only act on what is your own.',
  },
};

/**
 * Throws {@link Forbidden} unless the caller may call `operation` (`Mutation.createOrder`) in the town that serves the request.
 * Denies what the table does not name.
 */
export function demandRight(
  operation: string,
  asking: { caller: Caller; language: Language; town?: MunicipalityCode | undefined },
): void {
  const { caller, language, town } = asking;
  const right = rights[operation];
  if (right === undefined || !hasRole(caller, ...right.roles)) throw new Forbidden('ROLE', language, right?.roles);
  if (right.town === 'own' && (caller.municipality === undefined || caller.municipality !== town))
    throw new Forbidden('OTHER_TOWN', language);
  if (right.town === 'none' && town !== undefined) throw new Forbidden('OTHER_TOWN', language);
}
