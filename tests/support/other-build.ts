import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from './endpoints'

/** A folder with the build of this checkout under another id, as after an update. */
export async function anotherBuild(id: string): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'guildhall-build-'))
  await linkAll(ROOT, folder, '.next')
  await mkdir(join(folder, '.next'))
  await linkAll(join(ROOT, '.next'), join(folder, '.next'), 'BUILD_ID')
  await writeFile(join(folder, '.next', 'BUILD_ID'), id)
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

async function linkAll(from: string, to: string, except: string): Promise<void> {
  const names = (await readdir(from)).filter((name) => name !== except)
  await Promise.all(names.map((name) => symlink(join(from, name), join(to, name))))
}
