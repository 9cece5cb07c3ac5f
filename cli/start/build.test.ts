import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ensureBuild, hashSources, isBuilt } from './build'

async function aProject(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'guildhall-build-'))
  onTestFinished(() => rm(root, { recursive: true }))
  await mkdir(join(root, 'app'))
  await writeFile(join(root, 'app', 'page.tsx'), 'export default 1')
  await writeFile(join(root, 'package-lock.json'), '{}')
  return root
}

async function pretendBuilt(root: string): Promise<void> {
  await mkdir(join(root, '.next'), { recursive: true })
  await writeFile(join(root, '.next', 'BUILD_ID'), 'x')
  await writeFile(join(root, '.next', 'guildhall-sources'), await hashSources(root))
}

test('is stale where it is missing or was cut short', async () => {
  const root = await aProject()
  expect(await isBuilt(root)).toBe(false)
  await pretendBuilt(root)
  expect(await isBuilt(root)).toBe(true)
  await rm(join(root, '.next', 'BUILD_ID'))
  expect(await isBuilt(root)).toBe(false)
})

test('is stale after a source or the packages change, in content or in name', async () => {
  const root = await aProject()
  for (const change of [
    () => writeFile(join(root, 'app', 'page.tsx'), 'export default 2'),
    () => writeFile(join(root, 'app', 'layout.tsx'), 'export default 1'),
    () => writeFile(join(root, 'package-lock.json'), '{ }'),
    () => rm(join(root, 'app', 'layout.tsx')),
  ]) {
    await pretendBuilt(root)
    await change()
    expect(await isBuilt(root)).toBe(false)
  }
})

test('is not stale after a checkout that only changes times, or after a test changes', async () => {
  const root = await aProject()
  await pretendBuilt(root)
  await utimes(join(root, 'app', 'page.tsx'), new Date(), new Date())
  await writeFile(join(root, 'app', 'page.test.tsx'), 'x')
  await mkdir(join(root, 'docs'))
  await writeFile(join(root, 'docs', 'x.md'), 'x')
  expect(await isBuilt(root)).toBe(true)
})

/** A project whose build takes a moment and notes each time that it ran. */
async function aProjectThatBuilds(): Promise<string> {
  const root = await aProject()
  const bin = join(root, 'node_modules', 'next', 'dist', 'bin')
  await mkdir(bin, { recursive: true })
  await writeFile(
    join(bin, 'next'),
    `const { appendFileSync, writeFileSync } = require('node:fs')
    appendFileSync('built', 'x')
    setTimeout(() => writeFileSync('.next/BUILD_ID', 'x'), 300)`,
  )
  return root
}

test('two starts at once build once', async () => {
  const root = await aProjectThatBuilds()
  await Promise.all([ensureBuild(root), ensureBuild(root)])
  expect(await isBuilt(root)).toBe(true)
  expect(await readFile(join(root, 'built'), 'utf8')).toBe('x')
})

test('what a start that was killed held is taken over', async () => {
  const root = await aProjectThatBuilds()
  await mkdir(join(root, '.next', 'cache'), { recursive: true })
  // Above what any system gives to a process.
  await writeFile(join(root, '.next', 'cache', 'guildhall-building'), '4194305')
  await ensureBuild(root)
  expect(await isBuilt(root)).toBe(true)
})
