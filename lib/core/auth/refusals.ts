/** What next-auth and we put into the address of the sign-in page when the identity provider's way in did not work. */
const REFUSALS: Record<string, string> = {
  'identity.unknown': 'Nobody of the staff signs in with this account. Ask an operator to invite you.',
  'identity.unverified':
    'Your identity provider does not vouch for your e-mail address, so nobody could be found by it.',
  'identity.other_linked': 'Another account of the identity provider is linked to you already. Sign in with that one.',
}

/** A sentence for the code in the address, or null where there is none. */
export function refusalOf(code: string | string[] | undefined): string | null {
  if (typeof code !== 'string') return null
  return REFUSALS[code] ?? 'Single sign-on did not work. Try again, or sign in with your password.'
}
