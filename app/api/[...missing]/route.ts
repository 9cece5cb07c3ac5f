import { nothingHere } from '@/lib/core/http/nothing-here'

/** Whatever no other endpoint answers, in the API's own manner and not with the page for people. */
export { nothingHere as DELETE, nothingHere as GET, nothingHere as PATCH, nothingHere as POST, nothingHere as PUT }
