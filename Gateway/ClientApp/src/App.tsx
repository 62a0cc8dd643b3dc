import { IconMapOff } from '@tabler/icons-react'
import { useEffect } from 'react'
import { AccountPage } from './accounts/AccountPage'
import { EntryPage } from './accounts/EntryPage'
import { HomePage } from './home/HomePage'
import { PageHeader } from './ui/PageHeader'
import { Link, redirect, usePath } from './ui/router'
import { useSession } from './ui/session'
import { Shell } from './ui/Shell'
import { Empty } from './ui/states'

/** Which page a path shows. Without a session every path is the sign-in page, and stays in the address for afterwards. */
export function App() {
  const session = useSession()
  const path = usePath()
  if (session === null) return <EntryPage way={path === '/sign-up' ? 'up' : 'in'} />
  return (
    <Shell><Page path={path} /></Shell>
  )
}

function Page({ path }: { path: string }) {
  const [system = ''] = path.split('/').slice(1)
  switch (system) {
    case '': return <HomePage />
    case 'sign-in':
    case 'sign-up': return <Elsewhere to="/" />
    case 'account': return <AccountPage />
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
