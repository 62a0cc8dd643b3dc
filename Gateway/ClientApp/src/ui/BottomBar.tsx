import { UnstyledButton } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { IconHome, IconSearch, IconUserCircle, type TablerIcon } from '@tabler/icons-react'
import classes from './BottomBar.module.css'
import { Link, usePath } from './router'
import { systems } from './systems'

const SYSTEMS_MAX = 3

/** The rail of a narrow screen: home, the first systems, everything else by search, and the person. */
export function BottomBar() {
  const there = systems.filter((system) => system.path !== undefined).slice(0, SYSTEMS_MAX)
  return (
    <nav className={classes.bar} aria-label="Main">
      <BarLink href="/" name="Home" icon={IconHome} />
      {there.map((system) => <BarLink key={system.name} href={system.path ?? '/'} name={system.name} icon={system.icon} />)}
      <UnstyledButton className={classes.item} onClick={spotlight.open}><IconSearch size={22} stroke={1.6} aria-hidden />Search</UnstyledButton>
      <BarLink href="/account" name="Account" icon={IconUserCircle} />
    </nav>
  )
}

function BarLink({ href, name, icon: Icon }: { href: string; name: string; icon: TablerIcon }) {
  const path = usePath()
  const here = href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)
  return <Link href={href} className={classes.item} aria-current={here ? 'page' : undefined}><Icon size={22} stroke={1.6} aria-hidden />{name}</Link>
}
