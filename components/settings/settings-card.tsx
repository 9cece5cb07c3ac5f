import type { FormEventHandler, ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardFooter, CardHeader, CardTitle } from '@/components/ui/card'
import { FieldError } from '@/components/ui/field'

interface SettingsCardProps {
  title: string
  /** What these settings do, in a sentence. */
  description: ReactNode
  children: ReactNode
  onSubmit: FormEventHandler
  isDirty: boolean
  isSaving: boolean
  /** What is wrong with the form as a whole. */
  error?: string | undefined
  saveLabel?: string
}

/** A group of settings that is saved at once. */
export function SettingsCard(props: SettingsCardProps) {
  const { title, description, children, onSubmit, isDirty, isSaving, error, saveLabel = 'Save' } = props
  return (
    <Card aria-label={title}>
      <form noValidate onSubmit={onSubmit}>
        <CardHeader className="block">
          <CardTitle>{title}</CardTitle>
          <p className="mt-0.5 text-muted text-sm">{description}</p>
        </CardHeader>
        <CardBody className="grid gap-4">{children}</CardBody>
        <CardFooter>
          {error ? <FieldError>{error}</FieldError> : null}
          <Button
            type="submit"
            variant={isDirty ? 'primary' : 'secondary'}
            disabled={!isDirty}
            isPending={isSaving}
            className="ml-auto"
          >
            {saveLabel}
          </Button>
        </CardFooter>
      </form>
    </Card>
  )
}
