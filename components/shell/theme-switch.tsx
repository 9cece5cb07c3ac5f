'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { useSyncExternalStore } from 'react'
import { Menu, MenuContent, MenuRadioGroup, MenuRadioItem, MenuTrigger } from '@/components/ui/dropdown-menu'
import { IconButton } from '@/components/ui/icon-button'

const never = () => () => undefined

/** False on the server and in the first pass, when the stored theme is not known yet. */
const useIsHydrated = () =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )

export function ThemeSwitch() {
  const { theme, resolvedTheme, setTheme } = useTheme()
  const isHydrated = useIsHydrated()
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton icon={isHydrated && resolvedTheme === 'dark' ? Sun : Moon} label="Theme" />
      </MenuTrigger>
      <MenuContent>
        <MenuRadioGroup value={isHydrated ? (theme ?? 'system') : 'system'} onValueChange={setTheme}>
          <MenuRadioItem value="light">
            <Sun aria-hidden />
            Light
          </MenuRadioItem>
          <MenuRadioItem value="dark">
            <Moon aria-hidden />
            Dark
          </MenuRadioItem>
          <MenuRadioItem value="system">
            <Monitor aria-hidden />
            System
          </MenuRadioItem>
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  )
}
