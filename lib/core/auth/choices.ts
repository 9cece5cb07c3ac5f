import { env } from '../env'

/** Which ways in this installation offers beside e-mail and password. */
export const signInChoices = (): { isDemo: boolean; hasSingleSignOn: boolean } => ({
  isDemo: env().isDemo,
  hasSingleSignOn: env().oidc !== undefined,
})
