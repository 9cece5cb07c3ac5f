import { notFoundRoute } from '@/lib/core/http/nothing-here'

/** Whatever no other endpoint answers, in the API's own manner and not with the page for people. */
export {
  notFoundRoute as DELETE,
  notFoundRoute as GET,
  notFoundRoute as PATCH,
  notFoundRoute as POST,
  notFoundRoute as PUT,
}
