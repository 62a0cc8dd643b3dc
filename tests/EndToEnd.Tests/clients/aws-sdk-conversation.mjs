// AWS's library as it comes: only the address and the key are ours. Sends a tree, brings it back, and says what it saw as JSON.
import { createReadStream, createWriteStream, mkdirSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import {
  CreateBucketCommand, DeleteBucketCommand, DeleteObjectsCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'

const { S3_ENDPOINT, S3_KEY, S3_SECRET, S3_BUCKET: Bucket, SOURCE, BACK } = process.env
const client = new S3Client({
  endpoint: S3_ENDPOINT,
  region: 'us-east-1',
  forcePathStyle: true,
  credentials: { accessKeyId: S3_KEY, secretAccessKey: S3_SECRET },
  maxAttempts: 1,
})

const files = readdirSync(SOURCE, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
await client.send(new CreateBucketCommand({ Bucket }))
for (const file of files) {
  const Key = relative(SOURCE, file)
  const Body = createReadStream(file)
  if (statSync(file).size > 16 << 20) await new Upload({ client, params: { Bucket, Key, Body }, partSize: 8 << 20 }).done()
  else await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength: statSync(file).size }))
}

const listed = []
for await (const page of paginateListObjectsV2({ client, pageSize: 2 }, { Bucket })) {
  for (const line of page.Contents ?? []) listed.push(line.Key)
}

for (const Key of listed) {
  const to = join(BACK, Key)
  mkdirSync(dirname(to), { recursive: true })
  const got = await client.send(new GetObjectCommand({ Bucket, Key }))
  await pipeline(got.Body, createWriteStream(to))
}

const longest = await client.send(new HeadObjectCommand({ Bucket, Key: 'films/the longest.bin' }))
await client.send(new PutObjectCommand({ Bucket, Key: 'digits', Body: '0123456789' }))
const ranged = await client.send(new GetObjectCommand({ Bucket, Key: 'digits', Range: 'bytes=3-7' }))
const link = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'digits' }), { expiresIn: 60 })
const missing = await client.send(new GetObjectCommand({ Bucket, Key: 'nothing here' })).catch((error) => error.name)
const linked = await fetch(link)
const Objects = [...listed, 'digits'].map((Key) => ({ Key }))
await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
const rest = []
for await (const page of paginateListObjectsV2({ client }, { Bucket })) rest.push(...(page.Contents ?? []))
const seen = {
  listed,
  longestETag: longest.ETag.replaceAll('"', ''),
  range: await ranged.Body.transformToString(),
  linkStatus: linked.status,
  missing,
  left: rest.length,
}
await client.send(new DeleteBucketCommand({ Bucket }))
console.log(JSON.stringify(seen))
