import { Skeleton } from '@mantine/core'
import { IconMapOff } from '@tabler/icons-react'
import { lazy, Suspense, useEffect } from 'react'
import { AccountPage } from './accounts/AccountPage'
import { EntryPage } from './accounts/EntryPage'
import { HomePage } from './home/HomePage'
import { Boundary } from './ui/Boundary'
import { PageHeader } from './ui/PageHeader'
import { Link, redirect, usePath } from './ui/router'
import { useSession } from './ui/session'
import { Shell } from './ui/Shell'
import { Empty, Waiting } from './ui/states'

const ChatPage = lazy(() => import('./chat/ChatPage'))
const ObjectsPage = lazy(() => import('./objects/ObjectsPage'))
const ExchangePage = lazy(() => import('./exchange/ExchangePage'))

/** Which page a path shows. Without a session every path is the sign-in page, and stays in the address for afterwards. */
export function App() {
  const session = useSession()
  const path = usePath()
  if (session === null) return <EntryPage way={path === '/sign-up' ? 'up' : 'in'} />
  return (
    <Shell>
      <Boundary path={path}>
        <Suspense fallback={<Waiting><Skeleton m="lg" height={480} width="auto" /></Waiting>}><Page path={path} /></Suspense>
      </Boundary>
    </Shell>
  )
}

function Page({ path }: { path: string }) {
  const [system = '', object = '', ...rest] = path.split('/').slice(1)
  switch (system) {
    case '': return <HomePage />
    case 'sign-in':
    case 'sign-up': return <Elsewhere to="/" />
    case 'account': return <AccountPage />
    case 'chat': return <ChatPage path={[object, ...rest]} />
    case 'exchange': return <ExchangePage symbol={object.toUpperCase()} />
    case 'objects': return <ObjectsPage bucket={object} />
    default: return (
      <>
        <PageHeader title="No such page" state="The address leads nowhere here." />
        <Empty icon={IconMapOff} title="Nothing at this address" action={<Link href="/">Go home</Link>}>
          It may belong to a system that is not there yet.
        </Empty>
      </>
    )
  }
}

function Elsewhere({ to }: { to: string }) {
  useEffect(() => redirect(to), [to])
  return null
}
