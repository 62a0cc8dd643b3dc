import { Badge, Text, Title } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { MarketsAtAGlance } from '../exchange/MarketsAtAGlance'
import { PageHeader } from '../ui/PageHeader'
import { Link } from '../ui/router'
import { useSession } from '../ui/session'
import { groups, type System, systems } from '../ui/systems'
import classes from './HomePage.module.css'

const present = systems.flatMap((system) => (system.path === undefined ? [] : [{ system, path: system.path }]))
const absent = systems.filter((system) => system.path === undefined)

/** Every system: first those that run, then by group those not there yet, which say so. */
export function HomePage() {
  const session = useSession()
  return (
    <div className={classes.page}>
      <PageHeader title={`Welcome, ${session?.handle ?? ''}`}
        state={`${present.length} of ${systems.length} systems ${present.length === 1 ? 'runs' : 'run'} here. The others are on their way.`} />
      <section className={classes.group} aria-label="Running">
        <div className={classes.cards}>
          {present.map(({ system, path }) => <Present key={system.name} system={system} path={path} />)}
        </div>
      </section>
      {groups.map((group) => (
        <section key={group} className={classes.group} aria-label={group}>
          <Title order={2} className={classes.name}>{group}</Title>
          <div className={classes.cards}>
            {absent.filter((system) => system.group === group).map((system) => <Absent key={system.name} system={system} />)}
          </div>
        </section>
      ))}
    </div>
  )
}

function Present({ system, path }: { system: System; path: string }) {
  return (
    <Link href={path} className={`${classes.card} ${classes.present}`}>
      <div className={classes.head}>
        <system.icon size={22} stroke={1.6} aria-hidden />
        <Text fw={650}>{system.name}</Text>
        <span className={classes.grow} />
        <IconArrowRight size={18} stroke={1.6} aria-hidden />
      </div>
      <Text size="sm">{system.about}</Text>
      {system.name === 'Exchange' && <MarketsAtAGlance />}
      <Text size="xs" c="dimmed" className={classes.speaks}>Speaks {system.speaks}</Text>
    </Link>
  )
}

function Absent({ system }: { system: System }) {
  return (
    <div className={classes.card}>
      <div className={classes.head}>
        <system.icon size={22} stroke={1.6} aria-hidden className={classes.faint} />
        <Text fw={600}>{system.name}</Text>
        <span className={classes.grow} />
        <Badge variant="default" fw={500} tt="none" className={classes.absent}>Not there yet</Badge>
      </div>
      <Text size="sm" c="dimmed">{system.about}</Text>
      <Text size="xs" c="dimmed" className={classes.speaks}>Will speak {system.speaks}</Text>
    </div>
  )
}
