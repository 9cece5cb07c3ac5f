import { DropdownMenu } from 'radix-ui'

/** Radix' menu, apart, so that it is fetched when the first menu is opened. */
export const {
  Root,
  Trigger,
  Portal,
  Content,
  Item,
  CheckboxItem,
  RadioGroup,
  RadioItem,
  ItemIndicator,
  Label,
  Separator,
  Sub,
  SubTrigger,
  SubContent,
} = DropdownMenu
