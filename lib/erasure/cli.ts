import type { Command } from 'commander'
import { checked } from '@/lib/core/cli/input'
import { interruption } from '@/lib/core/cli/interruption'
import { JSON_OPTION, type OutputOptions, printResult } from '@/lib/core/cli/output'
import { withDb } from '@/lib/core/cli/runtime'
import type { ReadDb } from '@/lib/core/db/types'
import { invalid } from '@/lib/core/errors'
import { cliActor } from '@/lib/staff/actor'
import { eraseMember } from './commands/erase-member'
import { eraseMessages } from './commands/erase-messages'
import { findMemberOfPlatform, previewErasure } from './queries/preview-erasure'
import { type ErasurePreview, erasureBody, erasureParams, MESSAGES_COUNTED_MAX } from './schema'

interface EraseOptions extends OutputOptions {
  platformId?: boolean
  reason: string
  yes?: boolean
}

/** `guildhall member show|erase`: what is kept of a member, and its end. */
export function register(program: Command): void {
  const member = program.command('member').description("show and erase a member's data")
  const options = [['--platform-id', "use the member's ID on the platform, not Guildhall's number"]] as const
  member
    .command('show')
    .description('show what erasing a member would remove')
    .argument('<id>')
    .option(...options[0])
    .option(...JSON_OPTION)
    .action(show)
  member
    .command('erase')
    .description("erase a member's identity and messages permanently; counts stay")
    .argument('<id>')
    .requiredOption('--reason <text>', 'reason for the audit log, without names')
    .option(...options[0])
    .option('--yes', "confirm the erasure, which can't be undone")
    .option(...JSON_OPTION)
    .action(erase)
}

async function show(id: string, options: OutputOptions & { platformId?: boolean }): Promise<void> {
  await withDb(async (db) => {
    const preview = await previewErasure(db, await resolveId(db, id, options))
    printResult(options, preview, describe(preview))
  })
}

async function erase(id: string, options: EraseOptions): Promise<void> {
  const { reason } = checked(erasureBody, { reason: options.reason })
  const signal = interruption('The erasure was interrupted. Run it again to finish.')
  await withDb(async (db) => {
    const memberId = await resolveId(db, id, options)
    if (!options.yes) {
      const preview = describe(await previewErasure(db, memberId))
      throw invalid(
        'yes',
        `This would be erased permanently:\n${preview}\nUse --yes to erase it.`,
        'erasure.unconfirmed',
      )
    }
    const { isNew, isComplete, memberIds, ...erased } = await eraseMember(db, cliActor, { memberId, reason })
    // The job does the same, where a worker is alive; here it is waited for.
    if (!isComplete) await eraseMessages(db, memberIds, signal)
    printResult(
      options,
      { ...erased, isNew },
      isNew ? `Member ${memberId} was erased.` : `Member ${memberId} was already erased.`,
    )
  })
}

const resolveId = (db: ReadDb, id: string, { platformId }: { platformId?: boolean }): Promise<number> | number =>
  platformId ? findMemberOfPlatform(db, id) : checked(erasureParams, { id }).id

function describe(preview: ErasurePreview): string {
  const { memberId, externalId, name, erasedAt, identities, messages, cases, reports, appeals } = preview
  const many = messages >= MESSAGES_COUNTED_MAX ? `${messages} or more` : messages
  return [
    `member ${memberId}  ${externalId}  ${name ?? '(no name)'}${erasedAt ? `  erased ${erasedAt}` : ''}`,
    ...identities.map(({ source, name: called }) => `known in ${source}${called ? ` as ${called}` : ''}`),
    `messages ${many}, cases ${cases}, reports ${reports}, appeals ${appeals}`,
  ].join('\n')
}
