import type { NavigationSection } from '@/lib/console/navigation'

export interface Crumb {
  label: string
  href: string
}

export const isWithin = (pathname: string, href: string): boolean =>
  pathname === href || pathname.startsWith(`${href}/`)

/**
 * The breadcrumb of a path under the community's name: `/operations/runs` is Operations / Runs. Pages that the navigation knows
 * have their names, others are called by their address; ids say nothing and are left out.
 */
export function crumbsOf(sections: readonly NavigationSection[], pathname: string): Crumb[] {
  const [first = '', ...rest] = pathname.split('/').filter(Boolean)
  const section = sections.find(({ href }) => href === `/${first}`)
  if (!section) return []
  const parts = rest.flatMap((part, index) => {
    if (!/^[a-z][a-z-]*$/.test(part) || part.includes('--')) return []
    const href = `${section.href}/${rest.slice(0, index + 1).join('/')}`
    const known = section.tabs.find((tab) => tab.href === href)?.label
    return [{ label: known ?? part.charAt(0).toUpperCase() + part.slice(1).replaceAll('-', ' '), href }]
  })
  return [{ label: section.label, href: section.href }, ...parts]
}
