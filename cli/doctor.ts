import type { Command } from 'commander'
import { EXIT_FAILURE, JSON_OPTION, type OutputOptions, printResult } from '@/lib/core/cli/output'
import { checkHealth, type HealthCheck } from './doctor/checks'
import { connect } from './support/connect'

const MARK = { ok: '✓', warning: '!', failed: '✗' } as const

export function register(program: Command): void {
  program
    .command('doctor')
    .description('check the installation: database, rights, partitions, workers and the audit log')
    .option(...JSON_OPTION)
    .action(async (options: OutputOptions) => {
      const connection = await connect()
      try {
        const checks = await checkHealth(connection)
        const isHealthy = checks.every((check) => check.state !== 'failed')
        printResult(options, { isHealthy, checks }, checks.map(describe).join('\n'))
        if (!isHealthy) process.exitCode = EXIT_FAILURE
      } finally {
        await connection.close()
      }
    })
}

const describe = (check: HealthCheck): string => `${MARK[check.state]} ${check.name}: ${check.detail}`
