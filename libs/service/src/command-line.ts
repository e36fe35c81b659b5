import { parseArgs } from 'node:util';
import { parseMunicipalityCode, type MunicipalityCode } from '#domain/municipality/code';
import { ConfigurationError } from './config.js';

export interface ServiceArguments {
  readonly port: number;
  readonly towns: readonly MunicipalityCode[];
}

/**
 * Reads `--port 4101 --towns 203505,202177`. Both stand on the command line, not in the environment, so that `ps` tells an
 * operator who is who.
 */
export function serviceArguments(argv: readonly string[] = process.argv.slice(2)): ServiceArguments {
  const { values } = parseArgs({ args: [...argv], options: { port: { type: 'string' }, towns: { type: 'string' } } });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new ConfigurationError('Give --port a number from 0 to 65535.');
  const towns = (values.towns ?? '').split(',').filter((text) => text !== '');
  return {
    port,
    towns: towns.map((text) => {
      const code = parseMunicipalityCode(text);
      if (!code.ok) throw new ConfigurationError(`--towns takes municipality codes of 6 digits; "${text}" is none.`);
      return code.value;
    }),
  };
}
