import type { ActionInput } from '../schema/decisions'
import type { ReportInput } from '../schema/reports'

/** Something that members do and others report. */
export interface Offence {
  type: ReportInput['item']['type']
  policy: string
  text: string
  comment: string
  /** How many report it, at most. */
  reporters: number
  /** What moderators mostly do about it. */
  ruling: ActionInput[]
  /** Whether it has an address of its own, by the kind of what is there. */
  address?: 'picture' | 'page'
  /** What is attached, as its poster describes it. */
  pictures?: readonly string[]
  sound?: string
}

/** What gets reported in a community that plays and trades; nothing in it is anybody's real words. */
export const OFFENCES: readonly Offence[] = [
  {
    type: 'message',
    policy: 'Spam',
    text: 'FREE SKINS for the first 50, claim now at harvest-skins.example/claim',
    comment: 'same link in four channels',
    reporters: 9,
    ruling: [{ type: 'remove' }, { type: 'ban' }],
  },
  {
    type: 'message',
    policy: 'Spam',
    text: 'earn 300 a day from your sofa, write me a private message',
    comment: '',
    reporters: 4,
    ruling: [{ type: 'remove' }, { type: 'warn' }],
  },
  {
    type: 'message',
    policy: 'Spam',
    text: 'join our much better server at invite.example/harbour',
    comment: 'advertising again',
    reporters: 3,
    ruling: [{ type: 'remove' }],
  },
  {
    type: 'message',
    policy: 'Harassment',
    text: 'nobody asked you, newcomer. go back to where you came from',
    comment: 'said to someone who joined today',
    reporters: 5,
    ruling: [{ type: 'remove' }, { type: 'mute', minutes: 1_440 }],
  },
  {
    type: 'message',
    policy: 'Harassment',
    text: 'keep talking and I will find out where you live',
    comment: 'this is a threat',
    reporters: 6,
    ruling: [{ type: 'remove' }, { type: 'warn' }],
  },
  {
    type: 'message',
    policy: 'Off topic',
    text: 'anyone else think the weather is a bit much lately',
    comment: 'wrong channel',
    reporters: 1,
    ruling: [{ type: 'keep' }],
  },
  {
    type: 'message',
    policy: 'Off topic',
    text: 'selling two harvest cloaks, 400 each',
    comment: 'belongs in #trading',
    reporters: 2,
    ruling: [{ type: 'keep' }],
  },
  {
    type: 'member',
    policy: 'Harassment',
    text: 'A name that imitates a moderator',
    comment: 'pretends to be staff',
    reporters: 3,
    ruling: [{ type: 'warn' }],
  },
  {
    type: 'image',
    policy: 'Sexual content',
    text: '',
    comment: 'not for this channel',
    reporters: 2,
    ruling: [{ type: 'hide' }],
    address: 'picture',
  },
  {
    type: 'message',
    policy: 'Harassment',
    text: 'everybody look at where our dear newcomer lives',
    comment: 'photos of someone’s home',
    reporters: 4,
    ruling: [{ type: 'remove' }, { type: 'warn' }],
    pictures: ['a street with a house', ''],
  },
  {
    type: 'message',
    policy: 'Off topic',
    text: 'my view this morning',
    comment: 'no holiday photos in here please',
    reporters: 1,
    ruling: [{ type: 'keep' }],
    pictures: ['hills at sunrise'],
  },
  {
    type: 'custom',
    policy: 'Harassment',
    text: 'A voice message',
    comment: 'shouting at people again',
    reporters: 2,
    ruling: [{ type: 'hide' }],
    sound: 'a voice message of two seconds',
  },
  {
    type: 'link',
    policy: 'Illegal content',
    text: 'cracked copies of everything',
    comment: '',
    reporters: 2,
    ruling: [{ type: 'remove' }, { type: 'warn' }],
    address: 'page',
  },
  {
    type: 'message',
    policy: 'Hate',
    text: 'your kind should not be allowed in here',
    comment: 'please look at this quickly',
    reporters: 7,
    ruling: [{ type: 'remove' }, { type: 'ban' }],
  },
  {
    type: 'message',
    policy: 'Spam',
    text: 'GGGGGGG EZ EZ EZ EZ EZ EZ EZ EZ EZ EZ',
    comment: 'floods the channel',
    reporters: 2,
    ruling: [{ type: 'hide' }],
  },
  {
    type: 'message',
    policy: 'Harassment',
    text: 'that was a terrible raid and it was your fault',
    comment: 'rude',
    reporters: 1,
    ruling: [{ type: 'keep' }],
  },
]
