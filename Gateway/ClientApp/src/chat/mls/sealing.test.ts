import { describe, expect, test } from 'vitest'
import { Refusal, Unanswered } from '../../ui/faults'
import type { Opened } from '../state/payload'
import { randomOf } from '../state/random'
import { fromBase64 } from './base64'
import { securityCode } from './code'
import { ModelServer } from './model'
import { DeviceKeys } from './packages'
import { Sealing } from './sealing'
import { VolatileVault } from './vault'

const GROUP = 'g.00000000000000000000000000000001'

/** A device with everything that it keeps; `restart` is a page that is loaded again. */
class TestDevice {
  readonly account: string
  readonly device: string
  readonly vault = new VolatileVault()
  readonly #server: ModelServer
  sealing!: Sealing

  constructor(server: ModelServer, account: string, device: number) {
    this.account = account
    this.device = device.toString(16).padStart(32, '0')
    this.#server = server
    this.restart()
  }

  restart(): void {
    this.sealing = new Sealing(this.keys, this.vault, this.delivery)
  }

  get keys() { return new DeviceKeys({ account: this.account, device: this.device }, this.vault) }
  get delivery() { return this.#server.delivery(this.account, this.device) }

  async publish(): Promise<this> {
    await this.keys.publish(this.delivery)
    return this
  }

  say(text: string, clientId = text) { return this.sealing.send(GROUP, clientId, { type: 'text', text }) }

  async reads(): Promise<Map<number, Opened>> {
    await this.sealing.catchUp(GROUP)
    return this.sealing.opened(GROUP, 0, 1e9)
  }

  async texts(): Promise<string[]> {
    return [...(await this.reads()).values()].map((one) => (one.type === 'text' ? one.text : one.type === 'locked' ? `(${one.reason})` : one.type))
  }
}

async function pair(): Promise<[ModelServer, TestDevice, TestDevice]> {
  const server = new ModelServer()
  for (const account of ['1', '2']) server.members.add(account)
  return [server, await new TestDevice(server, '1', 1).publish(), await new TestDevice(server, '2', 2).publish()]
}

describe('an encrypted conversation', () => {
  test('is begun by the first message and read by both', async () => {
    const [, alice, bob] = await pair()
    await alice.say('hello')
    expect(await bob.texts()).toEqual(['hello'])
    await bob.say('hello back')
    expect(await alice.texts()).toEqual(['hello', 'hello back'])
    expect(await securityCode(await alice.sealing.leaves(GROUP))).toBe(await securityCode(await bob.sealing.leaves(GROUP)))
    expect(await securityCode(await bob.sealing.leaves(GROUP))).toMatch(/^(\d{5} ){11}\d{5}$/)
  })

  test('shows the server no words', async () => {
    const [server, alice] = await pair()
    await alice.say('canary-4711', 'drawn')
    const seen = server.log.map((entry) => `${JSON.stringify(entry)} ${new TextDecoder().decode(fromBase64(entry.bytes ?? ''))}`).join()
    expect(seen).not.toContain('canary-4711')
  })

  test('is joined by a further device, which reads from then on and says so of what was before', async () => {
    const [server, alice, bob] = await pair()
    await alice.say('before')
    await bob.texts()
    const phone = await new TestDevice(server, '2', 3).publish()
    await phone.sealing.reconcile(GROUP)
    await alice.say('after')
    await bob.say('from bob')
    expect(await phone.texts()).toEqual(['(before)', 'after', 'from bob'])
    expect(await bob.texts()).toEqual(['before', 'after', 'from bob'])
  })

  test('shuts out who is removed before the next message, and takes in who was added', async () => {
    const [server, alice, bob] = await pair()
    const carol = await new TestDevice(server, '3', 3).publish()
    await alice.say('one')
    server.change('added', '3', '1')
    await alice.say('two')
    expect(await carol.texts()).toEqual(['(before)', 'two'])
    await bob.texts()
    server.change('removed', '2', '1')
    await carol.say('three')
    expect((await carol.sealing.leaves(GROUP)).map((leaf) => leaf.account).sort()).toEqual(['1', '3'])
    await expect(bob.texts()).rejects.toThrow(Refusal)
    // Even with the whole log, as if the server took sides, nothing of it opens.
    server.members.add('2')
    expect(await bob.texts()).toEqual(['one', 'two', '(before)'])
    expect(await alice.texts()).toEqual(['one', 'two', 'three'])
  })

  test('decides between commits of one epoch, and the loser tries again', async () => {
    const [server, alice, bob] = await pair()
    await alice.say('one')
    await bob.texts()
    const newcomers = await Promise.all([new TestDevice(server, '3', 3).publish(), new TestDevice(server, '4', 4).publish()])
    server.change('added', '3', '1')
    server.change('added', '4', '2')
    await Promise.all([alice.sealing.reconcile(GROUP), bob.sealing.reconcile(GROUP), newcomers[0]!.sealing.reconcile(GROUP)])
    await bob.say('two')
    for (const device of [alice, bob]) expect(await device.texts()).toEqual(['one', 'two'])
    for (const device of newcomers) expect((await device.texts()).at(-1)).toBe('two')
    expect((await alice.sealing.leaves(GROUP)).length).toBe(4)
  })

  test('is begun once when both begin', async () => {
    const [, alice, bob] = await pair()
    await Promise.all([alice.say('from alice'), bob.say('from bob')])
    await alice.say('last')
    expect((await bob.texts()).at(-1)).toBe('last')
    expect((await alice.sealing.leaves(GROUP)).length).toBe(2)
  })

  test('outlives a page that ends, and answers that are lost', async () => {
    const [server, alice, bob] = await pair()
    const losses = [false, true, false, false, false, true]
    server.isLost = () => losses.shift() ?? false
    for (let attempt = 0; attempt < 5; attempt++) {
      const isSaid = await alice.say('once').then(() => true, (fault) => {
        if (fault instanceof Unanswered) return false
        throw fault
      })
      if (isSaid) break
      alice.restart()
    }
    expect((await bob.texts()).filter((text) => text === 'once')).toEqual(['once'])
    expect(await alice.texts()).toContain('once')
  })

  test('takes back a device that lost what it kept', async () => {
    const [server, alice, bob] = await pair()
    await alice.say('one')
    await bob.texts()
    const again = await new TestDevice(server, '2', 2).publish()
    await again.sealing.reconcile(GROUP)
    await alice.say('two')
    expect(await again.texts()).toEqual(['(before)', 'two'])
    expect((await alice.sealing.leaves(GROUP)).length).toBe(2)
  })

  test('lets nobody speak for another', async () => {
    const [server, alice, bob] = await pair()
    await alice.say('one')
    await bob.say('two')
    const forged = server.log.find((entry) => entry.kind === 'sealed' && entry.author === '2')!
    forged.author = '1'
    forged.clientId = 'another'
    expect(await alice.texts()).toEqual(['one', '(damaged)'])
  })

  test('expels a device that its owner removed', async () => {
    const [server, alice, bob] = await pair()
    const phone = await new TestDevice(server, '1', 9).publish()
    await alice.say('one')
    await phone.texts()
    await alice.sealing.expel(GROUP, '1', phone.device)
    await bob.say('two')
    expect((await phone.texts()).at(-1)).toBe('(before)')
    expect(await alice.texts()).toEqual(['one', 'two'])
  })

  test('fills the directory up again', async () => {
    const server = new ModelServer()
    server.members.add('1')
    const device = await new TestDevice(server, '1', 1).publish()
    expect(await device.delivery.publishKeys([], '')).toBe(50)
    for (let count = 0; count < 45; count++) await device.delivery.claimKeys(GROUP, '1', String(count))
    await device.publish()
    expect(await device.delivery.publishKeys([], '')).toBe(50)
  })
})

describe('with members, devices and answers that come and go', () => {
  for (const seed of [7, 11, 20_261_126]) {
    test(`whoever is in reads everything from then on (seed ${seed})`, { timeout: 60_000 }, async () => {
      const random = randomOf(seed)
      const server = new ModelServer()
      server.members.add('1')
      server.isLost = () => random() < 0.1
      const devices: TestDevice[] = []
      const said: string[] = []
      const attempt = (work: Promise<unknown>) => work.then(() => true, (fault: unknown) => {
        if (fault instanceof Unanswered || (fault instanceof Refusal && fault.code === 'not-member')) return false
        throw fault
      })
      const appear = async (account: string) => { devices.push(await new TestDevice(server, account, devices.length + 1).publish()) }
      for (const account of ['1', '2', '3', '4']) await appear(account)
      for (let step = 0; step < 40; step++) {
        const device = devices[Math.floor(random() * devices.length)]!
        const choice = random()
        const whose = String(2 + Math.floor(random() * 3))
        if (choice < 0.4) {
          const text = `m${step}`
          while (server.members.has(device.account) && !(await attempt(device.say(text)))) {
            await attempt(device.reads())
            if (server.log.some((entry) => entry.clientId === text)) break
          }
          if (server.log.some((entry) => entry.clientId === text)) said.push(text)
        } else if (choice < 0.5 && !server.members.has(whose)) server.change('added', whose, '1')
        else if (choice < 0.57 && server.members.has(whose)) server.change('removed', whose, '1')
        else if (choice < 0.62 && devices.length < 7) await appear(String(1 + Math.floor(random() * 4)))
        else if (choice < 0.7) device.restart()
        else if (choice < 0.8) {
          const other = devices[Math.floor(random() * devices.length)]!
          await Promise.all([attempt(device.sealing.reconcile(GROUP)), attempt(other.sealing.reconcile(GROUP))])
        } else await attempt(device.reads())
      }
      server.isLost = () => false
      const present = devices.filter((device) => server.members.has(device.account))
      for (const device of present) await device.sealing.reconcile(GROUP)
      await present[0]!.say('the end')
      const sealedCount = server.log.filter((entry) => entry.kind === 'sealed').length
      expect(server.log.filter((entry) => entry.kind === 'sealed').map((entry) => entry.clientId)).toEqual([...said, 'the end'])
      const texts = await Promise.all(present.map((device) => device.texts()))
      for (const [index, read] of texts.entries()) {
        expect(read.length).toBe(sealedCount)
        expect(read.at(-1), `device ${index}`).toBe('the end')
        expect(read).not.toContain('(damaged)')
        read.slice(0, -1).forEach((text, at) => expect([said[at], '(before)']).toContain(text))
      }
      expect(new Set(await Promise.all(present.map(async (device) => securityCode(await device.sealing.leaves(GROUP))))).size).toBe(1)
    })
  }
})
