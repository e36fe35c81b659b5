/** Whether a fault says that a document with this `_id` exists already. */
export function isDuplicateKey(fault: unknown, id: string): boolean {
  const { code, keyValue, message } = fault as { code?: unknown; keyValue?: { _id?: unknown }; message?: unknown };
  return code === 11_000 && (keyValue?._id === id || String(message).includes(id));
}
