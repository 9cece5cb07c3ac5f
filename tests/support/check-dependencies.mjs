// Holds every import against .dependency-cruiser.cjs, and refuses to be content with having seen too little: with an
// unfit TypeScript the tool has been seen to pass over no module at all.
import { cruise } from 'dependency-cruiser'
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-config'
import extractTypeScriptConfig from 'dependency-cruiser/config-utl/extract-ts-config'

const FOLDERS = ['app', 'bench', 'cli', 'components', 'db', 'lib', 'tests', 'workers', 'server.ts', 'proxy.ts']
const LEAST_MODULES = 200

const config = await extractConfig('./.dependency-cruiser.cjs')
const { output } = await cruise(
  FOLDERS,
  { ruleSet: config, validate: true, outputType: 'json', ...config.options },
  undefined,
  {
    tsConfig: extractTypeScriptConfig('tsconfig.json'),
  },
)
const { modules, summary } = JSON.parse(output)
const own = modules.filter((module) => /^(app|cli|components|db|lib|workers)\/.*\.tsx?$/.test(module.source))
for (const { from, to, rule } of summary.violations) console.log(`${rule.name}: ${from} -> ${to}`)
console.log(`${own.length} modules seen, ${summary.violations.length} imports against the rules`)
if (own.length < LEAST_MODULES)
  console.log(`At least ${LEAST_MODULES} modules were expected: the check did not see the code.`)
if (own.length < LEAST_MODULES || summary.violations.length > 0) process.exitCode = 1
