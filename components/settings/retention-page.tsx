'use client'

import { useQuery } from '@tanstack/react-query'
import { ListState } from '@/components/screen/list-state'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import type { RetentionSetting } from '@/lib/domain'
import { RetentionForm } from './retention-form'
import { settingsQuery } from './settings-client'

/** How long data is kept. */
export function RetentionPage({ entries }: { entries: readonly RetentionSetting[] }) {
  const settings = useQuery(settingsQuery())
  return (
    <>
      <PageHeader title="Retention">How long data is kept. Older data is permanently deleted every night.</PageHeader>
      <div className="grid max-w-3xl gap-4">
        {settings.data ? (
          <RetentionForm entries={entries} />
        ) : (
          <Card aria-label="Retention">
            <ListState query={settings} noun="settings" columns={2}>
              {null}
            </ListState>
          </Card>
        )}
      </div>
    </>
  )
}
