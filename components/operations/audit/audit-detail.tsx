import { useQueryStates } from 'nuqs'
import { Fact, FactList } from '@/components/screen/facts'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import type { AuditView } from '@/lib/audit/schema'
import { auditParams } from './audit-client'
import { actorText, type Difference, differencesOf, remarksOf, targetText } from './audit-text'

/** One entry whole: who, what, when, from where, before and after. */
export function AuditDetail({ entry }: { entry: AuditView }) {
  const [, setParams] = useQueryStates(auditParams)
  const differences = differencesOf(entry.detail)
  const { target } = entry
  return (
    <div className="grid gap-4">
      <FactList>
        <Fact name="Time">
          <RelativeTime at={entry.at} />
        </Fact>
        <Fact name="Actor">{actorText(entry.actor)}</Fact>
        <Fact name="Action">
          <code className="font-mono text-xs">{entry.action}</code>
        </Fact>
        <Fact name="Target">
          {entry.targetKind} {targetText(entry)}
          {target && target !== targetText(entry) ? (
            <code className="block font-mono text-muted text-xs">{target}</code>
          ) : null}
        </Fact>
        {remarksOf(entry.detail).map(([name, text]) => (
          <Fact key={name} name={name}>
            {text}
          </Fact>
        ))}
      </FactList>
      {entry.detail === null ? (
        <p className="text-muted text-sm">The details were deleted when the member in this entry was erased.</p>
      ) : null}
      {differences.length > 0 ? <Differences differences={differences} /> : null}
      {target ? (
        <Button
          size="sm"
          className="justify-self-start"
          onClick={() => setParams({ kind: entry.targetKind, target, actor: null, action: null, period: null })}
        >
          Show all entries about this {entry.targetKind}
        </Button>
      ) : null}
    </div>
  )
}

function Differences({ differences }: { differences: Difference[] }) {
  return (
    <div className="overflow-x-auto rounded-control border border-line">
      <table className="w-full text-left text-sm">
        <caption className="sr-only">Before and after</caption>
        <thead className="text-muted text-xs">
          <tr className="border-line border-b">
            <th className="px-3 py-1.5 font-medium">Field</th>
            <th className="px-3 py-1.5 font-medium">Before</th>
            <th className="px-3 py-1.5 font-medium">After</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ field, before, after }) => (
            <tr key={field} className="border-line border-b align-top last:border-b-0">
              <th scope="row" className="px-3 py-1.5 font-medium">
                {field}
              </th>
              <td className="num break-words px-3 py-1.5 text-muted">{before ?? '–'}</td>
              <td className="num break-words px-3 py-1.5">{after ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
