'use client'

import { useShortcuts } from '@/components/shell/shortcuts'
import { RANGE_LABELS, RANGE_PRESETS } from '@/lib/core/time/ranges'
import type { Usage } from './usage-context'

/** The keys of the usage page. */
export function useUsageShortcuts({ view, show, stepOut, tools, openTool }: Usage): void {
  useShortcuts([
    ...RANGE_PRESETS.map((range, index) => ({
      keys: String(index + 1),
      label: `Show: ${RANGE_LABELS[range].toLowerCase()}`,
      run: () => show({ range, from: null, to: null }),
    })),
    { keys: '-', label: 'Zoom out to a wider range', run: stepOut },
    {
      keys: 'v',
      label: 'Turn comparison on or off',
      run: () => show({ vs: view.state.vs === 'off' ? 'elapsed' : 'off' }),
    },
    ...tools.map((tool) => ({ keys: tool.key, label: tool.label, run: () => openTool(tool, null) })),
  ])
}
