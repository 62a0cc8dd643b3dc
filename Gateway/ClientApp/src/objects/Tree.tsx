import { Skeleton, Stack } from '@mantine/core'
import { IconBucket, IconChevronRight, IconFolderFilled } from '@tabler/icons-react'
import { type HTMLAttributes, type KeyboardEvent, useEffect, useRef } from 'react'
import { Panel } from '../ui/Panel'
import { Link } from '../ui/router'
import { Fault, Waiting } from '../ui/states'
import { Store, useStore } from '../ui/store'
import { addressOf, type Place, rootOf } from './address'
import { useBuckets, useFolders } from './data'
import { crumbsOf, shownName } from './keys'
import { goTo } from './place'
import classes from './Tree.module.css'

const BUCKETS_MAX = 200

/** Which nodes are open: a bucket and a prefix. It outlives a change of the page. */
const open = new Store<ReadonlySet<string>>(new Set())
const nodeOf = (bucket: string, prefix: string): string => `${bucket}/${prefix}`

function setOpen(node: string, isOpen: boolean): void {
  const nodes = new Set(open.value)
  if (isOpen) nodes.add(node)
  else nodes.delete(node)
  open.set(nodes)
}

export type DropProps = (bucket: string, folder: string) => HTMLAttributes<HTMLElement> & { 'data-drop'?: boolean }

/** The buckets, and in them the folders as far as they were opened. */
export function Tree({ place, dropProps }: { place: Place; dropProps: DropProps }) {
  const buckets = useBuckets()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const way = [nodeOf(place.bucket, ''), ...crumbsOf(place.prefix).slice(0, -1).map(({ prefix }) => nodeOf(place.bucket, prefix))]
    if (way.some((node) => !open.value.has(node))) open.set(new Set([...open.value, ...way]))
  }, [place.bucket, place.prefix])
  return (
    <Panel title="Folders" className={classes.tree} tools={<Link href="/objects" className={classes.all}>All buckets</Link>}>
      {buckets.isPending && <Waiting><Stack gap={8} p={12}>{[0, 1, 2, 3].map((row) => <Skeleton key={row} height={22} />)}</Stack></Waiting>}
      {buckets.isError && <Fault error={buckets.error} />}
      {buckets.data !== undefined && (
        <div ref={box} role="tree" aria-label="Buckets and folders" className={classes.nodes} onKeyDown={(event) => walk(event, box.current)}>
          {shownBuckets(buckets.data.map(({ name }) => name), place.bucket).map((bucket) => (
            <Node key={bucket} bucket={bucket} prefix="" place={place} level={1} dropProps={dropProps} />
          ))}
        </div>
      )}
    </Panel>
  )
}

/** With very many buckets the first of them, and always the one that is open. */
const shownBuckets = (names: readonly string[], current: string): string[] => {
  const first = names.slice(0, BUCKETS_MAX)
  return first.includes(current) ? first : [...first, current]
}

function Node({ bucket, prefix, place, level, dropProps }: { bucket: string; prefix: string; place: Place; level: number; dropProps: DropProps }) {
  const node = nodeOf(bucket, prefix)
  const isOpen = useStore(open).has(node)
  const isHere = place.bucket === bucket && place.prefix === prefix
  const folders = useFolders(bucket, prefix, isOpen)
  const name = prefix === '' ? bucket : shownName(prefix)
  const isLeaf = folders.data?.folders.length === 0
  const Icon = prefix === '' ? IconBucket : IconFolderFilled
  const show = () => goTo({ ...rootOf(bucket), prefix })
  return (
    <>
      <div role="treeitem" aria-level={level} aria-selected={isHere} tabIndex={isHere ? 0 : -1} className={classes.line} data-here={isHere}
        style={{ paddingLeft: 6 + (level - 1) * 14 }} {...(isLeaf ? {} : { 'aria-expanded': isOpen })} {...dropProps(bucket, prefix)}
        onKeyDown={(event) => {
          if (event.target !== event.currentTarget) return
          if (event.key === 'Enter' || event.key === ' ') show()
          else if (event.key === 'ArrowRight' && !isOpen && !isLeaf) setOpen(node, true)
          else if (event.key === 'ArrowLeft' && isOpen && !isLeaf) setOpen(node, false)
          else return
          event.preventDefault()
          event.stopPropagation()
        }}>
        <button type="button" tabIndex={-1} className={classes.fold} aria-hidden data-open={isOpen} data-leaf={isLeaf} onClick={() => setOpen(node, !isOpen)}>
          <IconChevronRight size={14} />
        </button>
        <Link href={addressOf({ ...rootOf(bucket), prefix })} tabIndex={-1} className={classes.name} title={name}>
          <Icon size={16} stroke={1.6} aria-hidden className={classes.icon} />
          <span className={classes.words}>{name}</span>
        </Link>
      </div>
      {isOpen && folders.data?.folders.map((folder) => (
        <Node key={folder} bucket={bucket} prefix={folder} place={place} level={level + 1} dropProps={dropProps} />
      ))}
      {isOpen && folders.isError && <div role="none" className={classes.more} style={{ paddingLeft: 30 + level * 14 }}>The folders could not be read</div>}
      {isOpen && folders.data?.isAll === false && folders.data.folders.length > 0 && (
        <div role="none" className={classes.more} style={{ paddingLeft: 30 + level * 14 }}>More of them in the list</div>
      )}
    </>
  )
}

/** Up, down, out and to the ends, over the nodes that are to be seen. */
function walk(event: KeyboardEvent, tree: HTMLElement | null): void {
  const nodes = Array.from(tree?.querySelectorAll<HTMLElement>('[role="treeitem"]') ?? [])
  const at = nodes.indexOf(event.target as HTMLElement)
  const level = (index: number): number => Number(nodes[index]?.ariaLevel)
  const parent = () => nodes.findLastIndex((_, index) => index < at && level(index) < level(at))
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: nodes.length - 1, ArrowRight: at + 1 }[event.key] ?? (event.key === 'ArrowLeft' ? parent() : null)
  if (next === null || at < 0) return
  event.preventDefault()
  nodes[next]?.focus()
}
