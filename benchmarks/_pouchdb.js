// PouchDB ↔ express-pouchdb: the records on standard input, pushed by one database and pulled by another, through a proxy that
// counts bytes and requests. Prints one JSON object a line: name, seconds, bytes of the way the records go, requests.
const fs = require('fs'), http = require('http'), net = require('net'), os = require('os'), path = require('path')
const express = require('express'), PouchDB = require('pouchdb')

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pouch-'))
const at = name => path.join(folder, name)
const seen = { up: 0, down: 0, requests: 0 }

function proxy (port) {
  return net.createServer(near => {
    const far = net.connect(port, '127.0.0.1')
    near.on('data', d => { seen.up += d.length; seen.requests += (d.toString('latin1').match(/(GET|POST|PUT|HEAD) \S+ HTTP\/1\.1\r\n/g) || []).length; far.write(d) })
    far.on('data', d => { seen.down += d.length; near.write(d) })
    for (const [a, b] of [[near, far], [far, near]]) { a.on('end', () => b.end()); a.on('error', () => b.destroy()) }
  })
}

async function timed (name, way, work) {
  Object.assign(seen, { up: 0, down: 0, requests: 0 })
  const start = process.hrtime.bigint()
  await work()
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  console.log(JSON.stringify({ name, seconds, bytes: way(seen), requests: seen.requests }))
}

async function main () {
  const records = JSON.parse(fs.readFileSync(0, 'utf8'))
  const Server = PouchDB.defaults({ prefix: at('server') + path.sep })
  fs.mkdirSync(at('server'))
  const app = express()
  app.use('/', require('express-pouchdb')(Server, { mode: 'minimumForPouchDB', logPath: at('log.txt'), configPath: at('config.json') }))
  const server = app.listen(0, '127.0.0.1')
  await new Promise(resolve => server.on('listening', resolve))
  const line = proxy(server.address().port)
  await new Promise(resolve => line.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${line.address().port}/county`
  const first = new PouchDB(at('first')), second = new PouchDB(at('second'))
  const options = { batch_size: 100 }
  const up = s => s.up, down = s => s.down, both = s => s.up + s.down
  await first.bulkDocs(records)
  await timed(`first push of ${records.length}`, up, () => first.replicate.to(url, options))
  await timed(`first pull of ${records.length}`, down, () => second.replicate.from(url, options))
  const changed = await Promise.all(records.slice(0, 10).map(record => first.get(record._id)))
  await first.bulkDocs(changed.map((record, n) => ({ ...record, note: record.facts.slice(n, n + 30) })))
  await timed('push of ten changes', up, () => first.replicate.to(url, options))
  await timed('pull of ten changes', down, () => second.replicate.from(url, options))
  await timed('no change', both, () => second.replicate.from(url, options))
  fs.rmSync(folder, { recursive: true, force: true })
  process.exit(0)
}
main()
