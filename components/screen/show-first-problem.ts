const PROBLEMS = '[aria-invalid="true"], [role="alert"]'
const CONTROLS = 'input, select, textarea, button, [tabindex="0"]'

/**
 * Brings the first problem of a form into sight, in the order of the screen, and the focus to its control: a group's message leads to
 * the first control of the group. @returns whether any is shown
 */
export function showFirstProblem(form: HTMLElement): boolean {
  const first = form.querySelector<HTMLElement>(PROBLEMS)
  if (!first) return false
  const control = first.matches('[role="alert"]')
    ? first.closest('fieldset, [role="group"], [role="radiogroup"]')?.querySelector<HTMLElement>(CONTROLS)
    : first
  control?.focus({ preventScroll: true })
  // The label above and the message below come into sight with it.
  const field = first.closest('fieldset') ?? first.parentElement ?? first
  const shown = field.clientHeight < form.clientHeight / 2 ? field : first
  shown.scrollIntoView({ block: 'center' })
  return true
}
