import { ensureBuild } from '@/cli/start/build'

// The build that `npm start` would make, so that the tests after it start at once.
await ensureBuild(process.cwd())
