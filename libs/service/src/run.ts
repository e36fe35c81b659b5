import 'reflect-metadata';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { accessLog } from './access-log.js';
import { ConfigurationError, optionalSetting } from './config.js';
import { createLogger, JsonLogger } from './logger.js';
import { requestContextMiddleware } from './request-context.js';

export interface ServiceFrame {
  readonly role: string;
  readonly towns: readonly string[];
  readonly port: number;
  readonly module: Type | DynamicModule;
  /** Set false when the service reads its request bodies itself. */
  readonly bodyParser?: boolean;
  readonly configure?: (app: NestExpressApplication) => void | Promise<void>;
}

/**
 * Starts a service's process: JSON logs, request ids, health, a clean stop on SIGTERM and SIGINT. What cannot start says why in
 * one line and exits with 1.
 */
export async function runService(describe: () => ServiceFrame): Promise<void> {
  let frame: ServiceFrame;
  try {
    frame = describe();
  } catch (fault) {
    return giveUp(createLogger('service', []), fault);
  }
  const logger = createLogger(frame.role, frame.towns);
  process.on('unhandledRejection', (fault) => {
    logger.fatal({ err: fault }, 'unhandled rejection');
    process.exit(1);
  });
  try {
    const app = await NestFactory.create<NestExpressApplication>(frame.module, {
      logger: new JsonLogger(logger),
      bodyParser: frame.bodyParser ?? true,
      abortOnError: false,
    });
    app.disable('x-powered-by');
    app.use(requestContextMiddleware);
    app.use(accessLog(logger));
    await frame.configure?.(app);
    app.enableShutdownHooks();
    const host = optionalSetting('YUI_HOST', '127.0.0.1');
    await app.listen(frame.port, host);
    logger.info({ address: await app.getUrl() }, 'listening');
  } catch (fault) {
    giveUp(logger, fault);
  }
}

function giveUp(logger: ReturnType<typeof createLogger>, fault: unknown): void {
  if (fault instanceof ConfigurationError) logger.fatal(fault.message);
  else logger.fatal({ err: fault }, 'could not start');
  setImmediate(() => process.exit(1)); // After the log line is out.
}
