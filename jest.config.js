/** Tests run the TypeScript sources (the "source" condition of package.json's imports); end-to-end tests also start the built processes. */
const sourceTests = {
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node'] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: {
          parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2022',
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};

export default {
  projects: [
    {
      ...sourceTests,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,libs,tools,demo,test/simulation}/**/*.spec.ts'],
    },
    { ...sourceTests, displayName: 'tidy', testMatch: ['<rootDir>/test/{tidy,contract,rights}/**/*.spec.ts'] },
    {
      ...sourceTests,
      displayName: 'end-to-end',
      testMatch: ['<rootDir>/test/{story,federation,faults,abuse}/**/*.spec.ts'],
      setupFiles: ['<rootDir>/test/support/own-ports.mjs'],
    },
  ],
  testTimeout: 60_000,
};
