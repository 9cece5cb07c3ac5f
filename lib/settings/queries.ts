import type { ReadDb } from '@/lib/core/db/types'
import { DEFAULT_SETTINGS, type Settings, storedSettings } from './schema'

/** All settings; one that was never set has its default. */
export async function getSettings(db: ReadDb): Promise<Settings> {
  const rows = await db.selectFrom('setting').select(['key', 'value']).execute()
  const stored = storedSettings.parse(Object.fromEntries(rows.map((row) => [row.key, row.value])))
  return { ...DEFAULT_SETTINGS, ...stored }
}
