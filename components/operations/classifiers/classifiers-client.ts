import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, sendJson } from '@/lib/core/http/client'
import type {
  ClassifierBody,
  ClassifierList,
  ClassifierPatch,
  ClassifierTestView,
  ClassifierView,
  ClassifierWithSecret,
} from '@/lib/moderation/schema/classifiers'

const PATH = '/api/v1/classifiers'
/** They are announced with the rules that ask them. */
const CLASSIFIERS = ['rules', 'classifiers'] as const

export const classifierListQuery = () =>
  queryOptions({
    queryKey: CLASSIFIERS,
    queryFn: ({ signal }) => getJson<ClassifierList>(PATH, { signal }),
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
  useClassifierMutation((input: ClassifierBody) => sendJson<ClassifierWithSecret>('POST', PATH, input))

export const useUpdateClassifier = () =>
  useClassifierMutation(({ id, ...body }: ClassifierPatch & { id: string }) =>
    sendJson<ClassifierView>('PATCH', `${PATH}/${id}`, body),
  )

export const useDeleteClassifier = () =>
  useClassifierMutation((id: string) => sendJson('DELETE', `${PATH}/${id}`, undefined))

export const useSetSecret = () =>
  useClassifierMutation(({ id, token }: { id: string; token?: string }) =>
    sendJson<ClassifierWithSecret>('PUT', `${PATH}/${id}/secret`, token === undefined ? {} : { token }),
  )

export const useTestClassifier = () =>
  useClassifierMutation(({ id, text }: { id: string; text: string }) =>
    sendJson<ClassifierTestView>('POST', `${PATH}/${id}/tests`, { text }),
  )
