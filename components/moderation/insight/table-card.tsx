import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { fileNameOf, saveCsv } from '@/components/charts/save-file'
import { Button } from '@/components/ui/button'
import { Card, CardHeader, CardTitle } from '@/components/ui/card'
import { Defined } from './defined'
import type { FigureName } from './definitions'

interface TableCardProps {
  title: string
  /** What it says, in a line. */
  subtitle: ReactNode
  name: FigureName
  /** The first day, for the file's name, and the file; left out where there is nothing to save. */
  csv?: { from: string; make: () => string } | undefined
  children: ReactNode
}

/** The frame of a table of figures: its definition, and its rows as a file. */
export function TableCard({ title, subtitle, name, csv, children }: TableCardProps) {
  return (
    <Card aria-label={title} className="overflow-hidden">
      <CardHeader className="pb-2.5">
        <div className="min-w-0 flex-1">
          <div className="flex items-center gap-1">
            <CardTitle>{title}</CardTitle>
            <Defined name={name} title={title} />
          </div>
          <p className="text-muted text-sm">{subtitle}</p>
        </div>
        {csv ? (
          <Button size="sm" onClick={() => saveCsv(fileNameOf(title, csv.from, 'csv'), csv.make())}>
            <Download aria-hidden />
            CSV
          </Button>
        ) : null}
      </CardHeader>
      <div className="border-line border-t">{children}</div>
    </Card>
  )
}
