import { expect, test } from 'vitest'
import { type AnyActor, actorRef, cliActor, isAllowed, type OutsideKind, requirePermission, systemActor } from './actor'
import { PERMISSIONS } from './permissions'

const ID = '7d444840-9dc0-41d1-b245-5ffdce74fad2'

/** One of each kind; a new kind has to be put here. */
const ACTORS: { [Kind in AnyActor['kind']]: AnyActor & { kind: Kind } } = {
  staff: { kind: 'staff', id: ID, role: 'operator', scopes: [], address: '192.0.2.1' },
  key: { kind: 'key', id: ID, role: 'operator', scopes: [], address: '192.0.2.1' },
  cli: { ...cliActor, kind: 'cli' },
  system: { ...systemActor, kind: 'system' },
  member: { kind: 'member', id: '12', address: '192.0.2.1' },
  guest: { kind: 'guest', id: ID, address: '192.0.2.1' },
  link: { kind: 'link', id: ID, purpose: 'appeal', subjectId: ID, address: '192.0.2.1' },
  automation: { kind: 'automation', id: ID, runId: ID, address: null },
}
const OUTSIDE: readonly OutsideKind[] = ['member', 'guest', 'link', 'automation']

test('rows name an actor by kind and id', () => {
  expect(Object.values(ACTORS).map(actorRef)).toEqual([
    ...[`staff:${ID}`, `key:${ID}`, 'cli', 'system'],
    ...['member:12', `guest:${ID}`, `link:${ID}`, `automation:${ID}`],
  ])
})

test.for(OUTSIDE)('a %s has no permission at all, and gets past a command that names the kind alone', (kind) => {
  const actor = ACTORS[kind]
  expect(PERMISSIONS.filter((permission) => isAllowed(actor, permission))).toEqual([])
  for (const permission of PERMISSIONS) {
    expect(() => requirePermission(actor, permission)).toThrow(
      expect.objectContaining({ code: 'permission.denied', extra: { permission } }),
    )
    expect(() => requirePermission(actor, permission, { also: [kind] })).not.toThrow()
    const others = OUTSIDE.filter((one) => one !== kind)
    expect(() => requirePermission(actor, permission, { also: others })).toThrow()
  }
})

test('what a command opens to others takes nothing from those of the console, and gives them nothing', () => {
  const executive: AnyActor = { ...ACTORS.staff, role: 'executive' }
  for (const permission of PERMISSIONS) {
    const refuses = (actor: AnyActor, also: readonly OutsideKind[]) => {
      try {
        requirePermission(actor, permission, { also })
        return false
      } catch {
        return true
      }
    }
    for (const actor of [executive, ACTORS.staff, ACTORS.key])
      expect(refuses(actor, OUTSIDE)).toBe(!isAllowed(actor, permission))
  }
})
