import { ActionIcon, Button, FileButton, Progress, Text, Tooltip } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import {
  IconAlertTriangle, IconCheck, IconChevronDown, IconChevronUp, IconPlayerPause, IconPlayerPlay, IconRefresh, IconX,
} from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Refusal, Unanswered } from '../ui/http'
import { useStore } from '../ui/store'
import classes from './Activity.module.css'
import { dismiss, type Job, jobs, stop } from './jobs/jobs'
import { nameOf } from './keys'
import {
  cancel, clearDone, goOn, goOnAll, pause, pauseAll, progress, replace, replaceAll, resume, retry, retryAll, skipAll, uploads,
} from './upload/queue'
import type { Upload, UploadState } from './upload/transfer'
import { countWords, durationWords, numberWords, sizeWords } from './words'

const ROW_PX = 38
const ROW_PX_NARROW = 62
const ROWS_SEEN = 5.5

/** What goes on: uploads and long work, each with how far it is and what can be done about it. It takes room and covers nothing. */
export function Activity() {
  const list = useStore(uploads)
  const work = useStore(jobs)
  const [isOpen, setOpen] = useState(true)
  if (list.length === 0 && work.length === 0) return null
  const close = () => {
    clearDone()
    for (const { id, state } of work) if (state !== 'running') dismiss(id)
  }
  const canClose = list.some(({ state }) => state === 'done') || work.some(({ state }) => state !== 'running')
  return (
    <section className={classes.activity} aria-label="Activity">
      <div className={classes.head}>
        <Text fw={600} size="sm" className={classes.title} component="h2" role="status">{headline(list, work)}</Text>
        {list.length > 0 && <Total list={list} />}
        <span className={classes.ends}>
          <Tip label={isOpen ? 'Fold' : 'Unfold'} onClick={() => setOpen(!isOpen)}>{isOpen ? <IconChevronDown size={18} /> : <IconChevronUp size={18} />}</Tip>
          {canClose && <Tip label="Clear what has ended" onClick={close}><IconX size={18} /></Tip>}
        </span>
      </div>
      {isOpen && (
        <>
          {work.length > 0 && <ul className={classes.work}>{work.map((job) => <JobRow key={job.id} job={job} />)}</ul>}
          {list.length > 0 && <UploadRows list={list} />}
        </>
      )}
    </section>
  )
}

function headline(list: readonly Upload[], work: readonly Job[]): string {
  const count = (...states: UploadState[]) => list.filter(({ state }) => states.includes(state)).length
  const active = count('running', 'checking', 'waiting')
  const running = work.filter(({ state }) => state === 'running')
  const [first] = running
  if (active > 0) return `Uploading ${countWords(active, 'file')}`
  if (first !== undefined) return running.length === 1 ? first.title : `${running.length} jobs going on`
  const unwell = count('failed', 'exists', 'interrupted') + work.filter(({ state }) => state === 'failed' || state === 'stopped').length
  if (unwell > 0) return `${countWords(unwell, 'thing needs', 'things need')} you`
  if (count('paused') > 0) return `${countWords(count('paused'), 'upload')} paused`
  return list.length > 0 ? `${countWords(count('done'), 'file')} uploaded` : 'Done'
}

/** All uploads together. */
function Total({ list }: { list: readonly Upload[] }) {
  const { bytes, sent, rate, secondsLeft } = useStore(progress)
  const has = (state: UploadState) => list.some((upload) => upload.state === state)
  const done = list.filter(({ state }) => state === 'done').length
  const isActive = has('running') || has('waiting') || has('checking')
  const counted = list.filter(({ state }) => state !== 'interrupted')
  const words = bytes === 0 ? [] : [
    `${numberWords(done)} of ${countWords(counted.length, 'file')}`, `${sizeWords(sent)} of ${sizeWords(bytes)}`,
    isActive && rate !== null ? `${sizeWords(rate)}/s` : '', isActive && secondsLeft !== null ? `${durationWords(secondsLeft)} left` : '',
  ].filter((part) => part !== '')
  return (
    <>
      <span className={classes.all}>{bytes > 0 && done < list.length && <Progress size="sm" value={(sent * 100) / bytes} aria-label="All uploads" />}</span>
      <Text size="xs" c="dimmed" className={classes.words}>{words.join(' · ')}</Text>
      <span className={classes.buttons}>
        {isActive && <Small onClick={pauseAll}>Pause all</Small>}
        {!isActive && has('paused') && <Small onClick={goOnAll}>Go on</Small>}
        {has('failed') && <Small onClick={retryAll}>Retry all</Small>}
        {has('exists') && <><Small onClick={replaceAll}>Replace all</Small><Small onClick={skipAll}>Skip all</Small></>}
      </span>
    </>
  )
}

/** What needs the person first, then what moves, then what waits and is done. */
const URGENCY: Record<UploadState, number> = { interrupted: 0, exists: 0, failed: 0, running: 1, checking: 1, paused: 2, waiting: 3, done: 4 }

function UploadRows({ list }: { list: readonly Upload[] }) {
  const box = useRef<HTMLDivElement>(null)
  const isNarrow = useMediaQuery('(max-width: 640px)', undefined, { getInitialValueInEffect: false })
  const rowPx = isNarrow ? ROW_PX_NARROW : ROW_PX
  const rows = list.toSorted((a, b) => URGENCY[a.state] - URGENCY[b.state])
  const virtual = useVirtualizer({
    count: rows.length, getScrollElement: () => box.current, estimateSize: () => rowPx, getItemKey: (index) => rows[index]?.id ?? index, overscan: 4,
  })
  useEffect(() => virtual.measure(), [virtual, rowPx])
  return (
    <div ref={box} className={classes.uploads} style={{ height: Math.min(rows.length, isNarrow ? ROWS_SEEN / 2 : ROWS_SEEN) * rowPx }} tabIndex={0} role="region" aria-label="Uploads">
      <ul className={classes.rows} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ key, index, start }) => (
          <li key={key} className={`${classes.row} ${classes.upload}`} style={{ height: rowPx, transform: `translateY(${start}px)` }}><UploadRow upload={rows[index] as Upload} /></li>
        ))}
      </ul>
    </div>
  )
}

function UploadRow({ upload }: { upload: Upload }) {
  const { id, key, bytes, sent, state } = upload
  const [difference, setDifference] = useState<string | null>(null)
  const name = nameOf(key)
  const pick = (file: File | null) => { if (file !== null) setDifference(resume(id, file)) }
  return (
    <>
      <span className={classes.name} title={key}>{name}</span>
      <span className={classes.bar}>
        {state !== 'done' && state !== 'exists' && (
          <Progress size="sm" value={bytes === 0 ? 0 : (sent * 100) / bytes} aria-label={`Progress of ${name}`} {...(state === 'running' ? {} : { color: 'gray' })} />
        )}
      </span>
      <span className={classes.state} title={stateWords(upload)} data-bad={state === 'failed'}>{difference ?? stateWords(upload)}</span>
      <span className={classes.buttons}>
        {state === 'done' && <IconCheck size={18} className={classes.good} aria-label="Uploaded" />}
        {state === 'exists' && <><Small onClick={() => replace(id)}>Replace</Small><Small onClick={() => cancel(id)}>Skip</Small></>}
        {state === 'interrupted' && <FileButton onChange={pick}>{(props) => <Small {...props}>Pick the file</Small>}</FileButton>}
        {(state === 'running' || state === 'waiting') && <Tip label={`Pause ${name}`} onClick={() => pause(id)}><IconPlayerPause size={16} /></Tip>}
        {state === 'paused' && <Tip label={`Go on with ${name}`} onClick={() => goOn(id)}><IconPlayerPlay size={16} /></Tip>}
        {state === 'failed' && <Tip label={`Try ${name} again`} onClick={() => retry(id)}><IconRefresh size={16} /></Tip>}
        {state !== 'done' && state !== 'exists' && <Tip label={`Cancel ${name}`} onClick={() => cancel(id)}><IconX size={16} /></Tip>}
      </span>
    </>
  )
}

function stateWords({ bucket, key, bytes, sent, state, error }: Upload): string {
  const amount = `${sizeWords(sent)} of ${sizeWords(bytes)}`
  switch (state) {
    case 'waiting': return `Waits · ${sizeWords(bytes)}`
    case 'checking': return 'Comparing what has arrived with the file'
    case 'running': return amount
    case 'paused': return `Paused at ${amount}`
    case 'exists': return `An object of this name is in ${bucket} already.`
    case 'failed': return faultWords(error)
    case 'interrupted': return `Broken off at ${amount}: pick the same file to go on.`
    case 'done': return `${sizeWords(bytes)} in ${bucket}${key.includes('/') ? `/${key.slice(0, key.lastIndexOf('/'))}` : ''}`
  }
}

const faultWords = (fault: unknown): string =>
  fault instanceof Refusal ? `${fault.message} (${fault.code})` : fault instanceof Unanswered ? fault.message : 'Something went wrong in this page.'

function JobRow({ job }: { job: Job }) {
  const { id, title, state, step, done, of, secondsLeft, words, error, remedies } = job
  const count = of === null ? (done > 0 ? numberWords(done) : '') : `${numberWords(done)} of ${numberWords(of)}`
  const left = secondsLeft === null || of === null || done >= of ? '' : `${durationWords(secondsLeft)} left`
  return (
    <li className={classes.job}>
      <div className={classes.row}>
        <span className={classes.name} title={title}>{title}</span>
        <span className={classes.bar}>
          {state === 'running' && <Progress size="sm" value={of === null || of === 0 ? 100 : (done * 100) / of} striped={of === null} animated={of === null} aria-label={title} />}
        </span>
        <span className={classes.state} role="status">{state === 'running' ? [step, count, left].filter((part) => part !== '').join(' · ') : words}</span>
        <span className={classes.buttons}>
          {state === 'running' && <Small onClick={() => stop(id)}>Stop</Small>}
          {state === 'done' && <IconCheck size={18} className={classes.good} aria-label="Done" />}
          {(state === 'failed' || state === 'stopped') && <IconAlertTriangle size={18} className={classes.bad} aria-label={state === 'failed' ? 'Failed' : 'Stopped'} />}
        </span>
      </div>
      {state === 'failed' && <Text size="xs" className={classes.fault} role="alert">{faultWords(error)}</Text>}
      {remedies.length > 0 && (
        <div className={classes.remedies}>
          {remedies.map(({ label, run }) => <Small key={label} onClick={run}>{label}</Small>)}
          <Small onClick={() => dismiss(id)}>Leave it so</Small>
        </div>
      )}
    </li>
  )
}

const Small = ({ children, onClick }: { children: ReactNode; onClick: () => void }) => (
  <Button size="compact-xs" variant="default" onClick={onClick} className={classes.small ?? ''}>{children}</Button>
)

function Tip({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size="sm" onClick={onClick} aria-label={label}>{children}</ActionIcon>
    </Tooltip>
  )
}
