/** A file to upload, and where it belongs below the folder that it is put into. */
export interface Picked {
  file: File
  path: string
}

/** Files of an `<input>`; a folder's files know their way in it. */
export const pickedFrom = (files: FileList | null): Picked[] =>
  Array.from(files ?? []).map((file) => ({ file, path: file.webkitRelativePath || file.name }))

/**
 * Files and folders that were dropped. Has to be called while the drop is handled: afterwards the browser forgets what was dropped.
 * Folders are walked to the end.
 */
export function dropped(data: DataTransfer): Promise<Picked[]> {
  const found = Array.from(data.items).filter(({ kind }) => kind === 'file').map((item) => item.webkitGetAsEntry() ?? item.getAsFile())
  return Promise.all(found.map((one) => (one === null ? [] : one instanceof File ? [{ file: one, path: one.name }] : walk(one)))).then((lists) => lists.flat())
}

async function walk(entry: FileSystemEntry): Promise<Picked[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    return [{ file, path: entry.fullPath.replace(/^\//, '') }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const found: Picked[] = []
  for (;;) {
    // A reader tells a hundred at a time, and nothing when it is at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return found
    for (const inner of some) found.push(...(await walk(inner)))
  }
}

/** Whether something that is dragged has files in it (and is no row of the page). */
export const carriesFiles = (data: DataTransfer | null): boolean => data?.types.includes('Files') ?? false
