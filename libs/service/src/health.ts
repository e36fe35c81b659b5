import {
  Controller,
  Get,
  Inject,
  Module,
  ServiceUnavailableException,
  type DynamicModule,
  type Provider,
} from '@nestjs/common';
import { wordsOf } from '#domain/text/words-of';

/** One thing a process needs before it can do its work. */
export abstract class ReadinessCheck {
  abstract readonly name: string;
  /** Resolves when the thing is there; rejects with the reason when it is not. */
  abstract check(): Promise<void>;
}

const CHECKS = Symbol('readiness checks');

@Controller()
class HealthController {
  constructor(@Inject(CHECKS) private readonly checks: readonly ReadinessCheck[]) {}

  /** The process runs. Says nothing about what it depends on, so that a watcher does not kill it for a neighbour's fault. */
  @Get('livez')
  live(): { status: string } {
    return { status: 'ok' };
  }

  /** The process can serve: each check by name, HTTP 503 when one of them fails. */
  @Get('readyz')
  async ready(): Promise<{ status: string; checks: Record<string, string> }> {
    const checks: Record<string, string> = {};
    let ready = true;
    for (const { name, outcome } of await Promise.all(this.checks.map(run))) {
      checks[name] = outcome;
      if (outcome !== 'ok') ready = false;
    }
    if (!ready) throw new ServiceUnavailableException({ status: 'not ready', checks });
    return { status: 'ok', checks };
  }
}

async function run(check: ReadinessCheck): Promise<{ name: string; outcome: string }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer within 2 s')), 2_000);
  });
  try {
    await Promise.race([check.check(), late]);
    return { name: check.name, outcome: 'ok' };
  } catch (fault) {
    return { name: check.name, outcome: wordsOf(fault) };
  } finally {
    clearTimeout(timer);
  }
}

@Module({})
export class HealthModule {
  /** Adds `/livez` and `/readyz`. Give each check as a provider of a {@link ReadinessCheck} class. */
  static with(
    checks: readonly (Provider & { provide: symbol | (abstract new (...args: never[]) => ReadinessCheck) })[],
    imports: DynamicModule['imports'] = [],
  ): DynamicModule {
    return {
      module: HealthModule,
      imports,
      controllers: [HealthController],
      providers: [
        ...checks,
        {
          provide: CHECKS,
          useFactory: (...found: ReadinessCheck[]) => found,
          inject: checks.map(({ provide }) => provide as symbol),
        },
      ],
    };
  }
}
