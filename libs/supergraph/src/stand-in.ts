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

/** After a silence the first is not waited for again for this long, where another one can answer. */
const rememberSilenceMs = 5_000;

/** A service for some of whose root fields another one stands in. A no of the first is an answer; only its silence is not. */
export class StandInService implements Service {
  private silentUntil = 0;

  constructor(private readonly settings: StandInSettings) {}

  async ask(roots: readonly RootField[], variables: Variables, asking: Asking): Promise<ServiceAnswer> {
    const { first, standIn } = this.settings;
    const wasSilent = performance.now() < this.silentUntil;
    const isForStandIn = (root: RootField): boolean => wasSilent && this.canStandIn(root);
    const [answered, meanwhile] = await Promise.all([
      first.ask(
        roots.filter((root) => !isForStandIn(root)),
        variables,
        asking,
      ),
      standIn.ask(roots.filter(isForStandIn), variables, asking),
    ]);
    const { errors = [] } = answered;
    const silent = new Set(errors.flatMap((error) => (isServiceUnreachable(error) ? (error.path?.[0] ?? []) : [])));
    if (silent.size > 0) this.silentUntil = performance.now() + rememberSilenceMs;
    const open = roots.filter((root) => silent.has(responseKey(root.node)) && this.canStandIn(root));
    const instead = await standIn.ask(open, variables, asking);
    const replaced = new Set<string | number | undefined>(open.map(({ node }) => responseKey(node)));
    return {
      data: { ...answered.data, ...meanwhile.data, ...instead.data },
      errors: [
        ...errors.filter(({ path }) => !replaced.has(path?.[0])),
        ...(meanwhile.errors ?? []),
        ...(instead.errors ?? []),
      ],
    };
  }

  complete(request: EntityRequest, asking: Asking): Promise<EntityAnswer> {
    return this.settings.first.complete(request, asking);
  }

  private canStandIn({ node, operation }: RootField): boolean {
    return operation.operation === 'query' && this.settings.fields.includes(`Query.${node.name.value}`);
  }
}
