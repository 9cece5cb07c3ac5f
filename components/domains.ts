import { annotationTool } from './annotations/chart-tool'
import type { ChartTool } from './usage/chart-tool'

/** What the domains add to screens that are not their own. */
export const CHART_TOOLS: readonly ChartTool[] = [annotationTool]
