import { Button, Skeleton, Stack } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconLink, IconMessageCircle, IconMessagePlus } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useActions } from '../ui/actions'
import { navigate, redirect } from '../ui/router'
import { useStore } from '../ui/store'
import { Empty, Fault, Waiting } from '../ui/states'
import { chat } from './chat'
import { ChatList } from './ChatList'
import classes from './ChatPage.module.css'
import { Conversation } from './Conversation'
import { NewChatDialog } from './dialogs/NewChatDialog'
import { NewGroupDialog } from './dialogs/NewGroupDialog'
import { SettingsDialog } from './dialogs/SettingsDialog'
import { InfoPane } from './InfoPane'
import { ordered, titleOf } from './state/lines'

type Dialog = 'chat' | 'group' | 'settings'

/** The conversations, and the one of the address. On a narrow screen each pane is a screen. */
export default function ChatPage({ path }: { path: readonly string[] }) {
  const [first = '', second = '', third = ''] = path
  const isJoin = first === 'join'
  const conversation = isJoin ? '' : first
  const lines = useStore(chat.lines)
  const isReady = useStore(chat.isReady)
  const line = lines.get(conversation)
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const [isInfo, setInfo] = useState(false)
  const search = useRef<HTMLInputElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const unread = [...lines.values()].filter((one) => one.unread > 0 && !one.archived).length
  useDocumentTitle(`${unread > 0 ? `(${unread}) ` : ''}${line === undefined ? 'Chat' : titleOf(line)} · OrleansLLD`)
  useEffect(() => chat.start(), [])

  const step = (by: number) => {
    const shown = ordered(lines).filter((one) => !one.archived)
    const next = shown[Math.max(0, Math.min(shown.length - 1, shown.findIndex((one) => one.id === conversation) + by))]
    if (next !== undefined) navigate(`/chat/${next.id}`)
  }
  useActions([
    { id: 'chat-new', group: 'Chat', label: 'New chat', keys: 'n', run: () => setDialog('chat') },
    { id: 'chat-new-group', group: 'Chat', label: 'New group or channel', keys: 'w', run: () => setDialog('group') },
    { id: 'chat-search', group: 'Chat', label: 'Search chats', keys: '/', run: () => search.current?.focus() },
    { id: 'chat-next', group: 'Chat', label: 'Next chat', keys: 'ArrowDown', run: () => step(1) },
    { id: 'chat-before', group: 'Chat', label: 'Chat before', keys: 'ArrowUp', run: () => step(-1) },
    { id: 'chat-settings', group: 'Chat', label: 'Chat settings: devices, blocked, notifications', keys: 's', run: () => setDialog('settings') },
    { id: 'chat-leave', group: 'Chat', label: 'Close what is open', keys: 'Escape', listed: false, run: () => (isInfo ? setInfo(false) : navigate('/chat')) },
    ...ordered(lines).slice(0, 20).map((one) => ({ id: `chat-go-${one.id}`, group: 'Chats', label: `Chat: ${titleOf(one)}`, run: () => navigate(`/chat/${one.id}`) })),
  ])

  return (
    <div className={classes.page} data-screen={conversation === '' && !isJoin ? 'list' : isInfo ? 'info' : 'conversation'}>
      <div className={classes.list}>
        <ChatList selected={conversation} search={search} onNewChat={() => setDialog('chat')} onNewGroup={() => setDialog('group')} onSettings={() => setDialog('settings')} />
      </div>
      <div className={classes.main}>
        {isJoin ? <Join conversation={second} token={third} />
          : line !== undefined ? <Conversation key={line.id} line={line} field={field} onInfo={() => setInfo(!isInfo)} />
            : conversation !== '' && !isReady ? <Waiting><Skeleton m="lg" height={320} width="auto" /></Waiting>
              : conversation !== '' ? (
                <Empty icon={IconMessageCircle} title="You are in no such chat" action={<Button variant="default" onClick={() => navigate('/chat')}>To the chats</Button>}>
                  It may have been left, or the link is another one’s.
                </Empty>
              ) : (
                <Empty icon={IconMessageCircle} title="Chat" action={<Button leftSection={<IconMessagePlus size={18} />} onClick={() => setDialog('chat')}>New chat</Button>}>
                  Choose a chat on the left, or write to somebody by their handle. Messages arrive in order and once, and wait here while you are offline.
                </Empty>
              )}
      </div>
      {line !== undefined && isInfo && <div className={classes.info}><InfoPane key={line.id} line={line} onClose={() => setInfo(false)} /></div>}
      <NewChatDialog opened={dialog === 'chat'} onClose={() => setDialog(null)} />
      <NewGroupDialog opened={dialog === 'group'} onClose={() => setDialog(null)} />
      <SettingsDialog opened={dialog === 'settings'} onClose={() => setDialog(null)} />
    </div>
  )
}

/** Somebody followed a link: they join when they say so. */
function Join({ conversation, token }: { conversation: string; token: string }) {
  const isReady = useStore(chat.isReady)
  const isMember = useStore(chat.lines).has(conversation)
  const [fault, setFault] = useState<unknown>(null)
  useEffect(() => { if (isMember) redirect(`/chat/${conversation}`) }, [conversation, isMember])
  const join = () => chat.change(conversation, 'join', { token }).then(() => redirect(`/chat/${conversation}`), setFault)
  return (
    <Empty icon={IconLink} title={conversation.startsWith('c.') ? 'You are invited to a channel' : 'You are invited to a group'}
      action={<Stack gap="sm" align="center"><Button disabled={!isReady} onClick={() => void join()}>Join</Button>{fault !== null && <Fault error={fault} />}</Stack>}>
      Its members will see your handle.
    </Empty>
  )
}
