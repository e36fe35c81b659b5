import { capacitySorts, inOrder } from '#domain/bulletins/search';
import { confirmerOfSettlementId, publisherOfClaimId, townOfId } from '#domain/municipality/ids';
import { largestPageSize, ordinaryPageSize } from '#domain/text/page';
import { argumentAt } from '#supergraph/documents';
import { anyTown, callersTown, everyTown, oneTown, type ListShape, type Route } from '#supergraph/routing';

const capacity: ListShape = {
  kind: 'rows',
  lists: ['rows', 'totals', 'together'],
  order: {
    fields: ['kilometres', 'freeMinutes'],
    compare: ({ node }, variables) => {
      const asked = argumentAt(node, 'filter.sort', variables);
      const sort = capacitySorts.find((each) => each === asked);
      return sort && (inOrder(sort) as (one: object, other: object) => number);
    },
  },
};
const pages: ListShape = {
  kind: 'pages',
  list: 'nodes',
  cursor: 'cursor',
  // What a town would refuse is refused by every town; this only has to agree with what it accepts.
  pageSize: (first) => (typeof first === 'number' && first >= 1 && first <= largestPageSize ? first : ordinaryPageSize),
};

/** Entities of which every town can tell, because all pin the same federation document. Any other needs a home, by its id. */
export const everyTownKnows: readonly string[] = ['Municipality'];

/** What coordination answers as long as it can be reached, and the towns themselves when it cannot (I-15). */
export const townsStandInFor: readonly string[] = ['Query.availableCapacity'];

/** Which town answers what. Every root field of the municipality subgraph stands here; the gateway does not start without one. */
export const routes: Readonly<Record<string, Route>> = {
  'Query.municipalities': anyTown(),
  'Query.skills': anyTown(),
  'Query.licences': anyTown(),

  'Query.availableCapacity': everyTown(capacity, 'filter.municipalities'),
  'Query.surplusOrders': everyTown(pages, 'filter.municipalities'),

  'Query.townCapacity': oneTown('municipality'),
  'Query.shortfalls': oneTown('municipality'),
  'Query.directors': oneTown('municipality'),
  'Query.seats': oneTown('municipality'),
  'Query.jointSkills': oneTown('municipality'),
  'Query.myCommitments': callersTown(),
  'Query.workers': oneTown('municipality'),
  'Query.orders': oneTown('municipality'),
  'Query.order': oneTown('id', townOfId),
  'Query.parkedMessages': oneTown('municipality'),
  'Query.reconciliations': oneTown('municipality'),
  'Query.checkPublishSurplusOrder': oneTown('input.lotId', townOfId),
  'Query.surplusOrderDrafts': oneTown('municipality'),
  'Query.surplusOrderDraft': oneTown('id', townOfId),
  'Query.yearPlanNotices': oneTown('municipality'),
  'Query.checkClaimSurplusOrder': oneTown('input.municipality'),
  'Query.claim': oneTown('id', ownSideOfClaim),
  'Query.directorLoans': oneTown('municipality'),
  'Query.directorLoan': callersTown(),
  'Query.directorsAtWork': oneTown('municipality'),
  'Query.settlements': oneTown('municipality'),
  'Query.settlement': oneTown('id', ownSideOfSettlement),
  'Query.hourLedger': oneTown('municipality'),
  'Query.me': callersTown(),
  'Query.myAvailability': callersTown(),
  'Query.holidays': oneTown('municipality'),

  'Mutation.registerWorker': oneTown('input.municipality'),
  'Mutation.registerSupportOffice': oneTown('input.municipality'),
  'Mutation.updateWorker': oneTown('input.workerId', townOfId),
  'Mutation.declareAvailability': oneTown('input.workerId', townOfId),
  'Mutation.pauseWorker': oneTown('input.workerId', townOfId),
  'Mutation.resumeWorker': oneTown('input.workerId', townOfId),
  'Mutation.giveBackHours': oneTown('input.workerId', townOfId),
  'Mutation.setHoliday': oneTown('input.municipality'),
  'Mutation.registerDirector': oneTown('input.municipality'),
  'Mutation.updateDirector': oneTown('input.directorId', townOfId),
  'Mutation.setSeats': oneTown('input.municipality'),
  'Mutation.setJointSkills': oneTown('input.municipality'),
  'Mutation.createOrder': oneTown('input.municipality'),
  'Mutation.addLot': oneTown('input.orderId', townOfId),
  'Mutation.commitCapacity': oneTown('input.lotId', townOfId),
  'Mutation.publishSurplusOrder': oneTown('input.lotId', townOfId),
  'Mutation.draftSurplusOrder': oneTown('input.lotId', townOfId),
  'Mutation.changeSurplusOrderDraft': oneTown('input.draftId', townOfId),
  'Mutation.discardSurplusOrderDraft': oneTown('input.draftId', townOfId),
  'Mutation.publishSurplusOrderDraft': oneTown('input.draftId', townOfId),
  'Mutation.draftFromYearPlan': oneTown('input.surplusOrderId', townOfId),
  // A notice's id names its sender; whoever is done with it acts at home.
  'Mutation.dismissYearPlanNotice': callersTown(),
  'Mutation.claimSurplusOrder': oneTown('input.municipality'),
  'Mutation.awardClaim': oneTown('input.claimId', publisherOfClaimId),
  'Mutation.confirmAward': oneTown('input.claimId', townOfId),
  'Mutation.retryParkedMessage': oneTown('input.municipality'),
  'Mutation.dismissParkedMessage': oneTown('input.municipality'),
  'Mutation.counterClaim': oneTown('input.claimId', ownSideOfClaim), // Either party, at home.
  'Mutation.acceptCounter': oneTown('input.claimId', townOfId),
  'Mutation.declineClaim': oneTown('input.claimId', publisherOfClaimId),
  'Mutation.withdrawClaim': oneTown('input.claimId', townOfId),
  'Mutation.proposeAmendment': oneTown('input.claimId', ownSideOfClaim),
  'Mutation.acceptAmendment': oneTown('input.claimId', ownSideOfClaim),
  'Mutation.declineAmendment': oneTown('input.claimId', ownSideOfClaim),
  'Mutation.withdrawAmendment': oneTown('input.claimId', ownSideOfClaim),
  'Mutation.withdrawSurplusOrder': oneTown('input.surplusOrderId', townOfId),
  'Mutation.cancelSurplusOrder': oneTown('input.surplusOrderId', townOfId),
  'Mutation.requestDirectorLoan': oneTown('input.to'),
  // A loan may have been asked of any town, so its id names the borrower alone: whoever acts on it does so at home.
  'Mutation.offerDirectorLoan': callersTown(),
  'Mutation.declineDirectorLoan': callersTown(),
  'Mutation.agreeDirectorLoan': callersTown(),
  'Mutation.cancelDirectorLoan': callersTown(),
  'Mutation.recallDirectorLoan': callersTown(),
  'Mutation.proposeLoanExtension': callersTown(),
  'Mutation.acceptLoanExtension': callersTown(),
  'Mutation.declineLoanExtension': callersTown(),
  'Mutation.logLoanMinutes': callersTown(),
  'Mutation.returnDirectorLoan': callersTown(),
  'Mutation.stateDirectorLoan': callersTown(),
  'Mutation.confirmLoanStatement': callersTown(),
  'Mutation.startWork': oneTown('input.claimId', townOfId),
  'Mutation.deliverWork': oneTown('input.claimId', townOfId),
  'Mutation.acceptDelivery': oneTown('input.claimId', publisherOfClaimId),
  'Mutation.rejectDelivery': oneTown('input.claimId', publisherOfClaimId),
  'Mutation.stateSettlement': oneTown('input.municipality'),
  'Mutation.confirmSettlement': oneTown('input.settlementId', ownSideOfSettlement),
  'Mutation.disputeSettlement': oneTown('input.settlementId', ownSideOfSettlement),
  'Mutation.adjustSettlement': oneTown('input.settlementId', ownSideOfSettlement),
  'Mutation.recordPayment': oneTown('input.settlementId', ownSideOfSettlement),
};

/** Both parties keep a claim, and each can be asked with the other one down: the asker's own town if it is a party, else the claimant. */
function ownSideOfClaim(id: string, own: string | undefined): string | undefined {
  return own !== undefined && publisherOfClaimId(id) === own ? own : townOfId(id);
}

/** Both towns keep a settlement, and which of them takes a step, the town that is asked says: the asker's own if it is a party. */
function ownSideOfSettlement(id: string, own: string | undefined): string | undefined {
  return own !== undefined && confirmerOfSettlementId(id) === own ? own : townOfId(id);
}
