import {
  IconFile, IconFileMusic, IconFileText, IconFileTypePdf, IconFileZip, IconFolderFilled, IconMovie, IconPhoto, IconTrashX, type TablerIcon,
} from '@tabler/icons-react'
import classes from './icons.module.css'
import type { Row } from './shapes'
import { previewOf } from './types'

const KINDS: Record<string, TablerIcon> = { image: IconPhoto, audio: IconFileMusic, video: IconMovie, pdf: IconFileTypePdf, text: IconFileText }

function iconOf(row: Row): TablerIcon {
  if (row.kind === 'folder') return IconFolderFilled
  if (row.kind === 'version' && row.isDeleteMarker) return IconTrashX
  if (/\.(zip|gz|tgz|bz2|xz|zst|7z|rar|tar)$/i.test(row.key)) return IconFileZip
  return KINDS[previewOf(row.key, '') ?? ''] ?? IconFile
}

export function RowIcon({ row, size = 18 }: { row: Row; size?: number }) {
  const Icon = iconOf(row)
  return <Icon size={size} stroke={1.6} aria-hidden className={row.kind === 'folder' ? classes.folder : classes.file} />
}
