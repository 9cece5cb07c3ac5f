import { Popover } from 'radix-ui'

/** Radix' popover, apart, so that it is fetched when the first one is opened. */
export const { Root, Trigger, Portal, Content } = Popover
