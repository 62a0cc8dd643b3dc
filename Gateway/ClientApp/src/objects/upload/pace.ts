const WINDOW_MS = 6_000
/** What was watched for less says nothing. */
const SHORTEST_MS = 800

/** How fast something goes, over the last seconds: steady enough to read, quick enough to believe. */
export class Pace {
  #samples: { ms: number; amount: number }[] = []

  /** So much was done by that time. */
  note(ms: number, amount: number): void {
    const last = this.#samples.at(-1)
    // Work that was taken back (a part that is sent again) begins a new measure.
    if (last !== undefined && amount < last.amount) this.#samples = []
    this.#samples.push({ ms, amount })
    while (this.#samples.length > 2 && ms - (this.#samples[0]?.ms ?? ms) > WINDOW_MS) this.#samples.shift()
  }

  forget(): void {
    this.#samples = []
  }

  /** Per second; null as long as nothing can be said. */
  get rate(): number | null {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)]
    if (first === undefined || last === undefined || last.ms - first.ms < SHORTEST_MS) return null
    return ((last.amount - first.amount) * 1_000) / (last.ms - first.ms)
  }

  /** Seconds until that much more is done; null when nobody knows. */
  secondsLeft(more: number): number | null {
    const rate = this.rate
    return rate === null || rate <= 0 ? null : more / rate
  }
}
