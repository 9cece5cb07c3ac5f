'use client'

import { Link2 } from 'lucide-react'
import { PageHeader } from '@/components/shell/page-header'
import { useShortcuts } from '@/components/shell/shortcuts'
import { Button } from '@/components/ui/button'
import { copyText } from '@/components/ui/copy-button'
import { toast } from '@/components/ui/toast'
import { CollectNow } from './collect-now'
import { useUsage } from './usage-context'

async function copyLink(): Promise<void> {
  const isCopied = await copyText(location.href)
  toast(isCopied ? 'Link copied' : 'The browser did not allow copying. Copy the URL from the address bar.')
}

/** Title, zone and the page's actions. */
export function UsageHeader({ canCollect }: { canCollect: boolean }) {
  const { view, homeZone, tools, openTool } = useUsage()
  useShortcuts([{ keys: 'l', label: 'Copy link to this view', run: () => void copyLink() }])
  return (
    <PageHeader
      title="Usage"
      actions={
        <>
          {tools.map((tool) => (
            <Button key={tool.source} onClick={() => openTool(tool, null)}>
              {tool.icon}
              {tool.label}
            </Button>
          ))}
          <Button onClick={() => void copyLink()}>
            <Link2 aria-hidden />
            Copy link
          </Button>
          {canCollect ? <CollectNow /> : null}
        </>
      }
    >
      Your community’s activity over time. Times are in {view.zone}
      {view.zone === homeZone ? '' : `. The community’s time zone is ${homeZone}`}.
    </PageHeader>
  )
}
