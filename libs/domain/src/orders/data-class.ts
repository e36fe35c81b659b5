/** 情報区分, from harmless to personal data. The order is the meaning: a town cleared for one class may handle every class before it. */
export const dataClasses = ['PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'PERSONAL'] as const;
export type DataClass = (typeof dataClasses)[number];

/** Whether work of class `needed` may go to someone cleared up to `cleared`. */
export function dataClassFits(needed: DataClass, cleared: DataClass): boolean {
  return dataClasses.indexOf(needed) <= dataClasses.indexOf(cleared);
}
