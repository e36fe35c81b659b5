import type { MunicipalityCode } from '#domain/municipality/code';

/** What a person may be in Yui. A token carries one or more of them. */
export const roles = ['OFFICER', 'DIRECTOR', 'WORKER', 'COORDINATOR', 'AUDITOR'] as const;
export type Role = (typeof roles)[number];

/** Who is asking, as a verified token says. */
export interface Caller {
  /** The issuer's name for the person; opaque, and the only thing of theirs that is ever logged. */
  readonly subject: string;
  /** The town the caller acts for; a coordinator may act for none. */
  readonly municipality?: MunicipalityCode;
  readonly roles: readonly Role[];
  /** The caller's own worker id, when the caller is a resident worker. */
  readonly worker?: string;
}

export function hasRole(caller: Caller, ...any: readonly Role[]): boolean {
  return any.some((role) => caller.roles.includes(role));
}
