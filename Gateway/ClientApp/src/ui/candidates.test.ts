import { expect, test } from 'vitest'
import { candidatesOf, shuffled } from './candidates'

const here = 'http://a:1'

test('a page goes to any gateway of the list that it was opened from', () => {
  expect(candidatesOf([here, 'http://b:2'], here, true)).toEqual([here, 'http://b:2'])
  expect(candidatesOf(['http://b:2'], here, true)).toEqual(['http://b:2'])
})

test('a page behind a load balancer stays with the address that it knows', () => {
  expect(candidatesOf(['http://10.0.0.1:8080', 'http://10.0.0.2:8080'], here, false)).toEqual([here])
  expect(candidatesOf([], here, true)).toEqual([here])
})

test('shuffling keeps every one once', () => {
  for (let i = 0; i < 50; i++) expect(shuffled([1, 2, 3, 4]).toSorted()).toEqual([1, 2, 3, 4])
})
