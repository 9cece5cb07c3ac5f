// Loaded before each of our programs: what went wrong in them is told in terms of their sources. Packages ship maps as well, and
// to read all of Next's took the web process a third of its start.
import module from 'node:module'

module.setSourceMapsSupport(true, { nodeModules: false })
