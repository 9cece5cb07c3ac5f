import { openCsv } from './csv'
import type { Importer } from './lines'
import { openZulip } from './zulip'

/** The formats that can be imported. */
export const IMPORTERS = { csv: openCsv, zulip: openZulip } as const satisfies Record<string, Importer>
