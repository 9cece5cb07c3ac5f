import { defineResource } from '@/components/screen/define-resource'
import type { CreatedKey, KeyFields, KeyView } from '@/lib/staff/schema'

interface KeyViews {
  item: KeyView
  create: KeyFields
  /** Holds the key, which nothing else ever does. */
  created: CreatedKey
}

/** API keys. One that is removed is revoked, and stays in the list. */
export const apiKeys = defineResource<KeyViews>('/api/v1/keys', { topic: 'keys' })
