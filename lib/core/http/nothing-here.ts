import { DomainError } from '../errors'
import { toProblem } from './problem'

/** 404, as a problem document. */
export const notFoundRoute = async (): Promise<Response> =>
  toProblem(new DomainError('not_found', 'resource.not_found', 'Nothing exists at this URL.'))
