import type { ChipTone } from '@/components/ui/chip'
import type { ClassifierAuth, ClassifierView } from '@/lib/moderation/schema/classifiers'

/** The state of a classifier in a word, and what is wrong where something is. */
export function stateOf({
  enabled,
  isFailing,
  failure,
  answeredAt,
}: Pick<ClassifierView, 'enabled' | 'isFailing' | 'failure' | 'answeredAt'>): {
  word: string
  tone: ChipTone
  hint: string | null
} {
  if (!enabled) return { word: 'Disabled', tone: 'neutral', hint: null }
  if (isFailing) return { word: 'Failing', tone: 'danger', hint: failure }
  return answeredAt
    ? { word: 'Responding', tone: 'good', hint: null }
    : { word: 'Not used yet', tone: 'neutral', hint: null }
}

export const AUTH_LABELS: Record<ClassifierAuth, { label: string; hint: string }> = {
  signature: {
    label: 'Signature',
    hint: 'Requests are signed like webhooks (Standard Webhooks). You see the secret once, when you add the classifier.',
  },
  bearer: {
    label: 'Token',
    hint: 'Sent as Authorization: Bearer. Guildhall stores it encrypted and never shows it again.',
  },
  none: { label: 'None', hint: 'Use this only for a classifier that no one else can reach.' },
}
