// What a trading program does, with nothing of ccxt changed but its addresses. Writes one JSON document; the test reads it.
import ccxt from 'ccxt'

const [address, symbol, key, secret, otherKey, otherSecret] = process.argv.slice(2)

function connect(apiKey, secret) {
  const api = Object.entries(new ccxt.binance().urls.api).map(([name, url]) => [name, address + new URL(url).pathname])
  return new ccxt.binance({ apiKey, secret, urls: { api: Object.fromEntries(api) } })
}

const maker = connect(key, secret)
const taker = connect(otherKey, otherSecret)
const [markets] = await Promise.all([maker.loadMarkets(), taker.loadMarkets()])

const ask = await maker.createOrder(symbol, 'limit', 'sell', 2, 10.5)
const bid = await maker.createOrder(symbol, 'limit', 'buy', 1, 9.25)
const postOnly = await maker.createOrder(symbol, 'limit', 'sell', 1, 12, { postOnly: true })
const bought = await taker.createOrder(symbol, 'market', 'buy', 0.5)
const spent = await taker.createOrder(symbol, 'market', 'buy', undefined, undefined, { cost: 5.25 })
const edited = await maker.editOrder(bid.id, symbol, 'limit', 'buy', 2, 9.5)
const open = await maker.fetchOpenOrders(symbol)
const canceled = await maker.cancelOrder(edited.id, symbol)

const refusals = {}
for (const [name, attempt] of Object.entries({
  poor: () => taker.createOrder(symbol, 'limit', 'sell', 8000, 10),
  crossing: () => taker.createOrder(symbol, 'limit', 'buy', 1, 11, { postOnly: true }),
  unknown: () => taker.cancelOrder('987654321', symbol),
  foreign: () => taker.fetchOrder(ask.id, symbol),
})) {
  refusals[name] = await attempt().then(() => 'accepted', (error) => error.constructor.name)
}

const result = {
  time: await maker.fetchTime(),
  market: markets[symbol],
  currencies: Object.keys(maker.currencies),
  ask, bid, postOnly, bought, spent, edited, open, canceled, refusals,
  order: await maker.fetchOrder(ask.id, symbol),
  orders: await maker.fetchOrders(symbol),
  ownTrades: await taker.fetchMyTrades(symbol),
  balance: await taker.fetchBalance(),
  ticker: await maker.fetchTicker(symbol),
  tickers: Object.keys(await maker.fetchTickers()),
  bidsAsks: (await maker.fetchBidsAsks([symbol]))[symbol],
  book: await maker.fetchOrderBook(symbol),
  trades: await maker.fetchTrades(symbol),
  candles: await maker.fetchOHLCV(symbol, '1m'),
  left: await maker.cancelAllOrders(symbol),
}
console.log(JSON.stringify(result))
