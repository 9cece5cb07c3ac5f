'use client'

import { ChartLine, Download as DownloadIcon, Ellipsis, Info, Link2, Maximize, Table } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'
import { copyText } from '@/components/ui/copy-button'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '@/components/ui/dropdown-menu'
import { IconButton } from '@/components/ui/icon-button'
import { toast } from '@/components/ui/toast'

export interface Download {
  /** "CSV", "PNG" */
  label: string
  run: () => Promise<void> | void
}

interface ChartActionsProps {
  title: string
  isTable: boolean
  onTable: (() => void) | undefined
  downloads: readonly Download[]
  onFullScreen: (() => void) | undefined
  onHow: (() => void) | undefined
  copyLink: (() => string) | undefined
  menu: ReactNode
}

/** What can be done with a chart. */
export function ChartActions(props: ChartActionsProps) {
  const { title, isTable, onTable, downloads, onFullScreen } = props
  return (
    <div className="-mr-1.5 flex shrink-0 gap-0.5 text-faint">
      {onTable ? (
        <IconButton
          icon={isTable ? ChartLine : Table}
          label={isTable ? `Show ${title} as a chart` : `Show ${title} as a table`}
          size="sm"
          onClick={onTable}
        />
      ) : null}
      {downloads.length > 0 ? (
        <Menu>
          <MenuTrigger asChild>
            <IconButton icon={DownloadIcon} label={`Download ${title}`} size="sm" className="max-sm:hidden" />
          </MenuTrigger>
          <MenuContent className="min-w-32">
            <DownloadItems downloads={downloads} />
          </MenuContent>
        </Menu>
      ) : null}
      {onFullScreen ? (
        <IconButton
          icon={Maximize}
          label={`Show ${title} in full screen`}
          size="sm"
          className="max-sm:hidden"
          onClick={onFullScreen}
        />
      ) : null}
      {/* On phones downloads and full screen are in here too. */}
      <MoreMenu {...props} />
    </div>
  )
}

function DownloadItems({ downloads }: { downloads: readonly Download[] }) {
  const start = async (run: Download['run']) => {
    try {
      await run()
    } catch {
      toast('The download failed', { description: 'Try again, or use the table instead.', tone: 'danger' })
    }
  }
  return downloads.map(({ label, run }) => (
    <MenuItem key={label} onSelect={() => void start(run)}>
      <DownloadIcon aria-hidden />
      {label}
    </MenuItem>
  ))
}

async function copy(text: string): Promise<void> {
  const done = await copyText(text)
  toast(done ? 'Link copied' : 'The browser did not allow copying', done ? {} : { description: text, tone: 'danger' })
}

function MoreMenu({ title, downloads, onFullScreen, onHow, copyLink, menu }: ChartActionsProps) {
  const isPhoneOnly = !onHow && !copyLink && !menu
  if (isPhoneOnly && downloads.length === 0 && !onFullScreen) return null
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton
          icon={Ellipsis}
          label={`Actions for ${title}`}
          size="sm"
          data-chart-more
          className={cn(isPhoneOnly && 'sm:hidden')}
        />
      </MenuTrigger>
      <MenuContent>
        {onHow ? (
          <MenuItem onSelect={onHow}>
            <Info aria-hidden />
            Definition
          </MenuItem>
        ) : null}
        {copyLink ? (
          <MenuItem onSelect={() => void copy(copyLink())}>
            <Link2 aria-hidden />
            Copy link
          </MenuItem>
        ) : null}
        {menu}
        <div className="sm:hidden">
          <DownloadItems downloads={downloads} />
          {onFullScreen ? (
            <MenuItem onSelect={onFullScreen}>
              <Maximize aria-hidden />
              Show full screen
            </MenuItem>
          ) : null}
        </div>
      </MenuContent>
    </Menu>
  )
}
