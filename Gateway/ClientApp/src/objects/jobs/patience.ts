import { Unanswered } from '../../ui/faults'

const ATTEMPTS_MAX = 6

/** Does what may be repeated, again and again for a while when no answer comes. */
export async function patiently<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted()
    try {
      return await ask()
    } catch (fault) {
      if (signal.aborted || attempt >= ATTEMPTS_MAX || !(fault instanceof Unanswered)) throw fault
    }
    await new Promise((resolve) => setTimeout(resolve, 250 * 2 ** attempt))
  }
}

/** Does so many things at the same time, in order of the list. The first failure ends it when what is under way has ended. */
export async function atOnce<T>(places: number, list: readonly T[], act: (item: T, index: number) => Promise<void>): Promise<void> {
  let next = 0
  let hasFailed = false
  const worker = async () => {
    while (next < list.length && !hasFailed) {
      const index = next++
      await act(list[index] as T, index).catch((fault: unknown) => {
        hasFailed = true
        throw fault
      })
    }
  }
  const outcomes = await Promise.allSettled(Array.from({ length: places }, worker))
  const failure = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failure !== undefined) throw failure.reason
}
