import type { SignIns } from '@/lib/core/auth/options'
import { getDb } from '@/lib/core/db/client'
import { peerAddress } from '@/lib/core/http/peer'
import { signInWithPassword } from './commands/sign-in'
import { signInToDemo, signInWithIdentity } from './commands/sign-in-otherwise'
import { requireDemoVisitor } from './demo'

/** The ways in for one request; what lib/core/auth is not allowed to know by itself. */
export function signInsFor(request: Request): SignIns {
  const address = peerAddress(request.headers)
  return {
    withPassword: (input) => signInWithPassword(getDb(), { ...input, address }),
    withIdentity: (identity) => signInWithIdentity(getDb(), { address }, identity),
    toDemo: async () => {
      requireDemoVisitor(request.headers)
      return signInToDemo(getDb())
    },
  }
}
