import { createServer } from 'node:http'
import colors from 'picocolors'

const port = 3000
createServer((_request, response) => response.end('hello from the web\n')).listen(port)
console.log(colors.green(`listening on ${port}`))
