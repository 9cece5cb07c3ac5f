import type { Command } from 'commander'
import { checked } from '@/lib/core/cli/input'
import { JSON_OPTION, type OutputOptions, printResult } from '@/lib/core/cli/output'
import { withDb } from '@/lib/core/cli/runtime'
import { cliActor } from '@/lib/staff/actor'
import { changeSettings } from './commands'
import { getSettings } from './queries'
import { SETTING_NAMES, type SettingName, type Settings, settingsPatch } from './schema'

/** `guildhall settings get|set`: the settings that live in the database. */
export function register(program: Command): void {
  const settings = program.command('settings').description("show and change the community's settings")
  settings
    .command('get')
    .description('show one setting or all settings')
    .addArgument(program.createArgument('[name]').choices(SETTING_NAMES))
    .option(...JSON_OPTION)
    .action(get)
  settings
    .command('set')
    .description(
      'change a setting; separate the values of a list with commas, use "forever" to keep data without limit',
    )
    .addArgument(program.createArgument('<name>').choices(SETTING_NAMES))
    .argument('<value>')
    .option(...JSON_OPTION)
    .action(set)
}

async function get(name: SettingName | undefined, options: OutputOptions): Promise<void> {
  await withDb(async (db) => {
    const all = await getSettings(db)
    if (name) printResult(options, { [name]: all[name] }, toText(all[name], name))
    else printResult(options, all, SETTING_NAMES.map((each) => `${each} ${toText(all[each], each)}`).join('\n'))
  })
}

async function set(name: SettingName, value: string, options: OutputOptions): Promise<void> {
  const patch = checked(settingsPatch, { [name]: fromText(name, value) })
  await withDb(async (db) => {
    const all = await changeSettings(db, cliActor, patch)
    printResult(options, { [name]: all[name] }, toText(all[name], name))
  })
}

const LISTS: ReadonlySet<SettingName> = new Set(['activityKinds', 'dsaTerritory'])

function fromText(name: SettingName, value: string): unknown {
  if (name === 'name' || name === 'zone') return value
  if (LISTS.has(name)) return value === '' ? [] : value.split(',').map((one) => one.trim())
  if (name === 'dsaSubmits') return value === 'true' || (value === 'false' ? false : value)
  if (name === 'dsaLanguage') return value === 'none' ? null : value
  return value === 'forever' ? null : Number(value)
}

const toText = (value: Settings[SettingName], name: SettingName): string =>
  value === null ? (name === 'dsaLanguage' ? 'none' : 'forever') : String(value)
