/** A setting is missing or unusable. The message is one sentence for the operator. */
export class ConfigurationError extends Error {}

export function requiredSetting(name: string, meaning: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new ConfigurationError(`Set ${name} (${meaning}).`);
  return value;
}

export function optionalSetting(name: string, otherwise: string): string {
  const value = process.env[name];
  return value === undefined || value === '' ? otherwise : value;
}
