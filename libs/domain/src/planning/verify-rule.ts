/** The rules of docs/year-plan.md that a plan can break. */
export type PlanRule =
  /** A lot, town or month that the instance does not have. */
  | 'NAME'
  | 'MINUTES'
  | 'WINDOW'
  | 'PACE'
  | 'CONSENT'
  | 'AGREEMENT'
  | 'ADDRESSEE'
  | 'CLEARANCE'
  | 'WHOLE'
  | 'SLICE'
  | 'TOWNS'
  | 'SUPPLY'
  | 'CEILING'
  | 'LED'
  | 'SEATS';
