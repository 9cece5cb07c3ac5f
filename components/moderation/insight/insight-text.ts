import { countOf, formatNumber, formatPercent } from '@/components/ui/format'
import { formatDuration } from '@/lib/core/time/format'
import type { InsightView, ShareView } from '@/lib/moderation/schema/insight'
import { KAPPA_FROM } from '@/lib/moderation/terms'

export const NOTHING = '–'

/** "3 h 20 min" of seconds. */
export const timeText = (seconds: number | null): string =>
  seconds === null ? NOTHING : formatDuration(Math.max(0, seconds) * 1000)

export const percentText = ({ share }: ShareView): string => (share === null ? NOTHING : formatPercent(share))

/** "3 of 25". */
export const ratioText = ({ part, whole }: ShareView): string => `${formatNumber(part)} of ${formatNumber(whole)}`

/** "4 % to 30 %"; nothing where nothing is known. */
export const intervalText = ({ interval }: ShareView): string =>
  interval === null ? '' : `${formatPercent(interval.low)} to ${formatPercent(interval.high)}`

type Agreement = InsightView['agreement']

export const agreementText = ({ n, agreed }: Agreement): string => (n === 0 ? NOTHING : formatPercent(agreed / n))

/** "0.82", or why there is none. */
export function kappaText({ n, kappa }: Agreement): string {
  if (kappa !== null) return kappa.toFixed(2).replace('-', '−')
  return n < KAPPA_FROM ? `needs ${KAPPA_FROM}` : 'all the same'
}

/** "κ 0.82, of 64 second reviews". */
export function agreementLine(agreement: Agreement): string {
  const { n, kappa } = agreement
  const reviews = countOf(n, 'second review')
  if (kappa !== null) return `κ ${kappaText(agreement)} from ${reviews}`
  return n < KAPPA_FROM ? `${reviews} so far; κ needs ${KAPPA_FROM}` : `${reviews}, all in one category`
}

/** "1 to 8 h" of the ages, whose bands follow each other. */
export function ageText(ages: InsightView['backlog']['ages'], index: number): string {
  const under = ages[index]?.underHours ?? null
  const from = ages[index - 1]?.underHours ?? null
  if (under === null) return `Over ${durationText(from ?? 0)}`
  return from === null ? `Under ${durationText(under)}` : `${durationText(from)} to ${durationText(under)}`
}

const durationText = (hours: number): string => (hours >= 48 ? countOf(hours / 24, 'day') : `${hours} h`)
