import { Skeleton } from '@mantine/core'
import { IconChartCandle } from '@tabler/icons-react'
import {
  CandlestickSeries, createChart, HistogramSeries, type IChartApi, type ISeriesApi, type MouseEventParams, type Time, type UTCTimestamp,
} from 'lightweight-charts'
import { useEffect, useRef, useState } from 'react'
import { useConnection } from '../ui/connection'
import { useScheme } from '../ui/scheme'
import { Empty, Fault, Waiting } from '../ui/states'
import { type Interval, klines } from './api'
import classes from './CandleChart.module.css'
import { addTrades, type Candle, candleOf } from './candles'
import { chartColors, chartOptions, tinted } from './chartLook'
import { feed } from './feed'
import type { Market } from './market'

const PAGE = 500
const BAR_PX = 11
const LOAD_WITHIN_BARS = 20

interface Series {
  chart: IChartApi
  prices: ISeriesApi<'Candlestick'>
  volumes: ISeriesApi<'Histogram'>
}

/** Candles and volume of a market: older ones load as one scrolls to them, the newest grows with every trade. */
export function CandleChart({ market, interval }: { market: Market; interval: Interval }) {
  const { scheme } = useScheme()
  const connection = useConnection()
  const box = useRef<HTMLDivElement>(null)
  const [series, setSeries] = useState<Series | null>(null)
  const [state, setState] = useState<'loading' | 'empty' | 'shown'>('loading')
  const [error, setError] = useState<unknown>(null)
  const [pointed, setPointed] = useState<Candle | null>(null)

  useEffect(() => {
    if (box.current === null) return
    const chart = createChart(box.current, chartOptions(box.current))
    chart.timeScale().applyOptions({ barSpacing: BAR_PX })
    const prices = chart.addSeries(CandlestickSeries)
    const volumes = chart.addSeries(HistogramSeries, { priceScaleId: '', priceFormat: { type: 'volume' }, lastValueVisible: false, priceLineVisible: false })
    volumes.priceScale().applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } })
    setSeries({ chart, prices, volumes })
    return () => {
      setSeries(null)
      chart.remove()
    }
  }, [])

  useEffect(() => {
    if (series === null || box.current === null) return
    const colors = chartColors(box.current)
    series.chart.applyOptions(chartOptions(box.current))
    series.prices.applyOptions({
      upColor: colors.up, downColor: colors.down, wickUpColor: colors.up, wickDownColor: colors.down, borderVisible: false,
      priceFormat: { type: 'price', precision: market.pricePlaces, minMove: 1 / 10 ** market.pricePlaces },
    })
  }, [series, scheme, market])

  useEffect(() => {
    if (series === null || box.current === null || connection !== 'live') return
    const colors = chartColors(box.current)
    const { chart, prices, volumes } = series
    let candles: Candle[] = []
    let ended = false
    let loading = false
    let complete = false
    const bar = (candle: Candle) => ({ ...candle, time: candle.time as UTCTimestamp })
    const column = (candle: Candle) => ({
      time: candle.time as UTCTimestamp, value: candle.volume, color: tinted(candle.close >= candle.open ? colors.up : colors.down),
    })
    const draw = () => {
      prices.setData(candles.map(bar))
      volumes.setData(candles.map(column))
      setState(candles.length === 0 ? 'empty' : 'shown')
    }
    const load = async () => {
      if (loading || complete) return
      loading = true
      try {
        const first = candles[0]
        const page = (await klines(market.symbol, interval, PAGE, first === undefined ? undefined : first.time * 1_000 - 1)).map(candleOf)
        if (ended) return
        complete = page.length < PAGE
        // Trades may have come while the page was on its way: the newer candle of the two is the one to keep.
        const newestOfPage = page.at(-1)?.time ?? 0
        candles = [...page, ...candles.filter((candle) => candle.time > newestOfPage)]
        draw()
        if (first === undefined) chart.timeScale().resetTimeScale()
        setError(null)
      } catch (fault) {
        if (!ended) setError(fault)
      } finally {
        loading = false
      }
    }
    const scrolled = (range: { from: number } | null) => {
      if (range !== null && range.from < LOAD_WITHIN_BARS && candles.length > 0) void load()
    }
    const stopTrades = feed.onTrades((trades) => {
      if (feed.view.value?.symbol !== market.symbol) return
      const changed = addTrades(candles.at(-1), trades, interval)
      for (const candle of changed) {
        if (candles.at(-1)?.time === candle.time) candles[candles.length - 1] = candle
        else candles.push(candle)
        prices.update(bar(candle))
        volumes.update(column(candle))
      }
      if (changed.length > 0) setState('shown')
    })
    const point = (event: MouseEventParams<Time>) => setPointed(candles.find((candle) => candle.time === event.time) ?? null)
    setState('loading')
    void load()
    chart.timeScale().subscribeVisibleLogicalRangeChange(scrolled)
    chart.subscribeCrosshairMove(point)
    return () => {
      ended = true
      stopTrades()
      chart.timeScale().unsubscribeVisibleLogicalRangeChange(scrolled)
      chart.unsubscribeCrosshairMove(point)
    }
  }, [series, market, interval, scheme, connection])

  return (
    <div className={classes.frame}>
      <div ref={box} className={classes.chart} role="img" aria-label={`Candles of ${market.base}/${market.quote}, ${interval} each`} />
      {pointed !== null && <Legend candle={pointed} places={market.pricePlaces} />}
      {state === 'loading' && error === null && <div className={classes.over}><Waiting><Skeleton height="100%" radius={0} /></Waiting></div>}
      {state === 'empty' && (
        <div className={classes.over}>
          <Empty icon={IconChartCandle} title="No trades to draw yet">Candles appear with the first trade of {market.base}/{market.quote}.</Empty>
        </div>
      )}
      {error !== null && <div className={classes.fault}><Fault error={error} /></div>}
    </div>
  )
}

function Legend({ candle, places }: { candle: Candle; places: number }) {
  return (
    <div className={classes.legend} data-falls={candle.close < candle.open}>
      {(['open', 'high', 'low', 'close'] as const).map((part) => (
        <span key={part}>{part.charAt(0).toUpperCase()} <b>{candle[part].toFixed(places)}</b></span>
      ))}
      <span>Vol <b>{candle.volume.toFixed(3)}</b></span>
    </div>
  )
}
