export { metrics as GET } from '@/lib/core/http/health'
