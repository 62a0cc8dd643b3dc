// A socket.io server as its documentation begins: it answers an echo, and sends what one says to everybody.
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const http = createServer()
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false })

io.on('connection', (socket) => {
  socket.on('echo', (text, answer) => answer(text))
  socket.on('say', (text) => io.emit('said', text))
})

http.listen(Number(process.argv[2]), '127.0.0.1')
