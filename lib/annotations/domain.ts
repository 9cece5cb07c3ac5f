import type { Domain } from '../domain'
import { annotations } from './domain.shared'

export const annotationsDomain: Domain = {
  shared: annotations,
}
