import type { Command } from 'commander'
import { interruption } from '@/lib/core/cli/interruption'
import { EXIT_FAILURE, JSON_OPTION, type OutputOptions, printResult } from '@/lib/core/cli/output'
import { withDb } from '@/lib/core/cli/runtime'
import { invalid } from '@/lib/core/errors'
import { cliActor } from '@/lib/staff/actor'
import { acceptRestore, previewRestore, type RestorePreview } from './accept-restore'
import { describeChain, missingOf } from './chain-text'
import { auditHead } from './schema'
import { verifyAudit } from './verify'

const notedHead = auditHead.pick({ id: true, hash: true })

interface AcceptOptions extends OutputOptions {
  reason?: string
  yes?: boolean
}

/** `guildhall audit check|accept-restore`: whether the log is whole, and what to do where a restore took its end. */
export function register(program: Command): void {
  const audit = program.command('audit').description('check the audit log, and accept a restore')
  audit
    .command('check')
    .description('recompute the chain and compare it with the head recorded on this machine')
    .option('--expect <id:hash>', 'a head that you saved elsewhere and that the log must contain')
    .option(...JSON_OPTION)
    .action(check)
  audit
    .command('accept-restore')
    .description('accept that a restore removed entries from the end of the log; this adds an entry')
    .option('--reason <text>', 'reason for the audit log')
    .option('--yes', 'confirm that the missing entries are lost')
    .option(...JSON_OPTION)
    .action(accept)
}

async function check(options: OutputOptions & { expect?: string }): Promise<void> {
  const expected = options.expect === undefined ? undefined : parseHead(options.expect)
  const signal = interruption('The check was interrupted.')
  await withDb(async (db) => {
    const verdict = await verifyAudit(db, { signal, expected })
    if (!verdict.isIntact) process.exitCode = EXIT_FAILURE
    printResult(options, verdict, describeChain(verdict))
  })
}

async function accept(options: AcceptOptions): Promise<void> {
  await withDb(async (db) => {
    if (!options.yes) {
      const preview = describeLoss(await previewRestore(db))
      throw invalid('yes', `${preview}\nUse --yes to accept this.`, 'audit.unconfirmed')
    }
    const reason = options.reason?.trim()
    const { entryId } = await acceptRestore(db, cliActor, reason ? { reason } : {})
    printResult(
      options,
      { entryId },
      `The restore is accepted with entry ${entryId}, which is now recorded as the head.`,
    )
  })
}

/** @throws DomainError (invalid): exit code 2 */
function parseHead(text: string): { id: number; hash: string } {
  const [id, hash] = text.split(':')
  const { data } = notedHead.safeParse({ id: Number(id), hash })
  if (!data) throw invalid('expect', '--expect needs an ID, a colon and a hash of 64 hexadecimal digits.')
  return data
}

function describeLoss({ recorded, found, head, gaps }: RestorePreview): string {
  const replaced = recorded && found && found !== recorded.hash
  return [
    recorded
      ? `Recorded on this machine: entry ${recorded.id}, ${recorded.hash}, at ${recorded.at}`
      : "The recorded head is missing or can't be read.",
    head ? `Newest in the database: entry ${head.id}, ${head.hash}, at ${head.at}` : 'The database has no entries.',
    ...(replaced ? [`Entry ${recorded.id} in the database is different: ${found}`] : []),
    ...gaps.map((gap) => `Counted as lost: ${missingOf(gap)}`),
  ].join('\n')
}
