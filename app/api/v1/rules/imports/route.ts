import { json } from '@/lib/core/http/route'
import { importRules } from '@/lib/moderation/commands/import-rules'
import { IMPORT_BYTES_MAX, importedRules, ruleImport } from '@/lib/moderation/schema/automatic-rules'
import { route } from '@/lib/staff/access'

/** Reads rules from what other systems export; nothing is saved. */
export const POST = route(
  {
    permission: 'rules:write',
    summary: 'Read rules from another system’s file',
    answer: importedRules,
    body: ruleImport,
    limits: { bytes: IMPORT_BYTES_MAX },
  },
  async ({ actor, body }) => json(await importRules(actor, body)),
)
