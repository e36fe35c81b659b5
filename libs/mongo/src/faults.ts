/** Whether a fault says that a document with this `_id` exists already. */
export function isDuplicateKey(fault: unknown, id: string): boolean {
  const { code, keyValue, message } = fault as { code?: unknown; keyValue?: { _id?: unknown }; message?: unknown };
  return code === 11_000 && (keyValue?._id === id || String(message).includes(id));
}

/** Whether a fault says that something unique exists already, whatever it is. */
export function isDuplicate(fault: unknown): boolean {
  return (fault as { code?: unknown }).code === 11_000;
}
