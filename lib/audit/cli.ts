import type { Command } from 'commander'
import { interruption } from '@/lib/core/cli/interruption'
import { answer, FAILED, JSON_OPTION, type OutputOptions } from '@/lib/core/cli/output'
import { withDb } from '@/lib/core/cli/runtime'
import { invalid } from '@/lib/core/errors'
import { cliActor } from '@/lib/staff/actor'
import { acceptRestore, previewRestore, type RestorePreview } from './accept-restore'
import { describeChain, missingOf } from './chain-words'
import { auditHead } from './schema'
import { verifyAudit } from './verify'

const notedHead = auditHead.pick({ id: true, hash: true })

interface AcceptOptions extends OutputOptions {
  reason?: string
  yes?: boolean
}

/** `guildhall audit check|accept-restore`: whether the log is whole, and what to do where a restore took its end. */
export function register(program: Command): void {
  const audit = program.command('audit').description('whether the audit log is whole, and how to go on after a restore')
  audit
    .command('check')
    .description('recompute the chain and compare it with the head that was recorded on this machine')
    .option('--expect <id:hash>', 'a newest entry that was noted elsewhere, to be found in the log')
    .option(...JSON_OPTION)
    .action(check)
  audit
    .command('accept-restore')
    .description('accept that a restore took entries off the end of the log; that is an entry itself')
    .option('--reason <text>', 'why, for the audit log')
    .option('--yes', 'do it: what is missing counts as lost from then on')
    .option(...JSON_OPTION)
    .action(accept)
}

async function check(options: OutputOptions & { expect?: string }): Promise<void> {
  const expected = options.expect === undefined ? undefined : parseHead(options.expect)
  const signal = interruption('The check was interrupted.')
  await withDb(async (db) => {
    const verdict = await verifyAudit(db, { signal, expected })
    if (!verdict.isIntact) process.exitCode = FAILED
    answer(options, verdict, describeChain(verdict))
  })
}

async function accept(options: AcceptOptions): Promise<void> {
  await withDb(async (db) => {
    if (!options.yes) {
      const preview = describeLoss(await previewRestore(db))
      throw invalid('yes', `${preview}\nSay --yes to accept that.`, 'audit.unconfirmed')
    }
    const reason = options.reason?.trim()
    const { entryId } = await acceptRestore(db, cliActor, reason ? { reason } : {})
    answer(options, { entryId }, `Entry ${entryId} says that the restore was accepted, and is recorded as the newest.`)
  })
}

/** @throws DomainError (invalid): exit code 2 */
function parseHead(text: string): { id: number; hash: string } {
  const [id, hash] = text.split(':')
  const { data } = notedHead.safeParse({ id: Number(id), hash })
  if (!data) throw invalid('expect', '--expect needs an id, a colon and the hash of 64 hexadecimal digits.')
  return data
}

function describeLoss({ recorded, found, head, gaps }: RestorePreview): string {
  const replaced = recorded && found && found !== recorded.hash
  return [
    recorded
      ? `Recorded on this machine: entry ${recorded.id}, ${recorded.hash}, of ${recorded.at}`
      : 'The recorded head is missing or can not be read.',
    head ? `Newest in the database: entry ${head.id}, ${head.hash}, of ${head.at}` : 'The database has no entry.',
    ...(replaced ? [`Entry ${recorded.id} of the database is another one: ${found}`] : []),
    ...gaps.map((gap) => `Would count as lost: ${missingOf(gap)}`),
  ].join('\n')
}
