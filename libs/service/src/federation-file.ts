import { readFileSync } from 'node:fs';
import type { Federation } from '#domain/federation/federation';
import { ConfigurationError, requiredSetting } from './config.js';

/** Reads the federation document that this process pins (YUI_FEDERATION). */
export function readFederation(): Federation {
  const path = requiredSetting('YUI_FEDERATION', 'path of the federation document');
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Federation;
  } catch (cause) {
    throw new ConfigurationError(`The federation document ${path} cannot be read: ${String(cause)}`);
  }
}
