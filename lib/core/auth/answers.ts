import { z } from 'zod'

/** What next-auth answers, as far as it is read. */
export const redirectResponse = z.object({ url: z.url() })
