import type { SignIns } from '@/lib/core/auth/options'
import { openSession } from '@/lib/core/auth/session'
import { getDb } from '@/lib/core/db/client'
import { peerAddress } from '@/lib/core/http/peer'
import { signOutSession } from './commands/end-sessions'
import { signInWithPassword } from './commands/sign-in'
import { signInToDemo, signInWithIdentity } from './commands/sign-in-with-identity'
import { requireDemoVisitor } from './demo'

/** The ways in and out for one request; what lib/core/auth is not allowed to know by itself. */
export function signInsFor(request: Request): SignIns {
  const origin = { address: peerAddress(request.headers), userAgent: request.headers.get('user-agent') }
  return {
    withPassword: (input) => signInWithPassword(getDb(), { ...input, ...origin }),
    withIdentity: (identity) => signInWithIdentity(getDb(), origin, identity),
    toDemo: async () => {
      requireDemoVisitor(request.headers)
      return signInToDemo(getDb(), origin)
    },
    signOut: async () => {
      const claim = await openSession(request.headers.get('cookie'))
      if (claim) await signOutSession(getDb(), claim, origin)
    },
  }
}
