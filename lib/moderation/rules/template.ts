import type { FACTS_PLACEHOLDERS } from '../schema/dsa-particulars'
import type { PLACEHOLDERS } from '../schema/policies'

type Values = Partial<Record<(typeof PLACEHOLDERS | typeof FACTS_PLACEHOLDERS)[number], string>>

/** A policy's text with what it speaks of; what is not known is left empty, never shown as a placeholder. */
export const fillTemplate = (template: string, values: Values): string =>
  template.replace(/\{([^{}]*)\}/g, (_all, name: string) => values[name as keyof Values] ?? '').trim()
