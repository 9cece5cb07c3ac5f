import { toast } from '@/components/ui/toast'
import { signOut } from '@/lib/core/auth/client'
import { ApiError } from '@/lib/core/http/client'

/** Signs out and goes to the sign-in page; says so where that did not work, and the session is still open. */
export async function leavePage(): Promise<void> {
  try {
    await signOut()
    // A full load: nothing of what was on the screen stays in memory.
    // A demo would let its visitor in again at once.
    window.location.assign('/sign-in?signed-out=1')
  } catch (error) {
    const description = error instanceof ApiError ? error.message : 'The server could not be reached. Try again.'
    toast('You could not be signed out', { description, tone: 'danger' })
  }
}
