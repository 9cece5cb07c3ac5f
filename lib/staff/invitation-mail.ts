import type { ReadDb } from '@/lib/core/db/types'
import { sendMail } from '@/lib/core/mail/send-mail'
import { getSettings } from '@/lib/settings/queries'
import type { InvitationView } from './schema'

/** Sends an invitation's link to the person invited; false where no mail server is set or it did not take the mail. */
export async function mailInvitation(db: ReadDb, invitation: InvitationView, link: string): Promise<boolean> {
  if (!invitation.email) return false
  const { name: community } = await getSettings(db)
  return sendMail({
    to: invitation.email,
    subject: `You’re invited to ${community} on Guildhall`,
    text: [
      `You’re invited to join the staff of ${community} with the role ${invitation.role}.`,
      '',
      'Open this link to choose a password. It works once, for 7 days:',
      link,
      '',
      'If you didn’t expect this invitation, you can ignore it.',
    ].join('\n'),
  })
}
