/** What every mutation's `idempotencyKey` says of itself in the schema. */
export const idempotencyKey = 'A fresh value for each operation; the same one again gets the same answer.';
