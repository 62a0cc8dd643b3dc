import { ActionIcon, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconMoon, IconSun } from '@tabler/icons-react'

/** Light or dark as it is now, and the way to the other one. */
export function useScheme(): { scheme: 'light' | 'dark'; other: 'light' | 'dark'; change: () => void } {
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false })
  const other = scheme === 'dark' ? 'light' : 'dark'
  return { scheme, other, change: () => setColorScheme(other) }
}

export function SchemeButton() {
  const { scheme, other, change } = useScheme()
  const Icon = scheme === 'dark' ? IconSun : IconMoon
  return (
    <Tooltip label={`Change to ${other}`} position="right">
      <ActionIcon variant="subtle" color="gray" size="lg" onClick={change} aria-label={`Change to ${other}`}><Icon size={20} stroke={1.6} /></ActionIcon>
    </Tooltip>
  )
}
