import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, lateSchema, sendJson } from '@/lib/core/http/client'
import type { ClassifierBody, ClassifierPatch } from '@/lib/moderation/schema/classifiers'

const answers = () => import('@/lib/moderation/schema/classifiers')

const PATH = '/api/v1/classifiers'
/** They are announced with the rules that ask them. */
const CLASSIFIERS = ['rules', 'classifiers'] as const

export const classifierListQuery = () =>
  queryOptions({
    queryKey: CLASSIFIERS,
    queryFn: ({ signal }) => getJson(PATH, { schema: lateSchema(answers, 'classifierList'), signal }),
  })

function useClassifierMutation<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    // Some answers hold a secret, which has no business in a cache.
    gcTime: 0,
    onSettled: () => client.invalidateQueries({ queryKey: CLASSIFIERS }),
  })
}

export const useCreateClassifier = () =>
  useClassifierMutation((input: ClassifierBody) =>
    sendJson('POST', PATH, input, { schema: lateSchema(answers, 'classifierWithSecret') }),
  )

export const useUpdateClassifier = () =>
  useClassifierMutation(({ id, ...body }: ClassifierPatch & { id: string }) =>
    sendJson('PATCH', `${PATH}/${id}`, body, { schema: lateSchema(answers, 'classifierView') }),
  )

export const useDeleteClassifier = () =>
  useClassifierMutation((id: string) => sendJson('DELETE', `${PATH}/${id}`, undefined))

export const useSetSecret = () =>
  useClassifierMutation(({ id, token }: { id: string; token?: string }) =>
    sendJson('PUT', `${PATH}/${id}/secret`, token === undefined ? {} : { token }, {
      schema: lateSchema(answers, 'classifierWithSecret'),
    }),
  )

export const useTestClassifier = () =>
  useClassifierMutation(({ id, text }: { id: string; text: string }) =>
    sendJson('POST', `${PATH}/${id}/tests`, { text }, { schema: lateSchema(answers, 'classifierTestView') }),
  )
