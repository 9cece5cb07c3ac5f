import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { FieldError } from '@/components/ui/field'
import { formatBytes } from '@/components/ui/format'
import { Progress } from '@/components/ui/progress'
import { dismissUpload, useUpload } from './upload'

/** The file that is being sent to the server, before it is an import. */
export function UploadCard() {
  const upload = useUpload()
  if (!upload) return null
  const { fileName, sentBytes, totalBytes, state, problem } = upload
  return (
    <Card aria-label="Upload" className="grid gap-2 px-4 py-3.5">
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2">
        <p className="min-w-0 break-all font-semibold">
          {state === 'sending' ? 'Sending' : 'Not sent:'} {fileName}
        </p>
        <Button size="sm" onClick={dismissUpload}>
          {state === 'sending' ? 'Cancel' : 'Dismiss'}
        </Button>
      </div>
      {state === 'failed' ? (
        <FieldError>{problem}</FieldError>
      ) : (
        <>
          <Progress label={`Sending ${fileName}`} value={totalBytes > 0 ? sentBytes / totalBytes : null} />
          <p className="num text-muted text-xs">
            {formatBytes(sentBytes)} of {formatBytes(totalBytes)}. Keep this window open until the upload finishes. You
            can go to other pages.
          </p>
        </>
      )}
    </Card>
  )
}
