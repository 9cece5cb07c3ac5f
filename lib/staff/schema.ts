import { z } from 'zod'
import { pageOf, pageQuery } from '@/lib/core/http/page'
import { ROLES } from './roles'

export const roleSchema = z.enum(ROLES)

/** Query parameters of the lists of staff, invitations and keys. */
export const staffListQuery = pageQuery

const PASSWORD_MIN = 12
const PASSWORD_MAX = 200

const emailSchema = z.string().trim().toLowerCase().max(254).pipe(z.email('Enter an e-mail address'))
const nameSchema = z.string().trim().min(1, 'Enter a name').max(80, 'Use at most 80 characters')

/** A password to be set. Length is what counts (NIST SP 800-63B); what is easily guessed is refused beside it, see rules. */
export const newPasswordSchema = z
  .string()
  .min(PASSWORD_MIN, `Use at least ${PASSWORD_MIN} characters`)
  .max(PASSWORD_MAX, `Use at most ${PASSWORD_MAX} characters`)

/** The signed-in person, as the shell shows them. */
export const staffSummary = z.object({ id: z.uuid(), name: z.string(), email: z.string(), role: roleSchema })
export type StaffSummary = z.output<typeof staffSummary>

export const signInForm = z.object({ email: emailSchema, password: z.string().min(1, 'Enter your password') })
export type SignInForm = z.output<typeof signInForm>

/** A person of the staff, as operators see them. Instants are ISO strings. */
export const staffView = staffSummary.extend({
  isDisabled: z.boolean(),
  /** Null where the person signs in through the identity provider alone. */
  hasPassword: z.boolean(),
  lastSeenAt: z.string().nullable(),
  createdAt: z.string(),
})
export type StaffView = z.output<typeof staffView>
export const staffPage = pageOf(staffView)

export const changeStaffBody = z
  .object({ name: nameSchema.optional(), role: roleSchema.optional(), isDisabled: z.boolean().optional() })
  .strict()
export type ChangeStaff = z.output<typeof changeStaffBody>

export const inviteStaffBody = z.object({ email: emailSchema, name: nameSchema.nullish(), role: roleSchema }).strict()
export type InviteStaff = z.output<typeof inviteStaffBody>

export const addStaffInput = z.object({
  email: emailSchema,
  name: nameSchema,
  role: roleSchema,
  password: newPasswordSchema,
})
export type AddStaff = z.output<typeof addStaffInput>

/** An invitation that waits for its answer, as operators see it. The link itself is shown once, when it is made. */
export const invitationView = z.object({
  id: z.uuid(),
  email: z.string().nullable(),
  name: z.string().nullable(),
  role: roleSchema,
  createdBy: z.string().nullable(),
  createdAt: z.string(),
  expiresAt: z.string(),
})
export type InvitationView = z.output<typeof invitationView>
export const invitationPage = pageOf(invitationView)

export const createdInvitation = invitationView.extend({
  link: z.string(),
  /** Whether it was also sent by mail. */
  isMailed: z.boolean(),
})
export type CreatedInvitation = z.output<typeof createdInvitation>

export const invitationToken = z.object({ token: z.string().min(1).max(200) })

/** What the holder of a link sees before answering. */
export const openInvitation = z.object({
  kind: z.enum(['setup', 'invitation']),
  email: z.string().nullable(),
  name: z.string().nullable(),
  role: roleSchema,
  expiresAt: z.string(),
})
export type OpenInvitation = z.output<typeof openInvitation>

export const acceptInvitationBody = invitationToken.extend({
  name: nameSchema,
  /** Only for the set-up link; an invitation is for the address it was sent to. */
  email: emailSchema.optional(),
  password: newPasswordSchema,
})
/** The same as people fill it in, where the page asks for the address. */
export const setUpForm = acceptInvitationBody.omit({ token: true }).required({ email: true })
export const acceptForm = acceptInvitationBody.omit({ token: true })
export type AcceptForm = z.output<typeof acceptForm>
export type AcceptInvitation = z.output<typeof acceptInvitationBody>

export const changePasswordBody = z.object({
  current: z.string().min(1, 'Enter your password').max(1_000),
  next: newPasswordSchema,
})
export type ChangePassword = z.output<typeof changePasswordBody>

export const renameSelfBody = z.object({ name: nameSchema }).strict()

/** An API key without its secret. */
export const keyView = z.object({
  id: z.uuid(),
  name: z.string(),
  role: roleSchema,
  scopes: z.array(z.string()),
  /** The last characters of the key, to tell keys apart. */
  hint: z.string(),
  createdBy: z.string().nullable(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
})
export type KeyView = z.output<typeof keyView>
export const keyPage = pageOf(keyView)

/** The one time that a key is shown. */
export const createdKey = keyView.extend({ key: z.string() })
export type CreatedKey = z.output<typeof createdKey>

/** What the form for a key fills in; whether the role may grant the scopes, add-key.ts tells. */
export const keyFields = z
  .object({
    name: nameSchema,
    role: roleSchema,
    /** Permissions that the key is limited to; none means all that a key of the role may. */
    scopes: z.array(z.string()).max(50).default([]),
  })
  .strict()

export type KeyFields = z.output<typeof keyFields>

export const keyIdParams = z.object({ id: z.uuid('This isn’t the ID of a key') })
