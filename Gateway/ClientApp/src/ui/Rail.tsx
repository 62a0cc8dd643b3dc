import { ActionIcon, Text, Tooltip } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconHome, IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconUserCircle, type TablerIcon } from '@tabler/icons-react'
import { Mark } from './Mark'
import { Pulse } from './Pulse'
import classes from './Rail.module.css'
import { Link, usePath } from './router'
import { useSession } from './session'
import { groups, systems } from './systems'
import { SchemeButton } from './scheme'
import { PaletteButton } from './Palette'

/** The left edge: every system that is there, by group; below, the person, the theme and the connection. */
export function Rail() {
  const [narrow, setNarrow] = useLocalStorage({ key: 'rail-narrow', defaultValue: false, getInitialValueInEffect: false })
  const session = useSession()
  const Fold = narrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse
  return (
    <nav className={classes.rail} data-narrow={narrow} aria-label="Systems">
      <div className={classes.top}>
        <Link href="/" className={classes.brand} aria-label="OrleansLLD, home"><Mark size={26} /><span className={classes.name}>OrleansLLD</span></Link>
      </div>
      <PaletteButton className={classes.search ?? ''} labelClassName={classes.name ?? ''} />
      <RailLink href="/" name="Home" icon={IconHome} narrow={narrow} />
      {groups.map((group) => {
        const there = systems.filter((system) => system.group === group && system.path !== undefined)
        if (there.length === 0) return null
        return (
          <div key={group} role="group" aria-label={group}>
            <Text className={classes.group} component="div">{group}</Text>
            {there.map((system) => <RailLink key={system.name} href={system.path ?? '/'} name={system.name} icon={system.icon} narrow={narrow} />)}
          </div>
        )
      })}
      <div className={classes.rest} />
      <Pulse narrow={narrow} />
      <RailLink href="/account" name={session?.handle ?? 'Account'} icon={IconUserCircle} narrow={narrow} />
      <div className={classes.tools}>
        <SchemeButton />
        <Tooltip label={narrow ? 'Unfold the rail' : 'Fold the rail'} position="right">
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={narrow ? 'Unfold the rail' : 'Fold the rail'} aria-expanded={!narrow}
            onClick={() => setNarrow(!narrow)}>
            <Fold size={20} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </div>
    </nav>
  )
}

function RailLink({ href, name, icon: Icon, narrow }: { href: string; name: string; icon: TablerIcon; narrow: boolean }) {
  const path = usePath()
  const here = href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)
  return (
    <Tooltip label={name} position="right" disabled={!narrow}>
      <Link href={href} className={classes.link} aria-current={here ? 'page' : undefined} aria-label={name}>
        <Icon size={20} stroke={1.6} aria-hidden /><span className={classes.name}>{name}</span>
      </Link>
    </Tooltip>
  )
}
