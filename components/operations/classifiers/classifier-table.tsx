import { Chip } from '@/components/ui/chip'
import { type DataColumn, DataTable } from '@/components/ui/data-table'
import { RelativeTime } from '@/components/ui/relative-time'
import type { ClassifierView } from '@/lib/moderation/schema/classifiers'
import { ClassifierActions, type ClassifierMenuActions } from './classifier-actions'
import { stateOf } from './classifier-text'

interface ClassifierTableProps extends ClassifierMenuActions {
  classifiers: ClassifierView[]
}

const COLUMNS: DataColumn<ClassifierView>[] = [
  {
    id: 'name',
    header: 'Classifier',
    cell: ({ row: { original: classifier } }) => (
      <div className="grid gap-0.5 py-1">
        <span className="break-words font-semibold">{classifier.name}</span>
        <span className="max-w-80 truncate font-mono text-muted text-xs">{classifier.host}</span>
      </div>
    ),
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ row: { original: classifier } }) => {
      const { word, tone, hint } = stateOf(classifier)
      return (
        <div className="grid gap-0.5">
          <span>
            <Chip tone={tone}>{word}</Chip>
          </span>
          {hint ? <span className="max-w-64 text-danger-text text-xs">{hint}</span> : null}
        </div>
      )
    },
  },
  {
    id: 'labels',
    header: 'Labels',
    meta: { isWideOnly: true },
    cell: ({ row }) => (
      <div className="flex max-w-72 flex-wrap gap-1">
        {row.original.labels.map((label) => (
          <Chip key={label}>{label}</Chip>
        ))}
      </div>
    ),
  },
  {
    id: 'rules',
    header: 'Used by',
    meta: { isWideOnly: true },
    cell: ({ row: { original: classifier } }) =>
      classifier.rules.length > 0 ? (
        <span className="break-words">{classifier.rules.join(', ')}</span>
      ) : (
        <span className="text-muted">No active rules</span>
      ),
  },
  {
    id: 'answered',
    header: 'Last response',
    meta: { isWideOnly: true },
    cell: ({ row: { original: classifier } }) =>
      classifier.answeredAt ? (
        <RelativeTime at={classifier.answeredAt} className="text-muted" />
      ) : (
        <span className="text-muted">No responses yet</span>
      ),
  },
]

export function ClassifierTable({ classifiers, ...deeds }: ClassifierTableProps) {
  const actions: DataColumn<ClassifierView> = {
    id: 'actions',
    header: () => <span className="sr-only">Actions</span>,
    meta: { className: 'text-right' },
    cell: ({ row }) => <ClassifierActions classifier={row.original} {...deeds} />,
  }
  return (
    <DataTable
      caption="Classifiers"
      columns={[...COLUMNS, actions]}
      rows={classifiers}
      getRowId={(classifier) => classifier.id}
    />
  )
}
