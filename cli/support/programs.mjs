// The programs of Guildhall (command line, web, worker, simulator, and the matcher, a thread) as JavaScript: bundled from their
// sources in a fifth of a second, so that a process starts without reading and compiling hundreds of files. Packages stay
// outside.
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const ENTRIES = {
  cli: './cli/main.ts',
  web: './server.ts',
  worker: './workers/main.ts',
  simulator: './workers/simulator.ts',
  matcher: './workers/matcher.ts',
}
/** They decide how sources are read and which packages stand behind them. */
const SETTINGS = ['package-lock.json', 'tsconfig.json']
const FOLDER = 'dist'
const NOTE = 'current.json'
/** A Guildhall that runs starts its programs anew from the bundle that it began with, so that earlier ones stay for a while. */
const KEPT = 5

/**
 * Bundles the programs where that has not been done or a file that went into it has changed since.
 * @param {string} root folder of the project
 * @returns {Promise<string>} the folder in which each program lies as `<name>.js`
 * @throws where the sources can't be bundled; what is wrong with them stands on stderr
 */
export async function bundlePrograms(root) {
  return (await findCurrent(root)) ?? (await bundleAll(root))
}

async function findCurrent(root) {
  try {
    const { folder, inputs } = JSON.parse(await readFile(join(root, FOLDER, NOTE), 'utf8'))
    const hashes = await hashFiles(root, Object.keys(inputs))
    const isSame = Object.entries(inputs).every(([path, hash]) => hashes[path] === hash)
    const path = join(root, FOLDER, folder)
    return isSame && (await stat(path)).isDirectory() ? path : null
  } catch {
    // None yet, or a source is gone.
    return null
  }
}

async function bundleAll(root) {
  const own = join(root, FOLDER, `.${randomUUID()}`)
  try {
    const inputs = await hashFiles(root, [...(await bundleInto(own, root, ENTRIES)).sort(), ...SETTINGS])
    const folder = createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 16)
    // Where another process was first its bundle is the same.
    await rename(own, join(root, FOLDER, folder)).catch((error) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
    await writeNote(root, { folder, inputs })
    await removeOld(join(root, FOLDER), folder)
    return join(root, FOLDER, folder)
  } finally {
    await rm(own, { recursive: true, force: true })
  }
}

/**
 * Bundles TypeScript sources into a folder.
 * @param {string} folder
 * @param {string} root of the project
 * @param {Record<string, string>} entries the source of each `<name>.js`
 * @returns {Promise<string[]>} the files that went into it, as paths from the root
 */
export async function bundleInto(folder, root, entries) {
  const esbuild = await import('esbuild')
  try {
    const { metafile } = await esbuild.build({
      absWorkingDir: root,
      entryPoints: entries,
      outdir: folder,
      bundle: true,
      splitting: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node24',
      sourcemap: 'linked',
      sourcesContent: false,
      metafile: true,
      logLevel: 'error',
    })
    return Object.keys(metafile.inputs)
  } finally {
    // Its helper would stay for as long as this process.
    await esbuild.stop()
  }
}

async function hashFiles(root, paths) {
  const entries = paths.map(async (path) => [path, hashOf(await readFile(join(root, path)))])
  return Object.fromEntries(await Promise.all(entries))
}

const hashOf = (content) => createHash('sha256').update(content).digest('hex')

/** Whole or not at all. */
async function writeNote(root, note) {
  const own = join(root, FOLDER, `.${randomUUID()}`)
  await mkdir(join(root, FOLDER), { recursive: true })
  await writeFile(own, JSON.stringify(note))
  await rename(own, join(root, FOLDER, NOTE))
}

async function removeOld(folder, current) {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.') && name !== NOTE && name !== current)
  const made = await Promise.all(names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })))
  const old = made.sort((a, b) => b.at - a.at).slice(KEPT - 1)
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { recursive: true, force: true })))
}
