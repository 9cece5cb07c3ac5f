/** The rules of docs/architecture.md, "Rooms and who may enter". Types vanish at run time, so importing only them is free. */
const code = { dependencyTypesNot: ['type-only'] }
const TESTS = ['\\.test\\.tsx?$', '^tests/', '^bench/']

const SERVER_PACKAGES = ['node_modules/kysely/', 'node_modules/pg/', 'node_modules/socket\\.io/']

const PROCESSES = ['^app/', '^components/', '^workers/', '^cli/', '^server']
const SCREEN_PACKAGES = ['node_modules/next/', 'node_modules/react/', 'node_modules/socket\\.io/']

const refuse = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { pathNot: TESTS, ...from },
  to: { ...code, ...to },
})

module.exports = {
  forbidden: [
    // A type is gone at run time, and a late import comes when everything is loaded: neither makes an order impossible.
    refuse(
      'no-cycles',
      'A cycle has no order to be read in.',
      {},
      {
        circular: true,
        viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] },
      },
    ),
    refuse('no-unresolvable', 'Everything that is imported has to be there.', {}, { couldNotResolve: true }),
    refuse(
      'app-is-thin',
      'Routes and pages get the database through route() and requirePage().',
      { path: '^app/' },
      {
        path: ['^lib/core/', '^workers/', '^cli/', '^db/', '^server', ...SERVER_PACKAGES],
        pathNot: [
          '^lib/core/http/',
          '^lib/core/auth/',
          '^lib/core/time/',
          '^lib/core/env',
          '^lib/core/realtime/topics',
        ],
      },
    ),
    refuse(
      'components-ask-the-api',
      'Components know shapes, terms, permissions, times and topics, and ask the API for the rest.',
      { path: '^components/' },
      {
        path: ['^lib/', '^app/', '^workers/', '^cli/', '^db/', '^server', ...SERVER_PACKAGES],
        pathNot: [
          '/schema(/|\\.ts$)',
          '^lib/\\w+/terms\\.ts$',
          '^lib/core/uuid',
          '^lib/core/text',
          '^lib/core/http/page',
          '^lib/staff/roles',
          '^lib/metrics/catalogue',
          '^lib/core/time/',
          '^lib/core/csv',
          '^lib/core/validation-message',
          '^lib/core/http/(client|page-build)',
          '^lib/core/auth/client',
          '^lib/core/realtime/topics',
        ],
      },
    ),
    refuse(
      'answers-are-not-parsed',
      'Tests hold every answer against its schema, so that pages know its type and load no schema. Constants stand in terms.ts.',
      {
        path: [
          '^components/.*-(client|query)\\.ts$',
          '^components/(screen|shell)/',
          '^lib/core/http/(client|page-build)',
        ],
      },
      { path: ['/schema(/|\\.ts$)', 'node_modules/zod/'], pathNot: ['/insight-period'] },
    ),
    refuse(
      'ui-knows-no-domain',
      'Primitives are free of domain words.',
      { path: '^components/ui/' },
      { path: ['^lib/', '^components/'], pathNot: ['^components/ui/', '^lib/core/time/', '^lib/core/text'] },
    ),
    refuse(
      'recharts-stays-in-charts',
      'One place draws, and it is loaded late.',
      { pathNot: ['^components/charts/', ...TESTS] },
      { path: 'node_modules/recharts/' },
    ),
    refuse(
      'queries-only-read',
      'Reading never reaches a command.',
      { path: '^lib/.+/queries' },
      { path: ['^lib/.+/commands', ...SCREEN_PACKAGES] },
    ),
    refuse(
      'commands-know-no-screen',
      'Commands run in the web, the worker and the command line.',
      { path: '^lib/.+/commands' },
      { path: SCREEN_PACKAGES },
    ),
    refuse(
      'rules-are-pure',
      'Rules know shapes, errors and times.',
      { path: '^lib/.+/rules' },
      {
        path: [
          '^lib/.+/commands',
          '^lib/.+/queries',
          '^lib/.+/tasks',
          '^lib/core/',
          ...SCREEN_PACKAGES,
          ...SERVER_PACKAGES,
        ],
        pathNot: ['^lib/core/errors', '^lib/core/time/'],
      },
    ),
    refuse(
      'core-knows-no-domain',
      'Plumbing has no domain words.',
      { path: '^lib/core/' },
      { path: ['^lib/', ...PROCESSES], pathNot: '^lib/core/' },
    ),
    refuse('lib-knows-no-process', 'lib serves every process.', { path: '^lib/' }, { path: PROCESSES }),
    refuse(
      'writers-touch',
      'Who writes rows calls touch(), and all that is computed of them follows. The demo fills its past in bulk.',
      { path: '^lib/', pathNot: ['^lib/(metrics|demo)/', ...TESTS] },
      { path: ['^lib/metrics/activity/(record|withdraw|state)', '^lib/metrics/commands/mark-'] },
    ),
    refuse(
      'migrations-are-frozen',
      'A migration must do the same for ever.',
      { path: '^db/migrations/' },
      { path: '.', pathNot: 'node_modules/kysely/' },
    ),
    refuse(
      'no-dev-dependencies',
      'What runs in production comes with `npm ci --omit=dev`.',
      { path: [...PROCESSES, '^lib/', '^db/', '^proxy'] },
      { dependencyTypes: ['npm-dev'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|test-results|playwright-report)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
