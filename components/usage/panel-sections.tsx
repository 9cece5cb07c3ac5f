'use client'

import { type ReactNode, useMemo } from 'react'
import { HeatMapPanel } from './heat-map-panel'
import { type PanelSection, sectionsOf } from './panels'
import { TopListPanel } from './top-list-panel'
import { UsagePanel } from './usage-panel'
import { useMetricAvailability } from './use-metric-availability'

/** What stands beside the charts of a section. */
const BESIDE: Readonly<Record<string, ReactNode>> = {
  channels: <TopListPanel id="top-channels" title="Top channels" metric="messages" by="channel" />,
  spaces: <TopListPanel id="top-spaces" title="Top spaces" metric="active_users" by="space" />,
  members: <HeatMapPanel />,
}

/** All charts of the page, with the top lists beside what they break down. */
export function PanelSections() {
  const { all } = useMetricAvailability()
  const sections = useMemo(() => sectionsOf(all), [all])
  return sections.map((section) => (
    <Section key={section.id} section={section}>
      {BESIDE[section.id]}
    </Section>
  ))
}

function Section({ section, children }: { section: PanelSection; children?: ReactNode }) {
  const { isMeasured } = useMetricAvailability()
  return (
    <section aria-labelledby={section.id} className="grid gap-3">
      <h2 id={section.id} className="mt-2 scroll-mt-16 font-semibold text-lg">
        {section.title}
      </h2>
      <div className="grid grid-cols-12 gap-4">
        {section.panels
          .filter((panel) => !panel.isOptional || isMeasured(panel.metric))
          .map((panel) => (
            <UsagePanel key={panel.id} panel={panel} />
          ))}
        {children}
      </div>
    </section>
  )
}
