/** A value that a refusal's sentence names: minutes, a date, a code. Never a person's name. */
export type RefusalFact = string | number;

type Facts = Readonly<Record<string, RefusalFact>>;
export interface Sentence {
  readonly ja: (f: Facts) => string;
  readonly en: (f: Facts) => string;
}

/** Minutes as people say them: whole hours where they are whole, otherwise hours and minutes. */
export function hoursJa(minutes: RefusalFact | undefined): string {
  const total = Number(minutes);
  const rest = total % 60;
  return rest === 0 ? `${total / 60}時間` : `${Math.floor(total / 60)}時間${rest}分`;
}
export function hoursEn(minutes: RefusalFact | undefined): string {
  const total = Number(minutes);
  const rest = total % 60;
  return rest === 0 ? `${total / 60} h` : `${Math.floor(total / 60)} h ${rest} min`;
}
