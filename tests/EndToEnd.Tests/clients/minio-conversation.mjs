// MinIO's library as it comes: only the address and the key are ours. Sends a tree, brings it back, and says what it saw as JSON.
import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { text } from 'node:stream/consumers'
import { Client } from 'minio'

const { S3_ENDPOINT, S3_KEY, S3_SECRET, S3_BUCKET: bucket, SOURCE, BACK } = process.env
const address = new URL(S3_ENDPOINT)
const client = new Client({
  endPoint: address.hostname,
  port: Number(address.port),
  useSSL: false,
  accessKey: S3_KEY,
  secretKey: S3_SECRET,
  region: 'us-east-1',
  partSize: 8 << 20,
})

const files = readdirSync(SOURCE, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
await client.makeBucket(bucket, 'us-east-1')
for (const file of files) await client.fPutObject(bucket, relative(SOURCE, file), file, { 'X-Amz-Meta-From': 'a test' })

const list = async () => {
  const names = []
  for await (const line of client.listObjectsV2(bucket, '', true)) names.push(line.name)
  return names
}

const listed = await list()
for (const name of listed) await client.fGetObject(bucket, name, join(BACK, name))
const longest = await client.statObject(bucket, 'films/the longest.bin')
await client.putObject(bucket, 'digits', Buffer.from('0123456789'))
const ranged = await text(await client.getPartialObject(bucket, 'digits', 3, 5))
const linked = await fetch(await client.presignedGetObject(bucket, 'digits', 60))
const missing = await client.getObject(bucket, 'nothing here').catch((error) => error.code)
await client.removeObjects(bucket, [...listed, 'digits'])
const left = (await list()).length
await client.removeBucket(bucket)
console.log(JSON.stringify({
  listed, longestETag: longest.etag, range: ranged, linkStatus: linked.status, missing, left,
}))
