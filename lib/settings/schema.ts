import { z } from 'zod'
import { SETTING_ENTRIES, type SettingEntries, type SettingName } from '../domains.shared'

export type { SettingName } from '../domains.shared'

type Shape = { [Name in SettingName]: SettingEntries[Name]['schema'] }

export const SETTING_NAMES = Object.keys(SETTING_ENTRIES) as SettingName[]

const ofEach = <Value>(read: (name: SettingName) => Value) =>
  Object.fromEntries(SETTING_NAMES.map((name) => [name, read(name)]))

/** The settings that live in the database, stored one row each, by the names that the domains' manifests give them. */
export const settingsSchema = z.object(ofEach((name) => SETTING_ENTRIES[name].schema) as Shape)

export type Settings = z.output<typeof settingsSchema>

/** What a setting is that was never set. */
export const DEFAULT_SETTINGS = ofEach((name) => SETTING_ENTRIES[name].fallback) as Settings

/** The settings as they are stored. */
export const storedSettings = z
  .object(ofEach((name) => SETTING_ENTRIES[name].stored ?? SETTING_ENTRIES[name].schema) as Shape)
  .partial()

/** A change of one or more settings; a name that is not a setting is refused, so that a typing error can't pass unseen. */
export const settingsPatch = settingsSchema.partial().strict()
export type SettingsPatch = z.output<typeof settingsPatch>
