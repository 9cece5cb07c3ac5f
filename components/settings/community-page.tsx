'use client'

import { useQuery } from '@tanstack/react-query'
import { Fact, FactList } from '@/components/screen/facts'
import { ListState } from '@/components/screen/list-state'
import { PageHeader } from '@/components/shell/page-header'
import { useCan } from '@/components/shell/permissions'
import { Card, CardBody } from '@/components/ui/card'
import { ACTIVITY_KIND_LABELS, ActivityForm } from './activity-form'
import { CommunityForm } from './community-form'
import { RebuildProgress } from './rebuild-progress'
import { settingsQuery } from './settings-client'

/** The community's name, zone and what counts as activity; to be read where the role may not change them. */
export function CommunityPage() {
  const can = useCan()
  const settings = useQuery(settingsQuery())
  return (
    <>
      <PageHeader title="Community">The community’s name, its time zone and what makes a member active.</PageHeader>
      <div className="grid max-w-3xl gap-4">
        <RebuildProgress />
        {settings.data && can('settings:write') ? (
          <>
            <CommunityForm />
            <ActivityForm />
          </>
        ) : (
          <Card aria-label="Community">
            <ListState query={settings} noun="settings" columns={2}>
              {settings.data ? (
                <CardBody>
                  <FactList>
                    <Fact name="Name">{settings.data.name}</Fact>
                    <Fact name="Time zone">{settings.data.zone}</Fact>
                    <Fact name="Active members">
                      {settings.data.activityKinds
                        .map((kind) => ACTIVITY_KIND_LABELS[kind].label.toLowerCase())
                        .join(', ')}
                    </Fact>
                  </FactList>
                </CardBody>
              ) : null}
            </ListState>
          </Card>
        )}
      </div>
    </>
  )
}
