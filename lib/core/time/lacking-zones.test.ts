import { sql } from 'kysely'
import { toProblem } from '@/lib/core/http/problem'
import { changeSettings, initialiseZone } from '@/lib/settings/commands'
import { getSettings } from '@/lib/settings/queries'
import { cliActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'

/** A zone that this PostgreSQL lacks stands for one that an older one lacks. */
const LACKING = 'Mars/Olympus'

test('a question in a zone that the database lacks is refused by name, and is no fault of the server', async ({
  db,
}) => {
  const error = await sql`select now() at time zone ${LACKING}::text`.execute(db).catch((thrown: unknown) => thrown)
  const response = toProblem(error)
  expect([response.status, await response.json()]).toEqual([
    422,
    expect.objectContaining({
      code: 'zone.unknown_here',
      errors: [{ path: 'zone', message: `Guildhall’s database doesn’t support the time zone ${LACKING}.` }],
    }),
  ])
})

test('other wrong values in SQL stay faults of the server', async ({ db }) => {
  const error = await sql`select set_config('work_mem', '-3', true)`.execute(db).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: '22023' })
  expect(toProblem(error).status).toBe(500)
})

test('a zone that the database lacks does not become the community’s', async ({ db }) => {
  await expect(changeSettings(db, cliActor, { zone: LACKING })).rejects.toMatchObject({ code: 'zone.unknown_here' })
  await expect(initialiseZone(db, LACKING)).rejects.toMatchObject({ code: 'zone.unknown_here' })
  expect((await getSettings(db)).zone).toBe('UTC')
  expect(await changeSettings(db, cliActor, { zone: 'America/Coyhaique' })).toMatchObject({ zone: 'America/Coyhaique' })
})
