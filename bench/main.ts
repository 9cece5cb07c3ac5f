/**
 * npm run bench [name …] [--quick]: measures what docs promise. Each figure is a JSON line on stdout, a table for people
 * follows on stderr, and a missed bar makes the exit code 1.
 */
import { readdir, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { endAll, endOnSignals } from './support/endings'
import { type BenchModule, formatTable, isOver, type ReportedFigure } from './support/report'
import { endShared } from './support/shared'

const GIGABYTE = 1024 ** 3
const FOLDER = path.resolve('bench')

async function main(): Promise<number> {
  const { quick, help, asked, problem } = readArguments(process.argv.slice(2))
  const known = (await readdir(FOLDER))
    .filter((file) => file.endsWith('.ts') && file !== 'main.ts')
    .map((file) => file.slice(0, -3))
  if (help || problem) {
    print(`${problem ? `${problem}\n` : ''}npm run bench -- [name …] [--quick]: ${known.join(', ')}`)
    return problem ? 2 : 0
  }
  const unknown = asked.filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    print(`Unknown bench: ${unknown.join(', ')}. Available: ${known.join(', ')}.`)
    return 2
  }
  const figures: ReportedFigure[] = []
  let failed = 0
  const benches = await Promise.all((asked.length > 0 ? asked : known).map(load))
  for (const [index, bench] of benches.entries()) {
    try {
      await runBench(bench, quick, figures)
    } catch (error) {
      failed += 1
      print(`${bench.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    }
    await endShared(new Set(benches.slice(index + 1).flatMap(({ shares = [] }) => shares)))
  }
  print(`\n${formatTable(figures)}`)
  return failed > 0 || figures.some(isOver) ? 1 : 0
}

/** Nothing is measured for a word that isn't understood: all of it takes half an hour. */
function readArguments(args: string[]): { quick: boolean; help: boolean; asked: string[]; problem: string | null } {
  const options = { quick: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } as const
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    return { ...values, asked: positionals, problem: null }
  } catch (error) {
    return { quick: false, help: false, asked: [], problem: error instanceof Error ? error.message : String(error) }
  }
}

type NamedBench = BenchModule & { name: string }

const load = async (name: string): Promise<NamedBench> => ({
  name,
  ...((await import(path.join(FOLDER, `${name}.ts`))) as BenchModule),
})

async function runBench({ name, ...bench }: NamedBench, quick: boolean, figures: ReportedFigure[]): Promise<void> {
  const needed = quick ? 0 : (bench.diskGigabytes ?? 0)
  const disk = await statfs(tmpdir())
  if (disk.bavail * disk.bsize < needed * GIGABYTE) throw new Error(`needs ${needed} GB in ${tmpdir()}; try --quick`)
  if (needed > 0) print(`${name}: uses up to ${needed} GB in ${tmpdir()}, deleted at the end`)
  await bench.run({
    quick,
    say: (line) => print(`${name}: ${line}`),
    report: (figure) => {
      const reported = { bench: name, ...figure, quick }
      figures.push(reported)
      process.stdout.write(`${JSON.stringify(reported)}\n`)
    },
  })
}

const print = (line: string): void => void process.stderr.write(`${line}\n`)

endOnSignals(print)
process.exitCode = await main().finally(() => endAll(print))
