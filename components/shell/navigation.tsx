'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { NavigationSection } from '@/lib/console/navigation'

/** What the server has made of the navigation for this person: data, and an icon for each section by its address. */
export interface Navigation {
  sections: readonly NavigationSection[]
  icons: Readonly<Record<string, ReactNode>>
  /** What changes the counts, and what is known of members. */
  countTopics: readonly string[]
  memberTopics: readonly string[]
}

const Context = createContext<Navigation>({ sections: [], icons: {}, countTopics: [], memberTopics: [] })

export function NavigationProvider({ value, children }: { value: Navigation; children: ReactNode }) {
  return <Context value={value}>{children}</Context>
}

export const useNavigation = (): Navigation => useContext(Context)

/** The tabs of a section that this person may open. */
export const useTabs = (href: string) => useNavigation().sections.find((section) => section.href === href)?.tabs ?? []
