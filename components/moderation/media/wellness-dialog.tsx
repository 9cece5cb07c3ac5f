import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { FieldError } from '@/components/ui/field'
import { WellnessFields } from './wellness-fields'
import { useWellnessForm } from './wellness-form'

/** One's own settings, from the case. */
export function WellnessDialog({ onClose }: { onClose: () => void }) {
  const { form, save } = useWellnessForm(onClose)
  const { errors, isSubmitting } = form.formState
  return (
    <Dialog open onOpenChange={(isOpen) => isOpen || onClose()}>
      <DialogContent
        title="Blur and breaks"
        description="How reported media is shown to you, in all queues and on all devices. Only you can see these settings."
        footer={
          <>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" form="wellness" variant="primary" isPending={isSubmitting}>
              Save
            </Button>
          </>
        }
      >
        <form
          id="wellness"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
          className="grid gap-4"
        >
          <WellnessFields form={form} />
          {errors.root ? <FieldError>{errors.root.message}</FieldError> : null}
        </form>
      </DialogContent>
    </Dialog>
  )
}
