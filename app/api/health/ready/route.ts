export { ready as GET } from '@/lib/core/http/health'
