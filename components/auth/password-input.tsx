'use client'

import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { cn } from '@/components/ui/cn'
import { Input } from '@/components/ui/input'

/** A password that its owner can look at while typing. Inside a Field it takes the label's id. */
export function PasswordInput({ className, ...props }: Omit<ComponentProps<'input'>, 'type'>) {
  const [isShown, setIsShown] = useState(false)
  const Icon = isShown ? EyeOff : Eye
  return (
    <div className="relative">
      <Input {...props} type={isShown ? 'text' : 'password'} className={cn('pr-10', className)} />
      <button
        type="button"
        aria-label="Show password"
        aria-pressed={isShown}
        onClick={() => setIsShown(!isShown)}
        className="absolute inset-y-0 right-0 grid w-9 place-items-center rounded-control text-muted transition-colors hover:text-ink coarse:w-11"
      >
        <Icon aria-hidden className="size-4 stroke-[1.75]" />
      </button>
    </div>
  )
}
