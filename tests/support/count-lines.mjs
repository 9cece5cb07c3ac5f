// npm run lines [commit]: lines of production code by folder (without tests, generated files and blank lines), now and at a commit.
// Default: the first commit.
import { execFileSync } from 'node:child_process'

const FOLDERS = ['app', 'cli', 'components', 'db', 'lib', 'workers', 'server.ts', 'proxy.ts', 'next.config.ts']
const IS_CODE = /\.(ts|tsx|mjs|css|sql)$/
const IS_LEFT_OUT = /\.test\.tsx?$|\.generated\.ts$|\/sql\/.*\.sql$|__snapshots__/

const isCounted = (path) => IS_CODE.test(path) && !IS_LEFT_OUT.test(path)
const folderOf = (path) =>
  path
    .split('/')
    .slice(0, /^(lib|components)\//.test(path) ? 2 : 1)
    .join('/')

/** Lines that are not blank, by folder; of the working tree, or of a commit. */
function count(options, commits) {
  const counts = new Map()
  const found = git('grep', ...options, '--count', '-E', '[^[:space:]]', ...commits, '--', ...FOLDERS)
  for (const line of found.trim().split('\n')) {
    const [path = '', lines = ''] = line.split(':').slice(-2)
    if (isCounted(path)) counts.set(folderOf(path), (counts.get(folderOf(path)) ?? 0) + Number(lines))
  }
  return counts
}

const git = (...parameters) => execFileSync('git', parameters, { encoding: 'utf8', maxBuffer: 2 ** 28 })

const commit = process.argv[2] ?? git('rev-list', '--max-parents=0', 'HEAD').trim().split('\n')[0]
const now = count(['--untracked'], [])
const before = count([], [commit])

const sum = (counts) => [...counts.values()].reduce((total, lines) => total + lines, 0)
const print = (name, one, other) =>
  console.log(
    `${name.padEnd(28)}${String(one).padStart(8)}${String(other).padStart(8)}${String(other - one).padStart(8)}`,
  )
console.log(`${'folder'.padEnd(28)}${commit.slice(0, 7).padStart(8)}${'now'.padStart(8)}${'change'.padStart(8)}`)
for (const folder of [...new Set([...before.keys(), ...now.keys()])].toSorted())
  print(folder, before.get(folder) ?? 0, now.get(folder) ?? 0)
print('all', sum(before), sum(now))
