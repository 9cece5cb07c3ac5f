/** What next-auth and we put into the address of the sign-in page when the identity provider's way in did not work. */
const REFUSALS: Record<string, string> = {
  'identity.unknown': 'This account doesn’t belong to a staff member. Ask an operator to invite you.',
  'identity.unverified':
    'Your identity provider hasn’t verified your e-mail address, so Guildhall can’t find your account. Verify it there and try again.',
  'identity.other_linked':
    'You’re already linked to another account at the identity provider. Sign in with that account.',
}

/** A sentence for the code in the address, or null where there is none. */
export function signInErrorOf(code: string | string[] | undefined): string | null {
  if (typeof code !== 'string') return null
  return REFUSALS[code] ?? 'Single sign-on failed. Try again, or sign in with your password.'
}
