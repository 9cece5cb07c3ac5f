import { z } from 'zod'
import { pageOf, pageQuery } from '@/lib/core/http/page'

export const IMPORT_KINDS = ['csv', 'zulip'] as const
export type ImportKind = (typeof IMPORT_KINDS)[number]

export const IMPORT_STATUSES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const
export type ImportStatus = (typeof IMPORT_STATUSES)[number]

const count = z.number().int().nonnegative()

/** What an import found: `lines = messages + superseded + rejected` and `messages = new + changed + unchanged`. */
export const importCounts = z.object({
  /** Lines of the file, the header not counted. */
  lines: count,
  /** Distinct messages in them. */
  messages: count,
  new: count,
  changed: count,
  unchanged: count,
  /** Lines that a later line of the same message has replaced. */
  superseded: count,
  /** Lines that can't go in; why stands in the file of rejected lines. */
  rejected: count,
})
export type ImportCounts = z.output<typeof importCounts>

/** How far an import is: reading counts bytes, merging counts messages, sorting lies between them and has no measure. */
export const importProgress = z.object({
  phase: z.enum(['reading', 'sorting', 'merging']),
  done: count,
  /** Null where it is not known, as of a pipe. */
  total: count.nullable(),
  /** Lines read, or messages merged, per second. */
  rate: z.number().nonnegative(),
  remainingSeconds: z.number().nonnegative().nullable(),
})
export type ImportProgress = z.output<typeof importProgress>

/** What the row of an import keeps in `counts`. */
export const importState = z.object({
  counts: importCounts.nullable().default(null),
  progress: importProgress.nullable().default(null),
})
export type ImportState = z.output<typeof importState>

/** An import as the API and the screen show it. */
export const importView = z.object({
  id: z.uuid(),
  kind: z.enum(IMPORT_KINDS),
  /** Name of the origin that the rows are kept under. */
  source: z.string(),
  fileName: z.string(),
  isDryRun: z.boolean(),
  status: z.enum(IMPORT_STATUSES),
  isCancelling: z.boolean(),
  bytesTotal: count.nullable(),
  bytesDone: count,
  counts: importCounts.nullable(),
  progress: importProgress.nullable(),
  hasRejectedFile: z.boolean(),
  error: z.string().nullable(),
  startedBy: z.string(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
})
export type ImportView = z.output<typeof importView>
export const importPage = pageOf(importView)

export const importListQuery = pageQuery.extend({ status: z.enum(IMPORT_STATUSES).optional() })
export type ImportListQuery = z.output<typeof importListQuery>

/** The name under which imported rows are kept. */
export const sourceName = z.string().trim().min(1).max(80)

/** Query of an upload, whose body is the file itself. */
export const uploadQuery = z.object({
  source: sourceName.default('csv'),
  fileName: z.string().trim().min(1).max(255),
  dryRun: z.stringbool().default(false),
})
export type UploadQuery = z.output<typeof uploadQuery>

export const importParams = z.object({ id: z.uuid() })
