import {
  acceptAll, type ClientState, createApplicationMessage, createCommit, createGroup, createGroupInfoWithExternalPubAndRatchetTree,
  decodeGroupState, decodeMlsMessage, emptyPskIndex, encodeGroupState, encodeMlsMessage, type GroupInfo, joinGroup, joinGroupExternal,
  type KeyPackage, type PrivateKeyPackage, processMessage, type Proposal, type RatchetTree, type Welcome,
} from 'ts-mls'
import { ratchetTreeFromExtension } from 'ts-mls/groupInfo.js'
import { decryptSenderData } from 'ts-mls/privateMessage.js'
import { config, type Owner, ownerOf, suite } from './suite'

/** A member's device in the tree of a group. */
export interface Leaf extends Owner { index: number; key: Uint8Array }

/** A step to the next epoch: what the server takes, and the state that holds once it did. */
export interface Step { commit: Uint8Array; welcome: Uint8Array | null; groupInfo: Uint8Array; state: ClientState }

/** The server counts the epoch from 1: its first commit, an empty one, begins the group. */
export const epochOf = (state: ClientState): number => Number(state.groupContext.epoch) + 1

export const writeState = (state: ClientState): Uint8Array => encodeGroupState(state)

export function readState(bytes: Uint8Array): ClientState | null {
  const decoded = decodeGroupState(bytes, 0)
  return decoded === undefined ? null : { ...decoded[0], clientConfig: config }
}

export const leavesOf = (tree: RatchetTree): Leaf[] => tree.flatMap((node, at) => {
  if (node?.nodeType !== 'leaf') return []
  const owner = ownerOf(node.leaf.credential)
  return owner === null ? [] : [{ ...owner, index: at / 2, key: node.leaf.signaturePublicKey }]
})

export interface OwnPackage { publicPackage: KeyPackage; privatePackage: PrivateKeyPackage }

/** A group of this device alone. */
export async function begun(conversation: string, own: OwnPackage): Promise<{ state: ClientState; groupInfo: Uint8Array }> {
  const state = await createGroup(
    new TextEncoder().encode(conversation), own.publicPackage, own.privatePackage, [], await suite(), config)
  return { state, groupInfo: await groupInfoOf(state) }
}

async function groupInfoOf(state: ClientState): Promise<Uint8Array> {
  const groupInfo = await createGroupInfoWithExternalPubAndRatchetTree(state, [], await suite())
  return encodeMlsMessage({ version: 'mls10', wireformat: 'mls_group_info', groupInfo })
}

export async function stepWith(state: ClientState, added: readonly KeyPackage[], removed: readonly number[]): Promise<Step> {
  const extraProposals: Proposal[] = [
    ...removed.map((index): Proposal => ({ proposalType: 'remove', remove: { removed: index } })),
    ...added.map((keyPackage): Proposal => ({ proposalType: 'add', add: { keyPackage } })),
  ]
  const made = await createCommit({ state, cipherSuite: await suite() }, { extraProposals, ratchetTreeExtension: true })
  return {
    commit: encodeMlsMessage(made.commit),
    welcome: made.welcome === undefined ? null
      : encodeMlsMessage({ version: 'mls10', wireformat: 'mls_welcome', welcome: made.welcome }),
    groupInfo: await groupInfoOf(made.newState),
    state: made.newState,
  }
}

/** Joins by oneself, as a further device of a member. Null when the group's public state is of no use. */
export async function stepInto(conversation: string, groupInfo: Uint8Array, own: OwnPackage): Promise<Step | null> {
  const info = groupInfoIn(groupInfo)
  if (info === null || new TextDecoder().decode(info.groupContext.groupId) !== conversation) return null
  const owner = ownerOf(own.publicPackage.leafNode.credential)
  const isBack = leavesOf(ratchetTreeFromExtension(info) ?? []).some((leaf) => leaf.account === owner?.account && leaf.device === owner.device)
  const { publicMessage, newState } = await joinGroupExternal(
    info, own.publicPackage, own.privatePackage, isBack, await suite(), undefined, config)
  return {
    commit: encodeMlsMessage({ version: 'mls10', wireformat: 'mls_public_message', publicMessage }),
    welcome: null,
    groupInfo: await groupInfoOf(newState),
    state: newState,
  }
}

/** The epoch that a GroupInfo is of, as the server counts; null when it is none. */
export function epochIn(groupInfo: Uint8Array): number | null {
  const info = groupInfoIn(groupInfo)
  return info === null ? null : Number(info.groupContext.epoch) + 1
}

function groupInfoIn(bytes: Uint8Array): GroupInfo | null {
  const message = decodeMlsMessage(bytes, 0)?.[0]
  return message?.wireformat === 'mls_group_info' ? message.groupInfo : null
}

export function welcomeIn(bytes: Uint8Array): Welcome | null {
  const message = decodeMlsMessage(bytes, 0)?.[0]
  return message?.wireformat === 'mls_welcome' ? message.welcome : null
}

export async function welcomed(welcome: Welcome, publicPackage: KeyPackage, secrets: PrivateKeyPackage): Promise<ClientState> {
  return joinGroup(welcome, publicPackage, secrets, emptyPskIndex, await suite(), undefined, undefined, config)
}

/** The state after somebody's commit. Throws when it does not fit. Null when it removed this device. */
export async function stepped(state: ClientState, commit: Uint8Array): Promise<ClientState | null> {
  const message = decodeMlsMessage(commit, 0)?.[0]
  if (message?.wireformat !== 'mls_private_message' && message?.wireformat !== 'mls_public_message') throw new Error('That is no commit.')
  const result = await processMessage(message, state, emptyPskIndex, acceptAll, await suite())
  if (result.kind !== 'newState') throw new Error('That is no commit.')
  return result.newState.groupActiveState.kind === 'active' ? result.newState : null
}

export async function sealed(state: ClientState, plain: Uint8Array): Promise<{ state: ClientState; bytes: Uint8Array }> {
  const made = await createApplicationMessage(state, plain, await suite())
  const bytes = encodeMlsMessage({ version: 'mls10', wireformat: 'mls_private_message', privateMessage: made.privateMessage })
  return { state: made.newState, bytes }
}

/** What a sealed message says, and whose device sealed it. Throws when it cannot be read, or was before. */
export async function unsealed(state: ClientState, bytes: Uint8Array): Promise<{ state: ClientState; plain: Uint8Array; by: Owner }> {
  const message = decodeMlsMessage(bytes, 0)?.[0]
  if (message?.wireformat !== 'mls_private_message') throw new Error('That is no sealed message.')
  const { privateMessage } = message
  const former = state.historicalReceiverData.get(privateMessage.epoch)
  const secret = privateMessage.epoch === state.groupContext.epoch ? state.keySchedule.senderDataSecret : former?.senderDataSecret
  if (secret === undefined) throw new Error('The keys of that epoch are not here.')
  const sender = await decryptSenderData(privateMessage, secret, await suite())
  const tree = privateMessage.epoch === state.groupContext.epoch ? state.ratchetTree : former!.ratchetTree
  const by = leavesOf(tree).find((leaf) => leaf.index === sender?.leafIndex)
  const result = await processMessage(message, state, emptyPskIndex, acceptAll, await suite())
  if (result.kind !== 'applicationMessage' || by === undefined) throw new Error('That is no message.')
  return { state: result.newState, plain: result.message, by }
}
