import type { CSSProperties } from 'react'

/** The box that a plot is drawn in: as high as is asked for, and 220 px on phones, where it is as wide as the screen. */
export const plotBox = (height: number | string): { className: string; style: CSSProperties } => ({
  className: 'relative h-(--plot-height) max-sm:h-(--plot-height-phone)',
  style: {
    '--plot-height': typeof height === 'number' ? `${height}px` : height,
    '--plot-height-phone': typeof height === 'number' ? '220px' : height,
  } as CSSProperties,
})
