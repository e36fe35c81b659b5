import { Kind } from 'graphql';
import { documentOf, responseKey } from './documents.js';
import { entityDocument, entityAnswer } from './entity-document.js';
import type { Asking, EntityAnswer, EntityRequest, Send, Service, ServiceAnswer } from './service.js';
import type { RootField, Variables } from './documents.js';

/** A subgraph with one address. */
export class SingleService implements Service {
  constructor(
    private readonly settings: { readonly name: string; readonly endpoint: string; readonly timeoutMs: number; readonly send: Send },
  ) {}

  async ask(roots: readonly RootField[], variables: Variables, asking: Asking): Promise<ServiceAnswer> {
    const [first] = roots;
    if (first === undefined) return { data: {} };
    const selections = roots.map(({ node, around }) =>
      around.reduceRight<typeof node | (typeof around)[number]>(
        (inner, fragment) => ({ ...fragment, selectionSet: { kind: Kind.SELECTION_SET, selections: [inner] } }),
        node,
      ),
    );
    try {
      return await this.send(documentOf(first.operation, selections, variables), asking);
    } catch (fault) {
      return { data: null, errors: roots.map(({ node }) => ({ ...this.silence(fault, asking), path: [responseKey(node)] })) };
    }
  }

  async complete(request: EntityRequest, asking: Asking): Promise<EntityAnswer> {
    try {
      return entityAnswer(await this.send(entityDocument(request), asking), request.representations.length);
    } catch (fault) {
      const silence = this.silence(fault, asking);
      return { entities: request.representations.map(() => null), errors: request.representations.map((_, index) => ({ ...silence, path: [index] })) };
    }
  }

  private send(body: { query: string; variables: Variables }, asking: Asking): Promise<ServiceAnswer> {
    return this.settings.send({ endpoint: this.settings.endpoint, timeoutMs: this.settings.timeoutMs }, body, asking);
  }

  private silence(fault: unknown, { language }: Asking): { message: string; extensions: Record<string, unknown> } {
    const { name } = this.settings;
    return {
      message: language === 'JA' ? `サービス ${name} から応答がありません。しばらくしてからもう一度お試しください。` : `The service ${name} does not answer: try again shortly.`,
      extensions: { code: 'SERVICE_UNREACHABLE', service: name, cause: fault instanceof Error ? fault.name : 'unknown' },
    };
  }
}
