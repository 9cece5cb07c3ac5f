import { json } from '@/lib/core/http/route'
import { changeSettings } from '@/lib/settings/commands'
import { getSettings } from '@/lib/settings/queries'
import { settingsPatch, settingsSchema } from '@/lib/settings/schema'
import { route } from '@/lib/staff/access'

export const GET = route(
  { permission: 'settings:read', summary: 'Get the settings', answer: settingsSchema },
  async ({ db }) => json(await getSettings(db)),
)

export const PATCH = route(
  { permission: 'settings:write', summary: 'Change settings', answer: settingsSchema, body: settingsPatch },
  async ({ db, actor, body }) => json(await changeSettings(db, actor, body)),
)
