export { schemaResolver } from './schema-resolver'
export { showProblem } from './show-problem'
