import { newId } from '../../ui/ids'
import { Store } from '../../ui/store'
import { Pace } from '../upload/pace'

// Work of many requests, such as deleting a folder: seen while it goes on, and stopped when the person says so.

export interface Job {
  id: string
  title: string
  state: 'running' | 'stopped' | 'failed' | 'done'
  /** What is going on, such as "Copying". */
  step: string
  done: number
  /** Unknown as long as it is being counted. */
  of: number | null
  secondsLeft: number | null
  /** How it ended; while it was stopped or failed, what remains. */
  words: string
  error: unknown
  /** What may be done about a job that was stopped or failed. */
  remedies: readonly Remedy[]
}

export interface Remedy {
  label: string
  run: () => void
}

/** What the work tells while it goes on. */
export interface Report {
  readonly signal: AbortSignal
  /** A new step, of so many things if that is known. */
  step: (words: string, of: number | null) => void
  /** So many more things are done. */
  did: (count: number) => void
}

/** Work that can be begun again after a stop: it knows what it did. */
export interface Work {
  title: string
  /** Answers with how it ended, in a sentence. */
  run: (report: Report) => Promise<string>
  /** What remains when it is stopped now, in a sentence or two. */
  remains: () => string
  /** Other ways out than to go on. */
  remedies?: () => readonly Remedy[]
  /** Buckets whose listings change. */
  buckets: readonly string[]
}

const SHOW_MS = 120
/** What went well is told for so long. */
const TOLD_MS = 8_000

export const jobs = new Store<readonly Job[]>([])
const stops = new Map<string, AbortController>()
const ends = new Set<(buckets: readonly string[]) => void>()

/** Hears when a job ended, however, and which buckets it touched. */
export function onJobEnd(listener: (buckets: readonly string[]) => void): () => void {
  ends.add(listener)
  return () => ends.delete(listener)
}

const change = (id: string, changes: Partial<Job>): void => jobs.set(jobs.value.map((job) => (job.id === id ? { ...job, ...changes } : job)))

export function stop(id: string): void {
  stops.get(id)?.abort()
  change(id, { step: 'Stopping' })
}
export const dismiss = (id: string): void => jobs.set(jobs.value.filter((job) => job.id !== id))

/** Begins, and ends when the work ends: true if it was done to the end. */
export async function start(work: Work, id = newId()): Promise<boolean> {
  const fresh: Job = { id, title: work.title, state: 'running', step: 'Beginning', done: 0, of: null, secondsLeft: null, words: '', error: null, remedies: [] }
  jobs.set([...jobs.value.filter((job) => job.id !== id), fresh])
  const controller = new AbortController()
  stops.set(id, controller)
  const { report, hush } = reporter(id, controller.signal)
  try {
    const words = await work.run(report)
    hush()
    change(id, { state: 'done', words })
    setTimeout(() => { if (jobs.value.some((job) => job.id === id && job.state === 'done')) dismiss(id) }, TOLD_MS)
    return true
  } catch (error) {
    hush()
    const goOn = { label: 'Go on', run: () => void start(work, id) }
    const remedies = [goOn, ...(work.remedies?.() ?? [])].map(({ label, run }) => ({ label, run: () => { dismiss(id); run() } }))
    const isStopped = controller.signal.aborted
    change(id, { state: isStopped ? 'stopped' : 'failed', error: isStopped ? null : error, words: work.remains(), remedies })
    return false
  } finally {
    stops.delete(id)
    for (const listener of ends) listener(work.buckets)
  }
}

/** Tells the store a few times a second, however often the work tells. */
function reporter(id: string, signal: AbortSignal): { report: Report; hush: () => void } {
  const pace = new Pace()
  let latest: Partial<Job> = {}
  let [done, of]: [number, number | null] = [0, null]
  let timer: ReturnType<typeof setTimeout> | undefined
  const tell = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      pace.note(performance.now(), done)
      change(id, { ...latest, ...(signal.aborted ? { step: 'Stopping' } : {}), done, of, secondsLeft: of === null ? null : pace.secondsLeft(of - done) })
    }, SHOW_MS)
  }
  return {
    report: {
      signal,
      step: (words, count) => {
        ;[latest, done, of] = [{ step: words }, 0, count]
        pace.forget()
        tell()
      },
      did: (count) => {
        done += count
        tell()
      },
    },
    hush: () => clearTimeout(timer),
  }
}
