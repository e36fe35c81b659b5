/** Whether two values of JSON say the same, whatever the order of their fields; what is undefined is not there. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  return differingFields(one, other).length === 0;
}

/** The fields in which two objects differ. */
export function differingFields(one: object, other: object): string[] {
  const [a, b] = [one as Readonly<Record<string, unknown>>, other as Readonly<Record<string, unknown>>];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => !sameValue(a[key], b[key]));
}
