import { json } from '@/lib/core/http/route'
import { changeSettings } from '@/lib/settings/commands'
import { getSettings } from '@/lib/settings/queries'
import { settingsPatch } from '@/lib/settings/schema'
import { route } from '@/lib/staff/access'

export const GET = route({ permission: 'settings:read' }, async ({ db }) => json(await getSettings(db)))

export const PATCH = route({ permission: 'settings:write', body: settingsPatch }, async ({ db, actor, body }) =>
  json(await changeSettings(db, actor, body)),
)
