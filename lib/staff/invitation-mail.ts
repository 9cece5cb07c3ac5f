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
    subject: `You are invited to Guildhall of ${community}`,
    text: [
      `You are invited to join the staff of ${community} as ${invitation.role}.`,
      '',
      'Open this link to choose a password. It works once, for 7 days:',
      link,
      '',
      'If you did not expect this, ignore it: nothing happens without you.',
    ].join('\n'),
  })
}
