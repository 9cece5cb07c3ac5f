#!/usr/bin/env node
// Runs the command line on Node 24, which npm ci installs as a dependency, whatever the host's own Node is. Plain JavaScript
// that Node 20 understands.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chooseNode } from './support/choose-node.mjs'
import { bundlePrograms } from './support/programs.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bundled = join(root, 'node_modules', '.bin', 'node')
const choice = chooseNode(process.versions.node, existsSync(bundled))

if (choice === 'refuse') {
  console.error(`Guildhall needs Node 24, but this is ${process.versions.node}. Run npm ci in ${root} to install it.`)
  process.exitCode = 1
} else if (choice === 'bundled') {
  runBundled()
} else {
  await runHere()
}

/** The child stops by itself when this process is killed, because its channel to us closes. */
function runBundled() {
  const child = spawn(bundled, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.once('exit', (code, signal) => {
    process.exitCode = signal ? 1 : (code ?? 1)
  })
}

async function runHere() {
  // A terminal that was closed, or a reader that has seen enough, takes no more lines; a stop has to go through all the same.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  // What has been compiled once is read back, here and in all that this process starts.
  process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules', '.cache', 'guildhall')
  module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE)
  try {
    await import('./support/source-maps.mjs')
    const { main } = await import(pathToFileURL(join(await bundlePrograms(root), 'cli.js')).href)
    await main(process.argv)
  } catch (error) {
    // A wrong setting is found while the modules load, before any command could say so.
    if (error.name !== 'EnvError') throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
