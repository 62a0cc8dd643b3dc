import { type CSSVariablesResolver, type MantineColorsTuple, createTheme } from '@mantine/core'

// Every colour, radius and size of the product comes from this file: through Mantine's own variables, or through the few variables
// of ours below. Green and red mean money and health, nothing else.

const accent: MantineColorsTuple = [
  '#eef2ff', '#dfe6ff', '#bccaff', '#95aaff', '#748fff', '#5f7dff', '#4c6ef5', '#3b5bdb', '#2f4ac0', '#243ba0',
]

const dark: MantineColorsTuple = [
  '#dfe2e7', '#bcc1c9', '#979ea9', '#79818d', '#3a4049', '#2a2f37', '#1c2026', '#14171c', '#101317', '#0a0c0f',
]

const CLOSE = { 'aria-label': 'Close' }

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: 7,
  colors: { accent, dark },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.375rem' }, h2: { fontSize: '1.0625rem' } } },
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '12px', xl: '18px' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Modal: { defaultProps: { closeButtonProps: CLOSE } },
    Drawer: { defaultProps: { closeButtonProps: CLOSE } },
    Notification: { defaultProps: { closeButtonProps: CLOSE } },
  },
})

export const variables: CSSVariablesResolver = () => ({
  variables: {
    '--rail-wide': '208px',
    '--rail-narrow': '60px',
    '--bottom-bar': '56px',
  },
  light: {
    '--mantine-color-body': '#f5f6f8',
    '--mantine-color-text': '#16191e',
    '--mantine-color-dimmed': '#565d68',
    '--mantine-color-placeholder': '#6b7280',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-anchor': '#2f4ac0',
    '--surface': '#ffffff',
    '--surface-sunken': '#eef0f3',
    '--surface-hover': '#f1f3f6',
    '--line': '#dfe3e8',
    '--buy': '#08703f',
    '--sell': '#b3261e',
    '--buy-fill': '#08703f',
    '--sell-fill': '#b3261e',
    '--buy-tint': '#d9f0e4',
    '--sell-tint': '#fbe1df',
    '--warn': '#7a4d00',
    '--warn-tint': '#fdf0d5',
    '--up-candle': '#0f9d63',
    '--down-candle': '#d6433b',
  },
  dark: {
    '--mantine-color-body': '#0f1216',
    '--mantine-color-text': '#dfe2e7',
    '--mantine-color-dimmed': '#979ea9',
    '--mantine-color-placeholder': '#868d98',
    '--mantine-color-error': '#ff8a80',
    '--mantine-color-anchor': '#95aaff',
    '--surface': '#171a20',
    '--surface-sunken': '#0f1216',
    '--surface-hover': '#20242b',
    '--line': '#2a2f37',
    '--buy': '#3ccb8b',
    '--sell': '#ff7b72',
    '--buy-fill': '#0c7a49',
    '--sell-fill': '#c0362e',
    '--buy-tint': '#11352a',
    '--sell-tint': '#40201f',
    '--warn': '#f0c66b',
    '--warn-tint': '#352a12',
    '--up-candle': '#2ebd85',
    '--down-candle': '#f0564d',
  },
})
