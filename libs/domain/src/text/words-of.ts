/** What a caught fault says, for a log or a report; anything can be thrown. */
export function wordsOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}
