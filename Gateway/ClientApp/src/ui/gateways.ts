import { candidatesOf, shuffled } from './candidates'
import { Store, useStore } from './store'

// A cluster has several gateways, each as good as the other. The page was opened at one of them; when that dies, or says goodbye, another
// serves the page from then on.

const HERE = location.origin
const REFRESH_MS = 10_000
const ANSWER_MS = 2_000

const current = new Store(HERE)
const others = new Store(false)
const silent = new Store(false)
/** Addresses that the page's security policy does not know: they were not there when it was opened. */
const forbidden = new Set<string>()
/** Every address that was listed since the page was opened: when none of the present ones answers, one of these may be back. */
const former = new Set<string>()
let candidates: readonly string[] = [HERE]
let isListed = false
let finding: Promise<boolean> | null = null

/** Which gateway serves the page. */
export const gateway = (): string => current.value
export const onGatewayChange = current.subscribe
export const useGateway = (): string => useStore(current)

/** Whether there is another one to go to. */
export const hasOthers = (): boolean => others.value
export const useHasOthers = (): boolean => useStore(others)

/** True when every gateway was asked and none answered. */
export const useSilent = (): boolean => useStore(silent)

/** The page's own gateway keeps its short addresses. */
export const addressOf = (path: string, at: string): string => (at === HERE ? path : at + path)

/** Whether the page moved away from the gateway that it was opened at. */
export const isElsewhere = (at: string): boolean => at !== HERE

/** Looks for a gateway that answers, the present one first, and goes there. */
export function findGateway(): Promise<boolean> {
  finding ??= find(current.value).finally(() => { finding = null })
  return finding
}

async function find(present: string): Promise<boolean> {
  for (const candidate of new Set([present, ...shuffled(candidates), ...shuffled([...former])])) {
    if (forbidden.has(candidate) || !(await isReady(candidate))) continue
    silent.set(false)
    goTo(candidate)
    return true
  }
  silent.set(true)
  return false
}

function goTo(next: string): void {
  if (next === current.value) return
  current.set(next)
  void refresh()
}

const ask = (path: string, at: string): Promise<Response> =>
  fetch(addressOf(path, at), { cache: 'no-store', credentials: 'same-origin', signal: AbortSignal.timeout(ANSWER_MS) })

const isReady = (at: string): Promise<boolean> => ask('/health/ready', at).then((answer) => answer.ok, () => false)

/** Learns which gateways there are. If the present one is not among them any more it is about to stop: the page moves before it does. */
async function refresh(): Promise<void> {
  const at = current.value
  const list = await ask('/api/cluster/gateways', at)
    .then(async (answer) => (answer.ok ? ((await answer.json()) as { gateways: string[] }).gateways : null), () => null)
    .catch(() => null)
  if (list === null || at !== current.value) return
  isListed ||= list.includes(HERE)
  candidates = candidatesOf(list, HERE, isListed).filter((one) => !forbidden.has(one))
  for (const candidate of candidates) former.add(candidate)
  others.set([...former].some((one) => one !== at))
  if (!candidates.includes(at)) {
    for (const next of shuffled(candidates)) {
      if (!(await isReady(next))) continue
      goTo(next)
      return
    }
  }
}

document.addEventListener('securitypolicyviolation', ({ blockedURI }) => {
  if (URL.canParse(blockedURI)) forbidden.add(new URL(blockedURI).origin)
})
setInterval(() => {
  if (document.visibilityState === 'visible') void refresh()
}, REFRESH_MS)
void refresh()
