import type { Instant } from '#domain/calendar/date';
import type { Member } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { SigningKey } from './keys.js';
import { sign, SignatureInvalid, verifyBy } from './signing.js';

/** 受領証. The receiver's word that it has a message, by the hash of its sealed text. */
export interface Receipt {
  readonly messageId: string;
  readonly processId: string;
  /** SHA-256 of the message as it was sealed. */
  readonly hash: string;
  /** Who has it … */
  readonly by: MunicipalityCode;
  /** … and from whom. */
  readonly from: MunicipalityCode;
  readonly receivedAt: Instant;
}

const receiptType = 'yui-receipt';

export function signReceipt(receipt: Receipt, key: SigningKey): Promise<string> {
  return sign(receipt, key, receiptType);
}

/** A receipt as its giver signed it. @throws SignatureInvalid */
export async function readReceipt(
  jws: string,
  giver: Member | undefined,
  settings: { readonly evidence?: boolean } = {},
): Promise<Receipt> {
  const receipt = (await verifyBy(jws, giver, receiptType, ({ receivedAt }) => receivedAt, settings)) as Receipt;
  if (
    receipt.by !== giver?.code ||
    [receipt.messageId, receipt.hash, receipt.from].some((text) => typeof text !== 'string')
  )
    throw new SignatureInvalid('signed, but not a receipt');
  return receipt;
}
