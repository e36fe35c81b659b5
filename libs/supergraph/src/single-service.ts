import { askedRoots, documentOf, responseKey, type RootField, type Variables } from './documents.js';
import { entityAnswer, entityDocument } from './entity-document.js';
import type { Asking, EntityAnswer, EntityRequest, Send, Service, ServiceAnswer } from './service.js';
import { serviceUnreachable } from './silence.js';

export interface SingleSettings {
  readonly name: string;
  /** Asked anew for each request, as the federation document may change. */
  readonly endpoint: () => string;
  readonly timeoutMs: number;
  readonly send: Send;
}

/** A subgraph with one address. */
export class SingleService implements Service {
  constructor(private readonly settings: SingleSettings) {}

  async ask(roots: readonly RootField[], variables: Variables, asking: Asking): Promise<ServiceAnswer> {
    const asked = askedRoots(roots, variables);
    const [first] = asked;
    if (first === undefined) return { data: {} };
    const nodes = asked.map(({ node }) => node);
    try {
      return await this.send(documentOf(first.operation, nodes, variables), asking);
    } catch {
      const error = serviceUnreachable(this.settings.name, asking.language);
      return { data: null, errors: nodes.map((node) => ({ ...error, path: [responseKey(node)] })) };
    }
  }

  async complete(request: EntityRequest, asking: Asking): Promise<EntityAnswer> {
    const expected = request.representations.length;
    try {
      return entityAnswer(await this.send(entityDocument(request), asking), expected);
    } catch {
      return entityAnswer({ errors: [serviceUnreachable(this.settings.name, asking.language)] }, expected);
    }
  }

  private send(body: { query: string; variables: Variables }, asking: Asking): Promise<ServiceAnswer> {
    const { endpoint, timeoutMs, send } = this.settings;
    return send({ endpoint: endpoint(), timeoutMs }, body, asking);
  }
}
