import { responseKey, type RootField, type Variables } from './documents.js';
import type { Asking, EntityAnswer, EntityRequest, Service, ServiceAnswer } from './service.js';
import { isServiceUnreachable } from './silence.js';

export interface StandInSettings {
  /** Who is asked first. */
  readonly first: Service;
  /** Who is asked where that one cannot be reached. */
  readonly standIn: Service;
  /** The root fields that both can answer, `Query.availableCapacity`. Only questions: what was sent may have been done. */
  readonly fields: readonly string[];
}

/** A service for some of whose root fields another one stands in. A no of the first is an answer; only its silence is not. */
export class StandInService implements Service {
  constructor(private readonly settings: StandInSettings) {}

  async ask(roots: readonly RootField[], variables: Variables, asking: Asking): Promise<ServiceAnswer> {
    const { first, standIn, fields } = this.settings;
    const answered = await first.ask(roots, variables, asking);
    const { data, errors = [] } = answered;
    const silent = new Set(errors.flatMap((error) => (isServiceUnreachable(error) ? (error.path?.[0] ?? []) : [])));
    const open = roots.filter(
      ({ node, operation }) =>
        silent.has(responseKey(node)) && operation.operation === 'query' && fields.includes(`Query.${node.name.value}`),
    );
    if (open.length === 0) return answered;
    const other = await standIn.ask(open, variables, asking);
    const keys = new Set<string | number | undefined>(open.map(({ node }) => responseKey(node)));
    return {
      data: { ...data, ...other.data },
      errors: [...errors.filter(({ path }) => !keys.has(path?.[0])), ...(other.errors ?? [])],
    };
  }

  complete(request: EntityRequest, asking: Asking): Promise<EntityAnswer> {
    return this.settings.first.complete(request, asking);
  }
}
