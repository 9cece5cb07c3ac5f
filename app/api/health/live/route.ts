export { live as GET } from '@/lib/core/http/health'
