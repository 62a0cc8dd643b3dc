import { Kbd, UnstyledButton } from '@mantine/core'
import { Spotlight, spotlight } from '@mantine/spotlight'
import { IconCommand, IconHome, IconSearch, IconUserCircle } from '@tabler/icons-react'
import { type Action, keyWords, useActions, useAllActions } from './actions'
import classes from './Palette.module.css'
import { navigate } from './router'
import { useScheme } from './scheme'
import { systems } from './systems'

const there = systems.filter((system) => system.path !== undefined)
const placeIcons = new Map([
  ['go-home', IconHome],
  ['go-account', IconUserCircle],
  ...there.map((system) => [`go-${system.name}`, system.icon] as const),
])

/** Ctrl+K: go to any system, do anything the page can do. */
export function Palette() {
  const { other, change } = useScheme()
  const places: Action[] = [
    { id: 'go-home', group: 'Go to', label: 'Home', keys: 'g h', run: () => navigate('/') },
    ...there.map((system) => ({
      id: `go-${system.name}`, group: 'Go to', label: system.name, keys: `g ${system.key}`, run: () => navigate(system.path ?? '/'),
    })),
    { id: 'go-account', group: 'Go to', label: 'Account and keys', keys: 'g a', run: () => navigate('/account') },
  ]
  useActions([...places, { id: 'scheme', group: 'General', label: `Change to ${other}`, run: change }])

  const offered = useAllActions().filter((action) => action.listed !== false && !action.isLocal)
  const listed = [...Map.groupBy(offered, (action) => action.group)].map(([group, actions]) => ({
    group,
    actions: actions.map((action) => {
      const Icon = placeIcons.get(action.id) ?? IconCommand
      return {
        id: action.id,
        label: action.label,
        onClick: action.run,
        leftSection: <Icon size={18} stroke={1.6} aria-hidden />,
        ...(action.keys === undefined ? {} : { rightSection: <Kbd size="xs">{keyWords(action.keys)}</Kbd> }),
      }
    }),
  }))
  return (
    <Spotlight actions={listed} shortcut="mod + K" nothingFound="Nothing of that name. Try a system, a market, a bucket or what you want to do."
      scrollable maxHeight={420} searchProps={{ placeholder: 'Go to or do…', 'aria-label': 'Go to or do', leftSection: <IconSearch size={18} /> }} />
  )
}

export function PaletteButton({ className, labelClassName }: { className: string; labelClassName: string }) {
  return (
    <UnstyledButton className={`${classes.button} ${className}`} onClick={spotlight.open} aria-label="Search Ctrl K">
      <IconSearch size={18} stroke={1.6} aria-hidden />
      <span className={`${classes.words} ${labelClassName}`}>Search</span>{' '}
      <Kbd size="xs" className={labelClassName}>Ctrl K</Kbd>
    </UnstyledButton>
  )
}
