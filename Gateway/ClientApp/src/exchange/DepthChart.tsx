import { useElementSize } from '@mantine/hooks'
import { IconChartArea } from '@tabler/icons-react'
import { type PointerEvent, useEffect, useRef, useState } from 'react'
import { useScheme } from '../ui/scheme'
import { Empty } from '../ui/states'
import { useStore } from '../ui/store'
import classes from './DepthChart.module.css'
import { type DepthCurve, depthCurve, type Point } from './depthCurve'
import { chartColors, tinted } from './chartLook'
import { feed } from './feed'
import type { Market } from './market'

const AXIS_PX = 22
const TOP_PX = 24

/** How much waits up to which price, as two hills. */
export function DepthChart({ market }: { market: Market }) {
  const view = useStore(feed.view)
  const { scheme } = useScheme()
  const { ref, width, height } = useElementSize()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [pointerX, setPointerX] = useState<number | null>(null)
  const curve = view?.symbol === market.symbol ? depthCurve(view.book) : null

  useEffect(() => {
    if (canvas.current !== null && curve !== null && width > 0) draw(canvas.current, curve, width, height, market, pointerX)
  }, [view, curve, width, height, scheme, market, pointerX])

  if (view !== null && curve === null) {
    return <Empty icon={IconChartArea} title="No depth to draw yet">It takes a bid and an offer to see two sides.</Empty>
  }
  const move = (event: PointerEvent<HTMLCanvasElement>) => setPointerX(event.nativeEvent.offsetX)
  return (
    <div ref={ref} className={classes.frame}>
      <canvas ref={canvas} className={classes.canvas} onPointerMove={move} onPointerLeave={() => setPointerX(null)} role="img"
        aria-label={curve === null ? 'Depth' : `Depth from ${curve.low.toFixed(market.pricePlaces)} to ${curve.high.toFixed(market.pricePlaces)} ${market.quote}`} />
    </div>
  )
}

function draw(canvas: HTMLCanvasElement, curve: DepthCurve, width: number, height: number, market: Market, pointerX: number | null): void {
  const context = canvas.getContext('2d')
  if (context === null) return
  const scale = window.devicePixelRatio
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.clearRect(0, 0, width, height)
  const colors = chartColors(canvas)
  const bottom = height - AXIS_PX
  const x = (price: number) => ((price - curve.low) / (curve.high - curve.low)) * width
  const y = (total: number) => bottom - (total / curve.most) * (bottom - TOP_PX)
  const hill = (points: Point[], edge: number, color: string) => {
    if (points.length === 0) return
    context.beginPath()
    context.moveTo(x((points[0] as Point).price), bottom)
    let level = bottom
    for (const point of points) {
      context.lineTo(x(point.price), level)
      level = y(point.total)
      context.lineTo(x(point.price), level)
    }
    context.lineTo(edge, level)
    context.strokeStyle = color
    context.lineWidth = 1.5
    context.stroke()
    context.lineTo(edge, bottom)
    context.closePath()
    context.fillStyle = tinted(color)
    context.fill()
  }
  hill(curve.bids, 0, colors.up)
  hill(curve.asks, width, colors.down)

  context.fillStyle = colors.text
  context.strokeStyle = colors.line
  context.lineWidth = 1
  context.font = `11px ${getComputedStyle(canvas).fontFamily}`
  context.beginPath()
  context.moveTo(0, bottom + 0.5)
  context.lineTo(width, bottom + 0.5)
  context.stroke()
  for (const share of [0.1, 0.3, 0.5, 0.7, 0.9]) {
    const price = curve.low + (curve.high - curve.low) * share
    context.textAlign = 'center'
    context.fillText(price.toFixed(market.pricePlaces), width * share, height - 7)
  }
  context.textAlign = 'right'
  context.fillText(`${curve.most.toFixed(2)} ${market.base}`, width - 8, TOP_PX - 8)
  if (pointerX !== null) point(context, curve, width, bottom, pointerX, market, colors.strong)
}

function point(
  context: CanvasRenderingContext2D, curve: DepthCurve, width: number, bottom: number, pointerX: number, market: Market, color: string,
): void {
  const price = curve.low + (pointerX / width) * (curve.high - curve.low)
  const reached = [curve.bids.filter((candidate) => candidate.price >= price), curve.asks.filter((candidate) => candidate.price <= price)]
    .map((points) => points.at(-1)?.total ?? 0)
  const total = Math.max(...reached)
  context.strokeStyle = color
  context.setLineDash([3, 3])
  context.beginPath()
  context.moveTo(pointerX, TOP_PX)
  context.lineTo(pointerX, bottom)
  context.stroke()
  context.setLineDash([])
  context.fillStyle = color
  context.textAlign = pointerX < width / 2 ? 'left' : 'right'
  const words = total === 0 ? 'inside the spread' : `${total.toFixed(market.quantityPlaces)} ${market.base} up to here`
  context.fillText(`${price.toFixed(market.pricePlaces)} ${market.quote}: ${words}`, pointerX + (pointerX < width / 2 ? 6 : -6), TOP_PX + 10)
}
