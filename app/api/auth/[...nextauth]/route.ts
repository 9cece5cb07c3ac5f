import { createAuthHandler } from '@/lib/core/auth/handler'
import { signInsFor } from '@/lib/staff/sign-ins'

const handler = createAuthHandler(signInsFor)

export { handler as GET, handler as POST }
