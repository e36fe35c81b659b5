import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { roles, type Caller, type Role } from '#access/caller';
import { demandRight, Forbidden, rights } from '#access/rights';
import type { MunicipalityCode } from '#domain/municipality/code';

// The table of rights, row by row: operation × role × town. A new operation without a row fails here.

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const operations = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
  Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name}.${field}`),
);
/** What is done at coordination and changes nothing of any town. */
const ofNoTown = [
  'Mutation.computeYearPlan',
  'Mutation.stopYearPlan',
  'Mutation.createScenario',
  'Mutation.changeScenario',
  'Mutation.removeScenario',
  'Mutation.compareScenarios',
  'Mutation.compareCoalition',
  'Mutation.stopScenarioComparison',
];
const [own, other] = ['203246', '202151'] as MunicipalityCode[];

function allowed(operation: string, role: Role, town: MunicipalityCode | undefined): boolean {
  const caller: Caller = { subject: 'somebody', roles: [role], ...(own === undefined ? {} : { municipality: own }) };
  try {
    demandRight(operation, { caller, language: 'EN', town });
    return true;
  } catch (fault) {
    expect(fault).toBeInstanceOf(Forbidden);
    return false;
  }
}

describe('rights', () => {
  it('has a row for every operation of the schema, and for no other', () => {
    expect(Object.keys(rights).sort()).toEqual([...operations].sort());
  });

  it.each(operations.filter((operation) => operation.startsWith('Mutation.') && !ofNoTown.includes(operation)))(
    '%s changes only the town of the token',
    (operation) => {
      for (const role of roles) {
        expect(allowed(operation, role, other)).toBe(false);
        expect(allowed(operation, role, undefined)).toBe(false);
      }
    },
  );

  it.each(ofNoTown)('%s is for coordinators, and in no town', (operation) => {
    expect(roles.filter((role) => allowed(operation, role, undefined))).toEqual(['COORDINATOR']);
    for (const role of roles) {
      expect(allowed(operation, role, own)).toBe(false);
      expect(allowed(operation, role, other)).toBe(false);
    }
  });

  it.each([
    ['Mutation.createOrder', ['OFFICER', 'DIRECTOR']],
    ['Mutation.publishSurplusOrder', ['OFFICER', 'DIRECTOR']],
    ['Query.checkPublishSurplusOrder', ['OFFICER', 'DIRECTOR']],
    ['Query.surplusOrderDrafts', ['OFFICER', 'DIRECTOR']],
    ['Query.surplusOrderDraft', ['OFFICER', 'DIRECTOR']],
    ['Mutation.draftSurplusOrder', ['OFFICER', 'DIRECTOR']],
    ['Mutation.changeSurplusOrderDraft', ['OFFICER', 'DIRECTOR']],
    ['Mutation.discardSurplusOrderDraft', ['OFFICER', 'DIRECTOR']],
    ['Mutation.publishSurplusOrderDraft', ['OFFICER', 'DIRECTOR']],
    ['Query.yearPlanNotices', ['OFFICER', 'DIRECTOR', 'AUDITOR']],
    ['Mutation.draftFromYearPlan', ['OFFICER', 'DIRECTOR']],
    ['Mutation.dismissYearPlanNotice', ['OFFICER', 'DIRECTOR']],
    ['Query.checkClaimSurplusOrder', ['OFFICER', 'DIRECTOR']],
    ['Mutation.awardClaim', ['OFFICER', 'DIRECTOR']],
    ['Mutation.confirmAward', ['OFFICER', 'DIRECTOR']],
    ['Query.parkedMessages', ['OFFICER', 'DIRECTOR', 'AUDITOR']],
    ['Query.reconciliations', ['OFFICER', 'DIRECTOR', 'AUDITOR']],
    ['Mutation.retryParkedMessage', ['OFFICER', 'DIRECTOR']],
    ['Mutation.dismissParkedMessage', ['OFFICER', 'DIRECTOR']],
    ['Mutation.counterClaim', ['OFFICER', 'DIRECTOR']],
    ['Mutation.acceptCounter', ['OFFICER', 'DIRECTOR']],
    ['Mutation.declineClaim', ['OFFICER', 'DIRECTOR']],
    ['Mutation.withdrawClaim', ['OFFICER', 'DIRECTOR']],
    ['Mutation.proposeAmendment', ['OFFICER', 'DIRECTOR']],
    ['Mutation.acceptAmendment', ['OFFICER', 'DIRECTOR']],
    ['Mutation.declineAmendment', ['OFFICER', 'DIRECTOR']],
    ['Mutation.withdrawAmendment', ['OFFICER', 'DIRECTOR']],
    ['Mutation.withdrawSurplusOrder', ['OFFICER', 'DIRECTOR']],
    ['Mutation.cancelSurplusOrder', ['OFFICER', 'DIRECTOR']],
    ['Query.directorLoans', ['OFFICER', 'DIRECTOR', 'AUDITOR']],
    ['Query.directorLoan', ['OFFICER', 'DIRECTOR', 'AUDITOR']],
    ['Query.directorsAtWork', ['OFFICER', 'DIRECTOR']],
    ['Mutation.requestDirectorLoan', ['OFFICER', 'DIRECTOR']],
    ['Mutation.offerDirectorLoan', ['OFFICER', 'DIRECTOR']],
    ['Mutation.declineDirectorLoan', ['OFFICER', 'DIRECTOR']],
    ['Mutation.agreeDirectorLoan', ['OFFICER', 'DIRECTOR']],
    ['Mutation.cancelDirectorLoan', ['OFFICER', 'DIRECTOR']],
    ['Mutation.recallDirectorLoan', ['OFFICER', 'DIRECTOR']],
    ['Mutation.proposeLoanExtension', ['OFFICER', 'DIRECTOR']],
    ['Mutation.acceptLoanExtension', ['OFFICER', 'DIRECTOR']],
    ['Mutation.declineLoanExtension', ['OFFICER', 'DIRECTOR']],
    ['Mutation.logLoanMinutes', ['OFFICER', 'DIRECTOR']],
    ['Mutation.returnDirectorLoan', ['OFFICER', 'DIRECTOR']],
    ['Mutation.stateDirectorLoan', ['OFFICER', 'DIRECTOR']],
    ['Mutation.confirmLoanStatement', ['OFFICER', 'DIRECTOR']],
    ['Mutation.startWork', ['OFFICER', 'DIRECTOR']],
    ['Mutation.deliverWork', ['OFFICER', 'DIRECTOR']],
    ['Mutation.acceptDelivery', ['OFFICER', 'DIRECTOR']],
    ['Mutation.rejectDelivery', ['OFFICER', 'DIRECTOR']],
    ['Mutation.stateSettlement', ['OFFICER', 'DIRECTOR']],
    ['Mutation.confirmSettlement', ['OFFICER', 'DIRECTOR']],
    ['Mutation.disputeSettlement', ['OFFICER', 'DIRECTOR']],
    ['Mutation.adjustSettlement', ['OFFICER', 'DIRECTOR']],
    ['Mutation.recordPayment', ['OFFICER', 'DIRECTOR']],
    ['Query.settlements', ['OFFICER', 'DIRECTOR', 'AUDITOR']],
    ['Query.settlement', ['OFFICER', 'DIRECTOR', 'AUDITOR']],
    ['Query.hourLedger', ['OFFICER', 'DIRECTOR', 'AUDITOR']],
    ['Mutation.registerWorker', ['OFFICER', 'DIRECTOR']],
    ['Mutation.registerSupportOffice', ['OFFICER', 'DIRECTOR']],
    ['Mutation.updateWorker', ['OFFICER', 'DIRECTOR']],
    ['Mutation.setHoliday', ['OFFICER', 'DIRECTOR']],
    ['Mutation.declareAvailability', ['OFFICER', 'DIRECTOR', 'WORKER']],
    ['Mutation.pauseWorker', ['OFFICER', 'DIRECTOR', 'WORKER']],
    ['Mutation.resumeWorker', ['OFFICER', 'DIRECTOR', 'WORKER']],
    ['Mutation.giveBackHours', ['OFFICER', 'DIRECTOR', 'WORKER']],
    ['Query.myAvailability', ['WORKER']],
    ['Query.holidays', [...roles]],
    ['Query.workers', ['OFFICER', 'DIRECTOR']],
    ['Query.townCapacity', ['OFFICER', 'DIRECTOR', 'AUDITOR']],
    ['Query.sharedWorkload', ['OFFICER', 'DIRECTOR', 'COORDINATOR', 'AUDITOR']],
    ['Query.yearPlan', ['OFFICER', 'DIRECTOR', 'COORDINATOR', 'AUDITOR']],
    ['Query.yearPlans', ['OFFICER', 'DIRECTOR', 'COORDINATOR', 'AUDITOR']],
    ['Query.scenario', ['OFFICER', 'DIRECTOR', 'COORDINATOR', 'AUDITOR']],
    ['Query.scenarios', ['OFFICER', 'DIRECTOR', 'COORDINATOR', 'AUDITOR']],
    ['Query.scenarioComparison', ['OFFICER', 'DIRECTOR', 'COORDINATOR', 'AUDITOR']],
    ['Query.scenarioComparisons', ['OFFICER', 'DIRECTOR', 'COORDINATOR', 'AUDITOR']],
    ['Query.selfSufficiency', ['OFFICER', 'DIRECTOR', 'COORDINATOR', 'AUDITOR']],
    ['Query.municipalities', [...roles]],
  ] as const)('%s at home is for %j', (operation, expected) => {
    expect(roles.filter((role) => allowed(operation, role, own))).toEqual(expected);
  });

  it('refuses what nobody has listed', () => {
    expect(roles.some((role) => allowed('Query.everything', role, own))).toBe(false);
  });

  it('refuses a caller without a town in every town', () => {
    const caller: Caller = { subject: 'nobody', roles: [...roles] };
    expect(() => demandRight('Query.orders', { caller, language: 'JA', town: undefined })).toThrow(Forbidden);
  });
});
