import { z } from 'zod'
import { validationMessage } from '@/lib/core/validation-message'
import {
  CLASSIFIER_AUTHS,
  type ClassifierBody,
  type ClassifierView,
  classifierBody,
  TIMEOUT_DEFAULT_MS,
} from '@/lib/moderation/schema/classifiers'

const shape = z.object({
  name: z.string(),
  url: z.string(),
  /** One a line. */
  labels: z.string(),
  timeoutMs: z.string(),
  auth: z.enum(CLASSIFIER_AUTHS),
  token: z.string(),
})
export type ClassifierForm = z.output<typeof shape>

/** As it is typed, checked by what the server checks. */
export const classifierForm = shape.superRefine((values, context) => {
  const read = classifierBody.safeParse(toBody(values), { error: validationMessage })
  if (read.success) return
  for (const { path, message } of read.error.issues)
    context.addIssue({ code: 'custom', path: path.slice(0, 1), message })
})

/** What is sent, however wrong it may be yet. */
export function toBody({ name, url, labels, timeoutMs, auth, token }: ClassifierForm): ClassifierBody {
  return {
    name: name.trim(),
    url: url.trim(),
    labels: labels
      .split('\n')
      .map((label) => label.trim())
      .filter(Boolean),
    timeoutMs: Number(timeoutMs),
    auth,
    ...(auth === 'bearer' ? { token } : {}),
  }
}

/** The token of one that is there is not known: a stand-in keeps the form from asking for it. */
export const toForm = (classifier: ClassifierView | undefined): ClassifierForm => ({
  name: classifier?.name ?? '',
  url: classifier?.url ?? '',
  labels: classifier?.labels.join('\n') ?? '',
  timeoutMs: String(classifier?.timeoutMs ?? TIMEOUT_DEFAULT_MS),
  auth: classifier?.auth ?? 'signature',
  token: classifier?.auth === 'bearer' ? 'kept' : '',
})
