import { MoreHorizontal } from 'lucide-react'
import { useState } from 'react'
import { describeFailure } from '@/components/screen/form-problem'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Chip } from '@/components/ui/chip'
import { type DataColumn, DataTable } from '@/components/ui/data-table'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '@/components/ui/dropdown-menu'
import { IconButton } from '@/components/ui/icon-button'
import { initialsOf } from '@/components/ui/initials'
import { RelativeTime } from '@/components/ui/relative-time'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import type { Role } from '@/lib/staff/roles'
import type { StaffView } from '@/lib/staff/schema'
import { ROLE_OPTIONS, ROLE_TITLE } from '../role-text'
import { useChangeStaff } from './staff-client'

interface StaffTableProps {
  people: StaffView[]
  selfId: string
  /** All staff are here, so that the last operator can be told. */
  isWhole: boolean
}

export function StaffTable({ people, selfId, isWhole }: StaffTableProps) {
  const change = useChangeStaff()
  const [disabling, setDisabling] = useState<StaffView | null>(null)
  const operators = people.filter((person) => person.role === 'operator' && !person.isDisabled)
  const isLastOperator = (person: StaffView) => isWhole && operators.length === 1 && operators[0]?.id === person.id

  const setRole = async (person: StaffView, role: Role) => {
    try {
      await change.mutateAsync({ staffId: person.id, role })
      toast(`${person.name} is now ${ROLE_TITLE[role].toLowerCase()}`, {
        undo: () => void setRole({ ...person, role }, person.role),
      })
    } catch (error) {
      toast(`The role of ${person.name} could not be changed`, { tone: 'danger', description: describeFailure(error) })
    }
  }
  const enable = (person: StaffView) =>
    change.mutate(
      { staffId: person.id, isDisabled: false },
      {
        onSuccess: () => toast(`${person.name} can sign in again`),
        onError: (error) =>
          toast(`${person.name} is still disabled`, { tone: 'danger', description: describeFailure(error) }),
      },
    )

  const columns: DataColumn<StaffView>[] = [
    {
      id: 'name',
      header: 'Name',
      cell: ({ row }) => <Person person={row.original} isSelf={row.original.id === selfId} />,
    },
    {
      id: 'role',
      header: 'Role',
      cell: ({ row: { original: person } }) => (
        <Select
          aria-label={`Role of ${person.name}`}
          value={person.role}
          options={ROLE_OPTIONS}
          isDisabled={person.isDisabled || isLastOperator(person)}
          onValueChange={(role) => void setRole(person, role)}
          className="w-32"
        />
      ),
    },
    {
      id: 'state',
      header: 'State',
      meta: { isWideOnly: true },
      cell: ({ row: { original: person } }) => (
        <span className="flex flex-wrap gap-1">
          {person.isDisabled ? <Chip tone="warn">Disabled</Chip> : <Chip tone="good">Active</Chip>}
          {isLastOperator(person) ? <Chip>Last operator</Chip> : null}
        </span>
      ),
    },
    {
      id: 'seen',
      header: 'Last seen',
      meta: { isWideOnly: true },
      cell: ({ row }) =>
        row.original.lastSeenAt ? (
          <RelativeTime at={row.original.lastSeenAt} />
        ) : (
          <span className="text-muted">Never</span>
        ),
    },
    {
      id: 'actions',
      header: () => <span className="sr-only">Actions</span>,
      meta: { className: 'w-12 text-right' },
      cell: ({ row: { original: person } }) =>
        isLastOperator(person) ? null : (
          <Menu>
            <MenuTrigger asChild>
              <IconButton icon={MoreHorizontal} label={`Actions for ${person.name}`} />
            </MenuTrigger>
            <MenuContent>
              {person.isDisabled ? (
                <MenuItem onSelect={() => enable(person)}>Enable</MenuItem>
              ) : (
                <MenuItem tone="danger" onSelect={() => setDisabling(person)}>
                  Disable
                </MenuItem>
              )}
            </MenuContent>
          </Menu>
        ),
    },
  ]
  return (
    <>
      <DataTable caption="Staff" columns={columns} rows={people} getRowId={(person) => person.id} />
      <ConfirmDialog
        isOpen={disabling !== null}
        onOpenChange={() => setDisabling(null)}
        title={`Disable ${disabling?.name ?? ''}?`}
        confirmLabel={`Disable ${disabling?.name ?? ''}`}
        onConfirm={() => (disabling ? change.mutateAsync({ staffId: disabling.id, isDisabled: true }) : undefined)}
      >
        {disabling?.id === selfId ? 'You are signed out everywhere' : 'They are signed out everywhere'} immediately and
        can’t sign in until an operator enables the account again. The audit log keeps their actions.
      </ConfirmDialog>
    </>
  )
}

function Person({ person, isSelf }: { person: StaffView; isSelf: boolean }) {
  return (
    <div className="flex items-center gap-2.5 py-1">
      <span
        aria-hidden
        className="grid size-8 shrink-0 place-items-center rounded-full bg-accent-soft font-semibold text-accent-text text-xs max-sm:hidden"
      >
        {initialsOf(person.name)}
      </span>
      <div className="min-w-0">
        <p className="flex items-center gap-1.5 font-medium">
          <span className="truncate">{person.name}</span>
          {isSelf ? <Chip>You</Chip> : null}
          {person.isDisabled ? (
            <Chip tone="warn" className="md:hidden">
              Disabled
            </Chip>
          ) : null}
        </p>
        <p className="truncate text-muted text-xs">{person.email}</p>
      </div>
    </div>
  )
}
