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
    ? { word: 'Answering', tone: 'good', hint: null }
    : { word: 'Not asked yet', tone: 'neutral', hint: null }
}

export const AUTH_LABELS: Record<ClassifierAuth, { label: string; hint: string }> = {
  signature: {
    label: 'A signature',
    hint: 'As webhooks are signed (Standard Webhooks). Its secret is shown once, when the classifier is added.',
  },
  bearer: { label: 'A token', hint: 'Sent as Authorization: Bearer. It is kept encrypted and never shown again.' },
  none: { label: 'Nothing', hint: 'Only for what nobody else can reach.' },
}
