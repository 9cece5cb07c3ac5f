import type { Db } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { readClassifier } from '../../queries/read-classifiers'
import type { ClassifierTestView } from '../../schema/classifiers'
import { ClassifierFailure, callClassifier } from './call-classifier'
import { recordClassifierFailure, recordClassifierSuccess } from './note-health'

/**
 * Asks a classifier about one text now, whatever it said before and though it is switched off or left alone. That it fails is an
 * answer. @throws DomainError `permission.denied`, `classifier.not_found`
 */
export async function testClassifier(
  db: Db,
  actor: Actor,
  { id, text }: { id: string; text: string },
): Promise<ClassifierTestView> {
  requirePermission(actor, 'classifiers:write')
  const classifier = await readClassifier(db, id)
  if (!classifier) throw notFound('classifier', id)
  const start = performance.now()
  const took = (): number => Math.round(performance.now() - start)
  try {
    const [scores] = await callClassifier(classifier, [text], { deadline: start + classifier.timeoutMs })
    const tookMs = took()
    await recordClassifierSuccess(db, id)
    return { scores: scores ?? null, error: null, tookMs }
  } catch (error) {
    if (!(error instanceof ClassifierFailure)) throw error
    const tookMs = took()
    await recordClassifierFailure(db, id, error.message)
    return { scores: null, error: error.message, tookMs }
  }
}
