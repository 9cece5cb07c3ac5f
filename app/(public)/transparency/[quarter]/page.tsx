import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PublishedPage } from '@/components/moderation/exports/published-page'
import { quarterMonths } from '@/components/moderation/exports/quarter-text'
import { orNotFound } from '@/lib/core/auth/page'
import { getPublished } from '@/lib/moderation/queries/transparency'
import { quarterParams } from '@/lib/moderation/schema/transparency'
import { openPage } from '@/lib/staff/access'

interface Props {
  params: Promise<{ quarter: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const asked = quarterParams.safeParse(await params)
  return { title: asked.success ? `Transparency, ${quarterMonths(asked.data.quarter)}` : 'Transparency' }
}

export default async function QuarterPage({ params }: Props) {
  const asked = quarterParams.safeParse(await params)
  if (!asked.success) notFound()
  const { db } = await openPage()
  return <PublishedPage published={await orNotFound(getPublished(db, asked.data.quarter))} />
}
