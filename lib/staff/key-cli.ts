import { type Command, Option } from 'commander'
import { checked, everyPage } from '@/lib/core/cli/input'
import { JSON_OPTION, type OutputOptions, printResult } from '@/lib/core/cli/output'
import { withDb } from '@/lib/core/cli/runtime'
import { cliActor } from './actor'
import { addKeyBody } from './add-key'
import { addKey, revokeKey } from './commands/manage-keys'
import { ROLES } from './permissions'
import { listKeys } from './queries/list-keys'
import { type KeyView, keyIdParams } from './schema'

/** `guildhall key add|list|revoke`: keys with which programs use the API. */
export function register(program: Command): void {
  const key = program.command('key').description('manage API keys, which are sent as Authorization: Bearer')
  key
    .command('add')
    .description('create a key and show it once')
    .requiredOption('--name <name>', 'name of the program that uses the key')
    .addOption(new Option('--role <role>', 'role of the key').choices(ROLES).makeOptionMandatory())
    .option('--scope <permission...>', 'limit the key to these permissions')
    .option(...JSON_OPTION)
    .action(add)
  key
    .command('list')
    .description('list all keys, including revoked keys')
    .option(...JSON_OPTION)
    .action(list)
  key
    .command('revoke')
    .description('revoke a key')
    .argument('<id>')
    .option(...JSON_OPTION)
    .action(revoke)
}

async function add(options: OutputOptions & { name: string; role: string; scope?: string[] }): Promise<void> {
  const input = checked(addKeyBody, { name: options.name, role: options.role, scopes: options.scope ?? [] })
  await withDb(async (db) => {
    const made = await addKey(db, cliActor, input)
    printResult(options, made, made.key)
  })
}

async function list(options: OutputOptions): Promise<void> {
  await withDb(async (db) => {
    const items = await everyPage((after) => listKeys(db, { limit: 200, after }))
    printResult(options, { items }, items.map(describe).join('\n') || 'There are no keys yet.')
  })
}

async function revoke(id: string, options: OutputOptions): Promise<void> {
  const input = checked(keyIdParams, { id })
  await withDb(async (db) => {
    const key = await revokeKey(db, cliActor, input.id)
    printResult(options, key, describe(key))
  })
}

const describe = (key: KeyView): string =>
  [key.id, `…${key.hint}`, key.name, key.role, key.scopes.join(','), key.revokedAt ? 'revoked' : '']
    .filter(Boolean)
    .join('  ')
