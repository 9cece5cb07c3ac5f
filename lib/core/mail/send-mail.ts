import { createTransport } from 'nodemailer'
import { env } from '../env'
import { log } from '../log'

const CONNECT_MS = 5_000
const SILENCE_MS = 10_000

export interface Mail {
  to: string
  subject: string
  text: string
}

/**
 * Sends a mail through SMTP_URL. False where that is unset or the server does not take the mail: a mail is a courtesy, and
 * what it tells is always on the screen too.
 */
export async function sendMail(mail: Mail): Promise<boolean> {
  const { smtpUrl } = env()
  if (!smtpUrl) return false
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
  })
  try {
    await transport.sendMail({ ...mail, from: senderOf(smtpUrl) })
    return true
  } catch (error) {
    log.warn(
      { reason: (error as { code?: string }).code ?? 'unknown' },
      'the mail server rejected a mail or could not be reached',
    )
    return false
  } finally {
    transport.close()
  }
}

/** The SMTP user where it is an address, since most servers let it send as itself only. */
function senderOf(smtpUrl: string): { name: string; address: string } {
  const user = decodeURIComponent(new URL(smtpUrl).username)
  return { name: 'Guildhall', address: user.includes('@') ? user : `guildhall@${new URL(env().url).hostname}` }
}
