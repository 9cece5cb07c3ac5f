import { text } from 'node:stream/consumers'
import { type Command, Option } from 'commander'
import { checked, everyPage } from '@/lib/core/cli/input'
import { JSON_OPTION, type OutputOptions, printResult } from '@/lib/core/cli/output'
import { withDb } from '@/lib/core/cli/runtime'
import type { ReadDb } from '@/lib/core/db/types'
import { DomainError } from '@/lib/core/errors'
import { cliActor } from './actor'
import { addStaff } from './commands/add-staff'
import { changeStaff } from './commands/change-staff'
import { inviteStaff } from './commands/invite-staff'
import { ROLES } from './permissions'
import { findStaffByEmail, listStaff } from './queries/list-staff'
import { addStaffInput, changeStaffBody, inviteStaffBody, type StaffView } from './schema'

const role = () => new Option('--role <role>', "the staff member's role").choices(ROLES)

/** `guildhall staff add|list|role|disable|enable`: who may come in, from the server's own shell. */
export function register(program: Command): void {
  const staff = program.command('staff').description('manage staff')
  staff
    .command('add')
    .description('invite a staff member by link, or add one with a password')
    .requiredOption('--email <email>', 'e-mail address for signing in')
    .option('--name <name>', 'name that others see')
    .addOption(role().makeOptionMandatory())
    .option('--password-stdin', 'read a password from stdin and add the staff member immediately')
    .option(...JSON_OPTION)
    .action(add)
  staff
    .command('list')
    .description('list staff members')
    .option(...JSON_OPTION)
    .action(list)
  staff
    .command('role')
    .description('change the role of a staff member')
    .argument('<email>')
    .addArgument(program.createArgument('<role>').choices(ROLES))
    .option(...JSON_OPTION)
    .action((email: string, next: string, options: OutputOptions) => change(email, { role: next }, options))
  for (const [verb, isDisabled] of [['disable', true] as const, ['enable', false] as const]) {
    staff
      .command(verb)
      .description(
        isDisabled ? 'end all sessions of a staff member and block sign-in' : 'allow a staff member to sign in again',
      )
      .argument('<email>')
      .option(...JSON_OPTION)
      .action((email: string, options: OutputOptions) => change(email, { isDisabled }, options))
  }
}

interface AddOptions extends OutputOptions {
  email: string
  name?: string
  role: string
  passwordStdin?: boolean
}

async function add(options: AddOptions): Promise<void> {
  if (options.passwordStdin) return addWithPassword(options)
  const { email, name, role } = options
  const input = checked(inviteStaffBody, { email, name, role })
  await withDb(async (db) => {
    const { invitation, link } = await inviteStaff(db, cliActor, input)
    printResult(
      options,
      { ...invitation, link },
      `Send this link to ${invitation.email}. It works once, for 7 days:\n${link}`,
    )
  })
}

async function addWithPassword(options: AddOptions): Promise<void> {
  const password = (await text(process.stdin)).replace(/\r?\n$/, '')
  const { email, name, role } = options
  const input = checked(addStaffInput, { email, name: name ?? email.split('@')[0], role, password })
  await withDb(async (db) => {
    const person = await addStaff(db, cliActor, input)
    printResult(options, person, `${person.email} can sign in with the role ${person.role}.`)
  })
}

async function list(options: OutputOptions): Promise<void> {
  await withDb(async (db) => {
    const items = await everyPage((after) => listStaff(db, { limit: 200, after }))
    printResult(options, { items }, items.map(describe).join('\n') || 'There are no staff members yet.')
  })
}

async function change(email: string, input: unknown, options: OutputOptions): Promise<void> {
  const body = checked(changeStaffBody, input)
  await withDb(async (db) => {
    const { id } = await findPerson(db, email)
    const person = await changeStaff(db, cliActor, { ...body, staffId: id })
    printResult(options, person, describe(person))
  })
}

async function findPerson(db: ReadDb, email: string): Promise<StaffView> {
  const person = await findStaffByEmail(db, email)
  if (!person) throw new DomainError('not_found', 'staff.not_found', `No staff member has the e-mail address ${email}.`)
  return person
}

const describe = (person: StaffView): string =>
  [person.email, person.name, person.role, person.isDisabled ? 'disabled' : ''].filter(Boolean).join('  ')
