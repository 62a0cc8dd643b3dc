/**
 * The gateways that a page may go to. A page whose own address was never in the list stands behind something, such as a load balancer: it
 * stays with the one address that it knows. So it does when the list is empty, which only a cluster in trouble says.
 */
export const candidatesOf = (list: readonly string[], here: string, wasListed: boolean): readonly string[] =>
  wasListed && list.length > 0 ? list : [here]

/** In random order, so that the pages of a gateway that dies do not all go to the same one. */
export function shuffled<T>(items: readonly T[], random: () => number = Math.random): T[] {
  const result = [...items]
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[result[i], result[j]] = [result[j] as T, result[i] as T]
  }
  return result
}
