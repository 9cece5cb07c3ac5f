import { z } from 'zod'

/** What next-auth answers, as far as it is read. */
export const csrfAnswer = z.object({ csrfToken: z.string() })
export const redirectAnswer = z.object({ url: z.url() })
