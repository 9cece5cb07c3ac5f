'use client'

import { usePathname } from 'next/navigation'
import { cn } from '@/components/ui/cn'
import { Link } from '@/components/ui/link'
import { crumbsOf } from './crumbs'
import { useNavigation } from './navigation'

/** Where one is: the community, the section, and the way back up. */
export function Breadcrumb({ communityName }: { communityName: string }) {
  const crumbs = crumbsOf(useNavigation().sections, usePathname())
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-2 text-sm">
        <li className="shrink-[99] truncate max-sm:max-w-32">{communityName}</li>
        {crumbs.map(({ label, href }, index) => (
          // Where one is stays readable when there is no room for all.
          <li key={href} className={cn('flex min-w-0 items-center gap-2', index < crumbs.length - 1 && 'shrink-[99]')}>
            <span aria-hidden className="text-faint">
              /
            </span>
            {index === crumbs.length - 1 ? (
              <b aria-current="page" className="truncate font-semibold text-ink">
                {label}
              </b>
            ) : (
              <Link href={href} className="truncate hover:text-ink">
                {label}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
