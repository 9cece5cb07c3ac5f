import { useQuery } from '@tanstack/react-query'
import { Download, Landmark, Settings2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { ListState } from '@/components/screen/list-state'
import { settingsQuery } from '@/components/settings/settings-client'
import { Button } from '@/components/ui/button'
import { Card, CardFooter, CardHeader, CardTitle } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Link } from '@/components/ui/link'
import { Select } from '@/components/ui/select'
import type { QuarterView } from '@/lib/moderation/schema/transparency'
import { statementCountsQuery, statementFileUrl } from './exports-client'
import { quarterText } from './quarter-text'
import { StatementCountsView } from './statement-counts'

/** With its form, which is fetched while the page is being read. */
const StatementSettings = dynamic(() => import('./statement-settings').then((module) => module.StatementSettings), {
  ssr: false,
})

/** Statements of reasons for the EU's transparency database: how many there are, why others can't be, and the file. */
export function StatementsCard({ quarters }: { quarters: readonly QuarterView[] }) {
  const settings = useQuery(settingsQuery())
  const [isSetting, setSetting] = useState(false)
  const settle = (
    <Button onClick={() => setSetting(true)}>
      <Settings2 aria-hidden />
      {settings.data?.dsaSubmits ? 'Edit settings' : 'Set up statements'}
    </Button>
  )
  return (
    <Card aria-label="Statements of reasons">
      <CardHeader>
        <div className="min-w-0 flex-1">
          <CardTitle>Statements of reasons</CardTitle>
          <p className="mt-0.5 max-w-prose text-muted text-sm">
            For the EU’s DSA transparency database. Statements contain only policies, actions and dates, and name no
            one.
          </p>
        </div>
        {settings.data?.dsaSubmits ? settle : null}
      </CardHeader>
      <ListState query={settings} noun="settings" columns={2}>
        {settings.data?.dsaSubmits ? (
          <OfQuarter quarters={quarters} />
        ) : (
          <EmptyState icon={Landmark} title="Statements of reasons are off" action={settle}>
            Online platforms in the EU send a statement for each decision that restricts someone, unless they are micro
            or small enterprises.
          </EmptyState>
        )}
      </ListState>
      {isSetting && settings.data ? (
        <StatementSettings settings={settings.data} onClose={() => setSetting(false)} />
      ) : null}
    </Card>
  )
}

function OfQuarter({ quarters }: { quarters: readonly QuarterView[] }) {
  const [chosen, setChosen] = useState<string | null>(null)
  const quarter = chosen ?? (quarters.find(({ isOver }) => isOver) ?? quarters[0])?.quarter ?? ''
  const counts = useQuery({ ...statementCountsQuery(quarter), enabled: quarter !== '' })
  return (
    <>
      <div className="px-4 py-3.5">
        <Select
          aria-label="Quarter"
          value={quarter}
          onValueChange={setChosen}
          options={quarters.map((one) => ({
            value: one.quarter,
            label: `${quarterText(one.quarter)}${one.isOver ? '' : ', so far'}`,
          }))}
          className="w-48"
        />
      </div>
      <ListState query={counts} noun="statements" columns={3}>
        {counts.data ? <StatementCountsView counts={counts.data} /> : null}
      </ListState>
      {counts.data && counts.data.valid > 0 ? (
        <CardFooter className="flex-wrap">
          <p className="min-w-0 flex-1 basis-64">
            Each line of the file is the body of one API call, with at most 100 statements.{' '}
            <Link href="/moderation/policies" className="text-accent-text underline-offset-4 hover:underline">
              DSA details of policies
            </Link>
          </p>
          <Button asChild variant="primary">
            <a href={statementFileUrl(quarter)} download>
              <Download aria-hidden />
              Download statements
            </a>
          </Button>
        </CardFooter>
      ) : null}
    </>
  )
}
