import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

// No container engine runs where this is tested, so what can be checked without one is: that the files fit the repository.

interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[]; readonly retries: number };
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

const dockerfile = readFileSync('docker/Dockerfile', 'utf8');
const compose = parse(readFileSync('docker/compose.yaml', 'utf8'), { merge: true }) as {
  services: Readonly<Record<string, Service>>;
};
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build !== undefined);

describe('the image', () => {
  const lines = dockerfile.replace(/\\\n/g, ' ').split('\n');

  it('has pinned bases, ends as an ordinary user, and watches its health', () => {
    const bases = lines.filter((line) => line.startsWith('FROM ')).map((line) => line.split(' ')[1]);
    expect(bases).toHaveLength(3);
    expect(bases.every((base) => /:\d+\.\d+/.test(base ?? ''))).toBe(true);
    const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
    expect(last).toContain('USER node');
    expect(last.some((line) => line.startsWith('HEALTHCHECK') && line.includes('/readyz'))).toBe(true);
    expect(last.some((line) => line.includes('NODE_ENV=production'))).toBe(true);
  });

  it('copies only what is there, and everything that the build reads', () => {
    const sources = lines
      .filter((line) => /^COPY (?!--from)/.test(line))
      .flatMap((line) => line.split(/\s+/).slice(1, -1));
    expect(sources.filter((source) => !existsSync(source))).toEqual([]);
    for (const needed of [
      'package-lock.json',
      'nest-cli.json',
      '.swcrc',
      'apps',
      'libs',
      'tools',
      'demo',
      'test/contract',
      'schema.graphql',
      'CHANGELOG.md',
    ]) {
      expect(sources).toContain(needed);
    }
  });
});

describe('the composition', () => {
  it('is two towns, coordination, the gateway and a database', () => {
    expect(services.map(([name]) => name).sort()).toEqual([
      'coordination',
      'gateway',
      'mongo',
      'shiojiri',
      'tateshina',
    ]);
  });

  it.each(services)('%s has a health check and no floating image', (_name, { healthcheck, image }) => {
    expect(healthcheck?.test.length).toBeGreaterThan(1);
    if (image !== undefined) expect(image).toMatch(/:\d+\.\d+\.\d+$/);
  });

  it.each(ours)(
    '%s starts an entry point that is built, after the database is healthy',
    (_name, { command, depends_on: after, build }) => {
      const entry = command?.[1] ?? '';
      expect(existsSync(entry.replace(/^dist\//, '').replace(/\.js$/, '.ts'))).toBe(true);
      const { projects } = JSON.parse(readFileSync('nest-cli.json', 'utf8')) as {
        projects: Record<string, { type: string; sourceRoot: string }>;
      };
      expect(
        Object.values(projects).some(
          ({ type, sourceRoot }) => type === 'application' && entry.startsWith(`dist/${sourceRoot}`),
        ),
      ).toBe(true);
      expect(after?.['mongo']?.condition).toBe('service_healthy');
      expect(build).toEqual({ context: '..', dockerfile: 'docker/Dockerfile' });
    },
  );

  it.each(ours)('%s is given only settings that a service reads', (_name, { environment }) => {
    const read = [
      'libs/service/src/federation-file.ts',
      'apps/municipality/src/towns/settings.ts',
      'apps/municipality/src/towns/towns.service.ts',
      'apps/municipality/src/main.ts',
    ]
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    for (const name of Object.keys(environment ?? {})) expect(read).toContain(`'${name}'`);
  });

  it("gives each town its own key and nobody else's, mounts secrets read-only, and publishes the gateway alone", () => {
    for (const [name, { volumes = [], command = [], ports }] of ours) {
      const keys = volumes.filter((volume) => volume.includes('/keys/'));
      const towns = command[command.indexOf('--towns') + 1] ?? '';
      expect(keys.map((key) => /(\d{6})\.private/.exec(key)?.[1])).toEqual(
        command.includes('--towns') ? towns.split(',') : [],
      );
      expect(volumes.every((volume) => volume.endsWith(':ro'))).toBe(true);
      expect(ports !== undefined).toBe(name === 'gateway');
    }
  });

  it('holds no secret and demands an issuer', () => {
    const text = readFileSync('docker/compose.yaml', 'utf8');
    expect(text).not.toMatch(/password|secret:|YUI_DEMO_CLIENT/i);
    expect(text).toMatch(/YUI_ISSUER:\?/);
  });
});
