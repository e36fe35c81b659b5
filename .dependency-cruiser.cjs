// Which room may know which: the directions of docs/architecture.md, checked by `npm run lint`.
const error = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

// The only outside code a rule may use: deterministic, no I/O. Hashes and signatures come in as values from libs/messages.
const pureLibraries = '(^|/)(temporal-polyfill|@holiday-jp)/';

module.exports = {
  forbidden: [
    error(
      'domain-is-pure',
      'Rules know no Nest, mongoose, GraphQL, node: module or other room. Do the I/O in the slice and pass values in.',
      { path: '^libs/domain/src', pathNot: '\\.spec\\.ts$' },
      { pathNot: ['^libs/domain/src', pureLibraries] },
    ),
    error(
      'a-library-knows-only-the-domain',
      'Two libraries that need each other are one library, or the shared part belongs to the domain.',
      { path: '^libs/([^/]+)/', pathNot: '^libs/testkit/|\\.spec\\.ts$' },
      { path: '^(libs|apps)/', pathNot: ['^libs/$1/', '^libs/domain/'] },
    ),
    error(
      'apps-never-know-each-other',
      'Apps speak over the wire: the graph or signed messages.',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    error(
      'console-knows-only-the-domain',
      'The console speaks to the gateway; it shares pure rules and nothing else.',
      { path: '^apps/console/' },
      { path: '^libs/', pathNot: '^libs/domain/' },
    ),
    error(
      'through-the-front-door',
      'Another slice is used through the files that bear its own name: <slice>/<slice>.(service|module|events).ts.',
      { path: '^apps/([^/]+)/src/([^/]+)/', pathNot: '^apps/[^/]+/src/(graph|migrations)/' },
      {
        path: '^apps/$1/src/[^/]+/',
        pathNot: [
          '^apps/$1/src/$2/',
          '/src/([^/]+)/\\1\\.(service|module|events)\\.ts$',
          '\\.graph\\.ts$',
          '/src/migrations/town-database\\.migration\\.ts$',
        ],
      },
    ),
    error(
      'graph-types-only-for-resolvers',
      'Services speak in domain values; only doors know the shape of the graph.',
      { pathNot: '(\\.(resolver|graph|graph\\.module)|\\.spec)\\.ts$|/src/graph/|^libs/graph/' },
      { path: '\\.graph\\.ts$' },
    ),
    error(
      'graphql-only-at-the-door',
      'GraphQL stays in *.graph.ts, *.resolver.ts, the graph folder, libs/graph, libs/supergraph and the composition.',
      {
        pathNot:
          '(\\.(resolver|graph|scalar|module)|\\.spec)\\.ts$|/src/graph/|^libs/(graph|supergraph)/|^tools/src/compose/|^(test|apps/(console|gateway))/',
      },
      { path: '(^|/)(@nestjs/(graphql|apollo)|graphql)(/|$)' },
    ),
    error(
      'models-stay-home',
      'A stored shape is touched by its own store only.',
      { pathNot: '\\.(store|module|migration|store\\.spec)\\.ts$' },
      { path: '\\.model\\.ts$' },
    ),
    error(
      'mongoose-only-in-stores',
      'Persistence stays in *.store.ts, *.model.ts, migrations and libs/mongo; the tools that start a database may ask whether it answers.',
      {
        pathNot: '(\\.(store|model|module|migration)|\\.spec)\\.ts$|^libs/(mongo|testkit)/|^tools/src/database/|^test/',
      },
      { path: '(^|/)(mongoose|mongodb|@nestjs/mongoose)(/|$)' },
    ),
    error(
      'planning-only-in-its-thread',
      'To read what all towns have told and to solve block the thread they run in, and the service must go on answering: ask PlanThread.',
      {
        path: '^apps/coordination/src/',
        pathNot: '/year-plan/plan-(worker|tasks|input|making|comparing|ready|revising|explaining)\\.ts$',
      },
      {
        path: '^apps/coordination/src/year-plan/plan-(worker|tasks|input|making|comparing|ready|revising|explaining)\\.ts$|^libs/planner/src/(?!start-)',
        dependencyTypesNot: ['type-only'],
      },
    ),
    error(
      'schedules-only-in-jobs',
      'When something runs is told in *.jobs.ts; what it does, in the service.',
      { pathNot: '\\.(jobs|module)\\.ts$' },
      { path: '(^|/)@nestjs/schedule(/|$)' },
    ),
    error(
      'no-test-code-in-the-product',
      'Specs, test/ and libs/testkit are for tests, and for the commands that simulate and that make up instances.',
      { pathNot: '\\.spec\\.ts$|^test/|^bench/|^libs/testkit/|^tools/src/commands/(simulate|plan)\\.ts$' },
      { path: '\\.spec\\.ts$|^test/|^libs/testkit/' },
    ),
    error(
      'no-cycles',
      'A cycle crashes code-first types at start under ESM and hides a third thing: a domain rule, an event, a read question.',
      {},
      { circular: true },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true, // type-only imports count too
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['source', 'import', 'node', 'default'], exportsFields: ['exports'] },
  },
};
