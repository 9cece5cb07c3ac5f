import { formatBytes } from '@/components/ui/format'
import type { CaseDetail, CaseSummary } from '@/lib/moderation/schema/cases'
import type { MediaKind, MediaView } from '@/lib/moderation/schema/media'

export const MEDIA_KIND_LABELS: Record<MediaKind, string> = { image: 'picture', video: 'video', audio: 'audio clip' }

/** "PNG, 640 × 480, 24 kB". */
export function factsOf({ type, width, height, size }: MediaView): string {
  const name = type?.split('/')[1]
  return [name ? name.toUpperCase() : '', width && height ? `${width} × ${height}` : '', size ? formatBytes(size) : '']
    .filter(Boolean)
    .join(', ')
}

/** Whether there is something to look at, before it is known what. */
export const hasMedia = ({ itemType, content }: Pick<CaseSummary, 'itemType' | 'content'>): boolean =>
  (content.media?.length ?? 0) > 0 || (itemType === 'image' && content.url !== null)

/** What can be looked at of the version that is judged: of what was frozen of it, the newest that has any. */
export function mediaOf({ revision }: Pick<CaseSummary, 'revision'>, detail: CaseDetail | null): readonly MediaView[] {
  const seen = detail?.evidence.filter((one) => one.revision === revision) ?? []
  return seen.find(({ media }) => media.length > 0)?.media ?? []
}
