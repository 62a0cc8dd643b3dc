import { type ChartOptions, ColorType, type DeepPartial, TickMarkType, type Time } from 'lightweight-charts'

/** The theme's colours as a canvas needs them. */
export function chartColors(element: HTMLElement) {
  const style = getComputedStyle(element)
  const of = (name: string) => style.getPropertyValue(name).trim()
  return {
    surface: of('--surface'), line: of('--line'), text: of('--mantine-color-dimmed'), strong: of('--mantine-color-text'),
    up: of('--up-candle'), down: of('--down-candle'),
  }
}

export const tinted = (color: string): string => `${color}55`

const spell = (options: Intl.DateTimeFormatOptions) => {
  const format = new Intl.DateTimeFormat(undefined, { hourCycle: 'h23', ...options })
  return (time: Time) => format.format((time as number) * 1_000)
}

const whole = spell({ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' })
const marks: Record<number, (time: Time) => string> = {
  [TickMarkType.Year]: spell({ year: 'numeric' }),
  [TickMarkType.Month]: spell({ month: 'short' }),
  [TickMarkType.DayOfMonth]: spell({ month: 'short', day: 'numeric' }),
  [TickMarkType.Time]: spell({ hour: '2-digit', minute: '2-digit' }),
  [TickMarkType.TimeWithSeconds]: spell({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
}

/** How every chart of the exchange looks; times in the reader's zone. */
export function chartOptions(element: HTMLElement): DeepPartial<ChartOptions> {
  const colors = chartColors(element)
  return {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: colors.surface },
      textColor: colors.text,
      fontFamily: getComputedStyle(element).fontFamily,
      fontSize: 11,
      // The link stands in the chart's tools instead, where keys and screen readers find it.
      attributionLogo: false,
    },
    grid: { vertLines: { color: colors.line }, horzLines: { color: colors.line } },
    rightPriceScale: { borderColor: colors.line },
    timeScale: {
      borderColor: colors.line,
      timeVisible: true,
      secondsVisible: false,
      rightOffset: 4,
      tickMarkFormatter: (time: Time, type: TickMarkType) => marks[type]?.(time) ?? whole(time),
    },
    localization: { timeFormatter: whole },
    crosshair: { mode: 0 },
  }
}
