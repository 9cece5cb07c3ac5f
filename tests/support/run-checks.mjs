// npm test: every check and every test, each timed, none stopped by another's failure; one line with the sum at the end.
// npm test -- name: only the test files whose path has the name in it.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runStep } from './run-step.mjs'
import { findTestFiles } from './test-files.mjs'

const folder = await mkdtemp(join(tmpdir(), 'guildhall-checks-'))
const names = process.argv.slice(2)
const total = { passed: 0, failed: 0 }
/** What failed, named once more at the end: what is kept of a long output is often its end. */
const failures = []

/** Where the tests write down which operations of the API they have seen succeed. */
process.env.CHECKED_ANSWERS = await mkdtemp(join(folder, 'answers-'))

try {
  if (names.length > 0) await runNamed(names)
  else await runAll()
} finally {
  await rm(folder, { recursive: true, force: true })
}
for (const failure of failures) console.log(`FAILED ${failure}`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0

async function runAll() {
  // Two at a time: each of these uses one core.
  await runChecks([
    [
      ['lint', 'biome', ['ci', '--error-on-warnings', '.']],
      ['dependency rules', 'node', ['tests/support/check-dependencies.mjs']],
      ['unused code', 'knip', []],
      ['schema types', 'tsx', ['tests/support/generate-schema.ts', '--verify']],
      ['API document', 'tsx', ['tests/support/generate-openapi.ts', '--verify']],
    ],
    [['types', 'sh', ['-c', 'next typegen && tsc --noEmit']]],
  ])
  await runChecks([[['build', 'node', ['cli/guildhall.mjs', 'build']]]])
  await runVitest([])
  await runPlaywright([])
  await runChecks([[['a success of each operation', 'tsx', ['tests/support/check-coverage.ts']]]])
}

async function runNamed(wanted) {
  const files = await findTestFiles(wanted)
  if (files.vitest.length + files.playwright.length === 0)
    console.log(`No test file has ${wanted.join(' or ')} in its path.`)
  if (files.vitest.length > 0) await runVitest(files.vitest)
  if (files.playwright.length > 0) await runPlaywright(files.playwright)
}

/** Runs lists of checks side by side, the checks of a list one after another; each counts as one. */
async function runChecks(lists) {
  const runList = async (list) => {
    for (const [name, command, parameters] of list) {
      const isPassed = await runStep(name, command, parameters, { isQuiet: true })
      total[isPassed ? 'passed' : 'failed'] += 1
      if (!isPassed) failures.push(name)
    }
  }
  await Promise.all(lists.map(runList))
}

async function runVitest(files) {
  const report = join(folder, 'vitest.json')
  const parameters = ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`, ...files]
  const isPassed = await runStep('unit, integration and fault tests', 'vitest', parameters)
  const result = await readJson(report)
  const broken =
    result?.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0) ?? []
  for (const file of result?.testResults ?? []) {
    if (broken.includes(file)) failures.push(`${file.name}: ${firstLine(file.message)}`)
    for (const one of file.assertionResults.filter(({ status }) => status === 'failed'))
      failures.push(`${file.name} > ${one.fullName}: ${firstLine(one.failureMessages[0])}`)
  }
  add(isPassed, result && { passed: result.numPassedTests, failed: result.numFailedTests + broken.length })
}

async function runPlaywright(files) {
  const report = join(folder, 'playwright.json')
  const isPassed = await runStep('browser tests', 'playwright', ['test', '--reporter=list,json', ...files], {
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  })
  const stats = (await readJson(report))?.stats
  add(isPassed, stats && { passed: stats.expected, failed: stats.unexpected + stats.flaky })
}

function firstLine(text = '') {
  return text.split('\n', 1)[0]
}

/** A runner that failed without one failed test (it crashed, or found none) counts as one failure. */
function add(isPassed, counted) {
  total.passed += counted?.passed ?? 0
  total.failed += Math.max(counted?.failed ?? 0, isPassed ? 0 : 1)
}

async function readJson(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return null
  }
}
