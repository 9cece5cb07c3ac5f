import type { FACTS_PLACEHOLDERS } from './dsa-details'
import type { PLACEHOLDERS } from './policies'

type Values = Partial<Record<(typeof PLACEHOLDERS | typeof FACTS_PLACEHOLDERS)[number], string>>

/** A policy's text with what it speaks of; what is not known is left empty, never shown as a placeholder. */
export const fillTemplate = (template: string, values: Values): string =>
  template.replace(/\{([^{}]*)\}/g, (_all, name: string) => values[name as keyof Values] ?? '').trim()

/** When something ends, as members read it whatever their zone: `2026-12-03 12:00 UTC`. */
export const endText = (until: string | null | undefined): string =>
  until ? `${new Date(until).toISOString().slice(0, 16).replace('T', ' ')} UTC` : ''
