import { DOMParser } from '@xmldom/xmldom'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { parseCors, parseJson, readCors, writeCors } from './cors'
import { readBuckets, readDeletion, readListing, readParts, readPublicAccessBlock, readTags, readUploads, readVersioning, readVersions, writeCompletion, writeDeletion, writeTags } from './shapes'
import { decoded, isSayable, parse, write } from './xml'

beforeAll(() => { vi.stubGlobal('DOMParser', DOMParser) })

const document = (name: string, inner: string) => parse(`<?xml version="1.0" encoding="UTF-8"?><${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</${name}>`)
const object = (key: string) => `<Contents><Key>${key}</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>&quot;e&quot;</ETag><Size>7</Size><StorageClass>STANDARD</StorageClass></Contents>`
const folder = (key: string) => `<CommonPrefixes><Prefix>${key}</Prefix></CommonPrefixes>`

describe('listings', () => {
  it('are one list in the order of keys, without the object that stands for the folder itself', () => {
    const page = readListing(document('ListBucketResult', `<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>
      ${object('p/')}${object('p/b')}${object('p/d')}${folder('p/a/')}${folder('p/c/')}${folder('p/e/')}`), 'p/')
    expect(page.rows.map((row) => `${row.kind} ${row.key}`)).toEqual(['folder p/a/', 'object p/b', 'folder p/c/', 'object p/d', 'folder p/e/'])
    expect(page.next).toEqual({ 'continuation-token': 't' })
    expect(page.rows[1]).toEqual({ kind: 'object', key: 'p/b', bytes: 7, etag: 'e', modifiedAt: Date.UTC(2026, 0, 2, 3, 4, 5), storageClass: 'STANDARD' })
  })

  it('end where the server says so', () =>
    expect(readListing(document('ListBucketResult', `<IsTruncated>false</IsTruncated>${object('a')}`), '').next).toBeUndefined())

  it('understand url encoding: a plus is a space', () => {
    expect(decoded('a+b%2Bc%20%C3%BC')).toBe('a b+c ü')
    expect(readListing(document('ListBucketResult', object('a+%3C%01')), '').rows[0]?.key).toBe('a <\u0001')
  })

  it('of versions keep the order of versions and delete markers', () => {
    const version = (name: string, id: string, latest: boolean) => `<${name}><Key>k</Key><VersionId>${id}</VersionId><IsLatest>${latest}</IsLatest><Size>1</Size></${name}>`
    const page = readVersions(document('ListVersionsResult', `<IsTruncated>true</IsTruncated><NextKeyMarker>k</NextKeyMarker><NextVersionIdMarker>1</NextVersionIdMarker>
      ${version('DeleteMarker', '3', true)}${version('Version', '2', false)}${version('DeleteMarker', '1', false)}${folder('z/')}`))
    expect(page.rows.map((row) => (row.kind === 'version' ? `${row.versionId} ${row.isDeleteMarker} ${row.isLatest}` : row.key))).toEqual(['3 true true', '2 false false', '1 true false', 'z/'])
    expect(page.next).toEqual({ 'key-marker': 'k', 'version-id-marker': '1' })
  })
})

describe('other answers', () => {
  it('buckets', () => expect(readBuckets(document('ListAllMyBucketsResult',
    '<Owner><ID>1</ID></Owner><Buckets><Bucket><Name>b</Name><CreationDate>2026-01-01T00:00:00Z</CreationDate></Bucket></Buckets><ContinuationToken>n</ContinuationToken>')))
    .toEqual({ buckets: [{ name: 'b', createdAt: Date.UTC(2026, 0, 1) }], next: 'n' }))

  it('versioning that was never turned on', () => {
    expect(readVersioning(document('VersioningConfiguration', ''))).toBe('never')
    expect(readVersioning(document('VersioningConfiguration', '<Status>Suspended</Status>'))).toBe('Suspended')
  })

  it('tags, there and back', () => {
    const tags = [{ key: 'a&b', value: '<1>' }, { key: 'two words', value: '' }]
    expect(readTags(parse(writeTags(tags)))).toEqual(tags)
  })

  it('public access', () => expect(readPublicAccessBlock(document('PublicAccessBlockConfiguration', '<BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>TRUE</IgnorePublicAcls>')))
    .toEqual({ BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: false, RestrictPublicBuckets: false }))

  it('what a deletion left', () => expect(readDeletion(document('DeleteResult', '<Error><Key>a</Key><Code>AccessDenied</Code><Message>No.</Message></Error>')))
    .toEqual([{ key: 'a', versionId: undefined, code: 'AccessDenied', message: 'No.' }]))

  it('parts and unfinished uploads', () => {
    expect(readParts(document('ListPartsResult', `<IsTruncated>true</IsTruncated><NextPartNumberMarker>2</NextPartNumberMarker>
      <Part><PartNumber>1</PartNumber><ETag>"x"</ETag><Size>5</Size><ChecksumCRC32>AAAA</ChecksumCRC32></Part><Part><PartNumber>2</PartNumber><ETag>"y"</ETag><Size>6</Size></Part>`)))
      .toEqual({ parts: [{ number: 1, bytes: 5, etag: 'x', crc32: 'AAAA' }, { number: 2, bytes: 6, etag: 'y', crc32: undefined }], next: '2' })
    expect(readUploads(document('ListMultipartUploadsResult', '<IsTruncated>false</IsTruncated><Upload><Key>a+b</Key><UploadId>u</UploadId><Initiated>1970-01-01T00:00:01Z</Initiated></Upload>')))
      .toEqual({ uploads: [{ key: 'a b', uploadId: 'u', begunAt: 1_000 }], next: undefined })
  })

  it('no XML at all is told', () => expect(() => parse('<html>')).toThrow())
})

describe('requests', () => {
  it('say keys so that XML keeps them', () => {
    expect(writeDeletion([{ key: 'a\r\n<&">' }, { key: 'b', versionId: 'v' }])).toBe('<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Quiet>true</Quiet>'
      + '<Object><Key>a&#13;&#10;&lt;&amp;&quot;&gt;</Key></Object><Object><Key>b</Key><VersionId>v</VersionId></Object></Delete>')
    expect(isSayable('a\tb\n')).toBe(true)
    expect(isSayable('a\u0001')).toBe(false)
  })

  it('complete an upload with the checksums that there are', () => expect(writeCompletion([{ number: 1, bytes: 1, etag: 'e', crc32: 'c' }, { number: 2, bytes: 1, etag: 'f' }]))
    .toContain('<Part><PartNumber>1</PartNumber><ETag>&quot;e&quot;</ETag><ChecksumCRC32>c</ChecksumCRC32></Part><Part><PartNumber>2</PartNumber><ETag>&quot;f&quot;</ETag></Part>'))

  it('leave out what is undefined and keep what is empty', () => expect(write('A', [['B', undefined], ['C', ''], ['D', 0]])).toContain('><C></C><D>0</D></A>'))
})

describe('CORS rules', () => {
  it('go to XML and back', () => {
    const rules = [{ ID: 'one', AllowedOrigins: ['https://a', '*'], AllowedMethods: ['GET'], AllowedHeaders: ['*'], ExposeHeaders: ['ETag'], MaxAgeSeconds: 5 }, { AllowedOrigins: ['*'], AllowedMethods: ['PUT'] }]
    expect(readCors(parse(writeCors(rules)))).toEqual(rules)
  })

  it.each([
    ['{}', 'Begin with ['], ['[1]', 'Rule 1'], ['[{"AllowedOrigins":["*"]}]', '"AllowedMethods" is missing'],
    ['[{"AllowedOrigins":["*"],"AllowedMethods":"GET"}]', 'list of texts'], ['[{"AllowedOrigins":["*"],"AllowedMethods":["GET"],"Foo":1}]', 'no "Foo"'],
  ])('%s is told to be wrong: %s', (text, words) => expect(parseCors(text)).toEqual({ fault: expect.stringContaining(words) as string }))

  it('tell where JSON is none', () => expect(parseJson('{\n  "a": 1,,\n}')).toEqual({ fault: expect.stringContaining('line 2, column 10') as string }))
})
