import type { NavigationEntry } from '../domain.shared'
import { NAVIGATION, type Permission } from '../domains.shared'
import { can } from '../staff/permissions'
import type { Role } from '../staff/roles'

/** A page that one may open, as the sidebar, the tabs, the breadcrumb and the palette show it. */
export type NavigationPage = Pick<NavigationEntry, 'href' | 'label' | 'hint'>

/** A section of the sidebar with its tabs; one without tabs is a page of its own. */
export interface NavigationSection extends NavigationPage {
  icon: NonNullable<NavigationEntry['icon']>
  tabs: readonly NavigationPage[]
}

const mayOpen = (role: Role, { permission }: NavigationEntry): boolean => can(role, permission as Permission)

const pageOf = ({ href, label, hint }: NavigationEntry): NavigationPage => ({ href, label, hint })

/** The sections that a role may open, in the order of the sidebar. */
export const sectionsFor = (role: Role): NavigationSection[] =>
  NAVIGATION.filter((entry) => entry.section === undefined && mayOpen(role, entry)).map((entry) => {
    const tabs = NAVIGATION.filter(({ section }) => section === entry.href).filter((tab) => mayOpen(role, tab))
    return {
      ...pageOf(entry),
      icon: entry.icon ?? 'circle',
      tabs: entry.tabLabel ? [{ ...pageOf(entry), label: entry.tabLabel }, ...tabs.map(pageOf)] : tabs.map(pageOf),
    }
  })

/** Where a role lands after signing in. */
export function homeOf(role: Role): string {
  const home = NAVIGATION.find((entry) => entry.homeOf?.includes(role) && mayOpen(role, entry))
  return home?.href ?? sectionsFor(role)[0]?.href ?? '/settings/account'
}
