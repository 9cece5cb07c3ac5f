'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from '@/components/ui/toast'
import type { AnnotationView, CreateAnnotation } from '@/lib/annotations/schema'
import { createAnnotation, deleteAnnotation, updateAnnotation } from './annotations-client'

/** Saves and removes an annotation, and tells how that goes. What was removed can be put back for a while. */
export function useAnnotationActions(annotation: AnnotationView | null, onDone: () => void) {
  const client = useQueryClient()
  const [problem, setProblem] = useState<string>()
  const [isPending, setPending] = useState(false)
  const refresh = () =>
    Promise.all(['annotations', 'timeline'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  const attempt = async (deed: () => Promise<unknown>) => {
    setPending(true)
    setProblem(undefined)
    try {
      await deed()
      await refresh()
      onDone()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'The change could not be saved. Try again.')
      setPending(false)
    }
  }
  const save = (body: CreateAnnotation) =>
    attempt(() => (annotation ? updateAnnotation(annotation.id, annotation.version, body) : createAnnotation(body)))
  const remove = ({ id, version, at, until, kind, text }: AnnotationView) =>
    attempt(async () => {
      await deleteAnnotation(id, version)
      const putBack = () => createAnnotation({ at, until, kind, text }).then(refresh)
      const failed = () => toast('The annotation could not be restored', { tone: 'danger' })
      toast('Annotation deleted', { undo: () => void putBack().catch(failed) })
    })
  return { save, remove, problem, setProblem, isPending }
}
