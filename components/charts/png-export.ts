import { formatDateTime, formatRange } from '@/lib/core/time/format'
import { type LegendEntry, legendEntries } from './legend-entries'
import { paintSvg } from './paint-svg'
import { buildModel } from './plot-model'
import type { ChartData } from './types'

const SCALE = 2
const PAD = 20
const HEAD = 52
const LEGEND = 22
const FOOT = 22

/** A chart as a picture at twice its size, with title, range, zone and as-of in it. @throws Error where there is no canvas */
export async function chartPng(title: string, data: ChartData, svg: SVGSVGElement): Promise<Blob> {
  const width = svg.clientWidth || Number(svg.getAttribute('width'))
  const height = svg.clientHeight || Number(svg.getAttribute('height'))
  const legend = legendEntries(data, buildModel(data))
  const top = HEAD + (legend.length > 0 ? LEGEND : 0)
  const canvas = document.createElement('canvas')
  canvas.width = (width + PAD * 2) * SCALE
  canvas.height = (PAD + top + height + FOOT + PAD / 2) * SCALE
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser can’t create images.')
  await document.fonts.ready
  context.scale(SCALE, SCALE)
  const style = getComputedStyle(document.documentElement)
  const color = (token: string) => style.getPropertyValue(token).trim()
  context.fillStyle = color('--surface')
  context.fillRect(0, 0, canvas.width, canvas.height)

  const write = (text: string, x: number, y: number, font: string, token: string) => {
    context.font = `${font} ${style.fontFamily}`
    context.fillStyle = color(token)
    context.textAlign = 'left'
    context.fillText(text, x, y)
  }
  write(title, PAD, PAD + 14, '600 16px', '--ink')
  write(`${data.unit} · ${formatRange(data.from, data.to, data.zone)}`, PAD, PAD + 34, '400 12px', '--muted')
  paintLegend(context, legend, color, write)
  context.save()
  context.translate(PAD, PAD + top)
  paintSvg(context, svg)
  context.restore()
  const asOf = `${data.zone} · as of ${formatDateTime(data.asOf, data.zone)} · Guildhall`
  write(asOf, PAD, PAD + top + height + FOOT, '400 11px', '--faint')
  return toBlob(canvas)
}

function paintLegend(
  context: CanvasRenderingContext2D,
  entries: readonly LegendEntry[],
  color: (token: string) => string,
  write: (text: string, x: number, y: number, font: string, token: string) => void,
): void {
  let x = PAD
  const y = PAD + HEAD + 4
  for (const { name, color: token, dash } of entries) {
    context.strokeStyle = color(token.slice('var('.length, -1))
    context.lineWidth = 2
    context.setLineDash(dash ? dash.split(' ').map(Number) : [])
    context.beginPath()
    context.moveTo(x, y - 4)
    context.lineTo(x + 14, y - 4)
    context.stroke()
    context.setLineDash([])
    write(name, x + 20, y, '400 12px', '--muted')
    x += 20 + context.measureText(name).width + 16
  }
}

const toBlob = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The image could not be created.'))), 'image/png'),
  )
