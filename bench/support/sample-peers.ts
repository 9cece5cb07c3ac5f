import { type Peer, startPrometheus, startVictoriaMetrics } from './peers'
import { labelsOf, type SampleSet, valueAt } from './samples'

const MINUTE_MS = 60_000
/** Its loader is slow: the series that is asked for and nine beside it. */
const PROMETHEUS_SERIES = 10
const LINES_A_PART = 10_000

/** All samples of the set in VictoriaMetrics. */
export const loadVictoriaMetrics = (set: SampleSet): Promise<Peer> => startVictoriaMetrics(jsonLines(set))

/** The first series of the set in Prometheus. */
export const loadPrometheus = (set: SampleSet): Promise<Peer> => startPrometheus(openMetrics(set))

function* jsonLines(set: SampleSet): Generator<string> {
  const minutes = minutesOf(set)
  const timestamps = minutes.join(',')
  for (const [n, id] of set.seriesIds.entries()) {
    const metric = JSON.stringify({ __name__: 'active_users', ...labelsOf(n) })
    const values = minutes.map((at) => valueAt(id, at)).join(',')
    yield `{"metric":${metric},"values":[${values}],"timestamps":[${timestamps}]}`
  }
}

function* openMetrics(set: SampleSet): Generator<string> {
  const minutes = minutesOf(set)
  yield '# TYPE active_users gauge\n'
  for (const [n, id] of set.seriesIds.slice(0, PROMETHEUS_SERIES).entries()) {
    const { space } = labelsOf(n)
    const name = space === undefined ? 'active_users' : `active_users{space="${space}"}`
    for (let first = 0; first < minutes.length; first += LINES_A_PART) {
      const part = minutes.slice(first, first + LINES_A_PART)
      yield `${part.map((at) => `${name} ${valueAt(id, at)} ${at / 1_000}`).join('\n')}\n`
    }
  }
  yield '# EOF\n'
}

const minutesOf = ({ from, to }: SampleSet): number[] =>
  Array.from({ length: (to.getTime() - from.getTime()) / MINUTE_MS }, (_, n) => from.getTime() + n * MINUTE_MS)
