import type { Line, Receipt } from '../types'

/** How far an own message got: still here, taken by the server, on the other side's devices, seen. */
export type Tick = 'waiting' | 'sent' | 'delivered' | 'read'

/** Of a group everybody's devices have to have it; the receipts of the newest own messages say so sooner than the watermarks. */
export function tickOf(sequence: number, line: Line, receipt: Receipt | undefined): Tick {
  const others = Math.max(1, line.memberCount - 1)
  if (sequence <= line.peerRead || (receipt !== undefined && receipt.read >= others)) return 'read'
  if (sequence <= line.peerDelivered || (receipt !== undefined && receipt.delivered >= others)) return 'delivered'
  return 'sent'
}

/** Watermarks only grow, whatever the order in which they come. */
export const raised = (line: Line, delivered: number, read: number): Line => ({
  ...line, peerDelivered: Math.max(line.peerDelivered, delivered, read), peerRead: Math.max(line.peerRead, read),
})

/** The higher of what is known of each message. */
export function merged(receipts: ReadonlyMap<number, Receipt>, news: readonly Receipt[]): Map<number, Receipt> {
  const all = new Map(receipts)
  for (const one of news) {
    const known = all.get(one.sequence)
    all.set(one.sequence, {
      sequence: one.sequence,
      delivered: Math.max(one.delivered, known?.delivered ?? 0),
      read: Math.max(one.read, known?.read ?? 0),
    })
  }
  return all
}
