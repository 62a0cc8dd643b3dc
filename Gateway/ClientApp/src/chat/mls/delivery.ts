import type { EntriesView, KeyView, Member, Outgoing, Sent } from '../types'

/** What an encrypted conversation needs of the server: an ordered log in which the first commit of an epoch wins, and a directory of keys. */
export interface Delivery {
  entries(conversation: string, after: number): Promise<EntriesView>
  /** Throws a Refusal with the code `epoch-passed` for what belongs to an epoch that is over. */
  send(entry: Outgoing): Promise<Sent>
  members(conversation: string): Promise<readonly Pick<Member, 'account'>[]>
  claimKeys(conversation: string, account: string, commandId: string): Promise<KeyView[]>
  /** The epoch counts from 1 with the first commit; 0 before it. */
  groupInfo(conversation: string): Promise<{ epoch: number; groupInfo: string }>
  /** How many one-time packages this device has there now. An empty last resort leaves the one before. */
  publishKeys(packages: string[], lastResort: string): Promise<number>
}

/** Whether the server said that the group has moved on. */
export const isEpochPassed = (fault: unknown): boolean =>
  fault instanceof Error && 'code' in fault && fault.code === 'epoch-passed'
