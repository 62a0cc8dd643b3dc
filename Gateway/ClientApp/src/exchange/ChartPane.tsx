import { SegmentedControl } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useState } from 'react'
import { Panel } from '../ui/Panel'
import type { Interval } from './api'
import { CandleChart } from './CandleChart'
import { intervals } from './candles'
import classes from './ChartPane.module.css'
import { DepthChart } from './DepthChart'
import type { Market } from './market'

/** The pictures of a market: candles, or depth. */
export function ChartPane({ market }: { market: Market }) {
  const [picture, setPicture] = useState('candles')
  const [interval, setInterval] = useLocalStorage<Interval>({ key: 'exchange-interval', defaultValue: '1m', getInitialValueInEffect: false })
  const tools = (
    <>
      {picture === 'candles' && (
        <>
          <a className={classes.credit} href="https://www.tradingview.com/lightweight-charts/" target="_blank" rel="noreferrer">
            Charts by TradingView
          </a>
          <SegmentedControl size="xs" aria-label="Length of a candle" value={interval} onChange={(value) => setInterval(value as Interval)}
            data={[...intervals]} />
        </>
      )}
      <SegmentedControl size="xs" aria-label="Picture" value={picture} onChange={setPicture}
        data={[{ value: 'candles', label: 'Candles' }, { value: 'depth', label: 'Depth' }]} />
    </>
  )
  return (
    <Panel title="Chart" tools={tools} className={classes.pane} data-pane="chart">
      {picture === 'candles' ? <CandleChart market={market} interval={interval} /> : <DepthChart market={market} />}
    </Panel>
  )
}
