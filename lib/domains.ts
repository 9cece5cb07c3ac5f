import { annotationsDomain } from './annotations/domain'
import { auditDomain } from './audit/domain'
import { collectionDomain } from './collection/domain'
import { communityDomain } from './community/domain'
import type { Domain } from './domain'
import { domainEventsDomain } from './domain-events/domain'
import { erasureDomain } from './erasure/domain'
import { metricsDomain } from './metrics/domain'
import { moderationDomain } from './moderation/domain'
import { settingsDomain } from './settings/domain'
import { staffDomain } from './staff/domain'
import { webhooksDomain } from './webhooks/domain'

/** Every domain, by its whole manifest, in the order of lib/domains.shared.ts. */
export const DOMAINS: readonly Domain[] = [
  metricsDomain,
  communityDomain,
  annotationsDomain,
  moderationDomain,
  erasureDomain,
  collectionDomain,
  auditDomain,
  staffDomain,
  webhooksDomain,
  domainEventsDomain,
  settingsDomain,
]
