import { spawn } from 'node:child_process'
import { delimiter, resolve } from 'node:path'

const BIN = resolve('node_modules/.bin')

/**
 * Runs one step and says how long it took. A quiet one prints its output only where it fails.
 * @param {string} name
 * @param {string} command a program of node_modules/.bin, or of the system
 * @param {string[]} parameters
 * @param {{ isQuiet?: boolean, env?: Record<string, string> }} options
 * @returns {Promise<boolean>} whether it passed
 */
export async function runStep(name, command, parameters, { isQuiet = false, env = {} } = {}) {
  const startedAt = performance.now()
  const { code, output } = await run(command, parameters, isQuiet, env)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  if (code !== 0 && output) console.log(output.trimEnd())
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  return code === 0
}

function run(command, parameters, isQuiet, env) {
  return new Promise((done) => {
    const child = spawn(command, parameters, {
      env: { ...process.env, PATH: `${BIN}${delimiter}${process.env.PATH}`, NEXT_TELEMETRY_DISABLED: '1', ...env },
      stdio: isQuiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
    child.once('error', (error) => done({ code: 1, output: String(error) }))
    child.once('close', (code) => done({ code: code ?? 1, output }))
  })
}
