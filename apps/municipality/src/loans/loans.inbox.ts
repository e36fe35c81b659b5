import { Injectable, type OnModuleInit } from '@nestjs/common';
import { memberOf } from '#domain/federation/federation';
import type { BorrowerMessage } from '#domain/loans/borrower';
import type { LenderMessage } from '#domain/loans/lender';
import type { LoanMessages } from '#domain/loans/messages';
import type { MunicipalityCode } from '#domain/municipality/code';
import { hashOf } from '#messages/signing';
import { hasSignedTerms } from '#messages/terms';
import { Post } from '../post/post.service.js';
import { Towns } from '../towns/towns.service.js';
import { LoanDesk } from './loan-desk.service.js';

const fromLender = [
  'loan.offered',
  'loan.declined',
  'loan.offer-ended',
  'loan.in-force',
  'loan.recalled',
  'loan.extension-agreed',
  'loan.extension-declined',
  'loan.extension-offered',
  'loan.stated',
] as const satisfies BorrowerMessage['type'][];
const fromBorrower = [
  'loan.requested',
  'loan.agreed',
  'loan.cancelled',
  'loan.extension-proposed',
  'loan.extension-offer-declined',
  'loan.minutes-logged',
  'loan.returned',
  'loan.statement-confirmed',
] as const satisfies LenderMessage['type'][];

/** What a message of a loan may carry of terms and of a signature under their hash. */
interface Signed {
  readonly terms?: object;
  readonly termsHash?: string;
  readonly signature?: string;
}

/** What peers may tell this slice. A message about a loan that is not this town's is taken in and changes nothing. */
@Injectable()
export class LoansInbox implements OnModuleInit {
  constructor(
    private readonly post: Post,
    private readonly towns: Towns,
    private readonly desk: LoanDesk,
  ) {}

  onModuleInit(): void {
    for (const type of fromLender)
      this.post.on(type, async (town, { from, processId, payload }) => {
        const event = { type, from, payload, genuine: await this.isGenuine(from, (payload ?? {}) as Signed) };
        await this.desk.borrowerDoes(town, loanOf(processId, payload), event as BorrowerMessage);
      });
    for (const type of fromBorrower)
      this.post.on(type, async (town, { from, processId, payload }) => {
        const event = { type, from, payload, genuine: await this.isGenuine(from, (payload ?? {}) as Signed) };
        await this.desk.lenderDoes(town, loanOf(processId, payload), event as LenderMessage);
      });
  }

  private async isGenuine(from: MunicipalityCode, { terms, termsHash, signature }: Signed): Promise<boolean> {
    if (signature === undefined) return true; // Nothing is signed but the message itself.
    if (typeof termsHash !== 'string' || typeof signature !== 'string') return false;
    if (terms !== undefined && (terms === null || typeof terms !== 'object' || hashOf(terms) !== termsHash))
      return false;
    return hasSignedTerms(memberOf(this.towns.federation, from), termsHash, signature);
  }
}

/** The loan that a message is about. One that names another loan than its process does is about none. */
function loanOf(processId: string, payload: unknown): string {
  const { loanId, request } = (payload ?? {}) as LoanMessages['loan.requested'];
  return loanId === processId && (request === undefined || request.id === loanId) ? loanId : '';
}
