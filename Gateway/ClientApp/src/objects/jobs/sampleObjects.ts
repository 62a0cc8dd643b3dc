export interface Sample {
  key: string
  type: string
  body: string | Blob
}

const HUES = [212, 262, 152, 22, 342, 48]

function hills(hue: number, name: string): string {
  const ridge = (y: number, step: number) => Array.from({ length: 9 }, (_, i) => `${i * 100},${y + ((i * step) % 90) - 45}`).join(' ')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 500"><title>${name}</title><rect width="800" height="500" fill="hsl(${hue} 55% 82%)"/>`
    + `<circle cx="${180 + hue}" cy="130" r="54" fill="hsl(${hue + 40} 85% 92%)"/>`
    + `<polygon points="0,500 ${ridge(250, 37)} 800,500" fill="hsl(${hue} 38% 62%)"/>`
    + `<polygon points="0,500 ${ridge(330, 61)} 800,500" fill="hsl(${hue} 42% 44%)"/>`
    + `<polygon points="0,500 ${ridge(410, 23)} 800,500" fill="hsl(${hue} 46% 28%)"/></svg>`
}

/** A second of a tone, so that there is something to hear. */
function tone(): Blob {
  const rate = 8_000
  const view = new DataView(new ArrayBuffer(44 + rate * 2))
  const letters = (at: number, word: string) => [...word].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)))
  letters(0, 'RIFF')
  view.setUint32(4, 36 + rate * 2, true)
  letters(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, rate, true)
  view.setUint32(28, rate * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  letters(36, 'data')
  view.setUint32(40, rate * 2, true)
  for (let i = 0; i < rate; i++) view.setInt16(44 + i * 2, Math.sin((i * 2 * Math.PI * 440) / rate) * 12_000 * (1 - i / rate), true)
  return new Blob([view.buffer], { type: 'audio/wav' })
}

const days = (count: number): string[] => Array.from({ length: count }, (_, day) => String(day + 1).padStart(2, '0'))

/** A small tree to look around in: pictures, texts, a sound, tables, and logs by the day. */
export const sampleObjects = (): Sample[] => [
  { key: 'README.md', type: 'text/markdown', body: '# Sample data\n\nA small tree to look around in. Open `photos`, press **P** on a picture,\nrename `logs` and watch what that takes, or delete it all.\n' },
  { key: 'notes/first thoughts.txt', type: 'text/plain', body: 'Keys are text without structure.\nFolders are an illusion over what stands before each slash.\n' },
  { key: 'notes/grüße & Zeichen.txt', type: 'text/plain', body: 'Keys may hold any letters: ä, ж, 漢, 🙂.\n' },
  { key: 'reports/2026/first quarter.csv', type: 'text/csv', body: `month,objects,gibibytes\n${['January,1200,3.4', 'February,1890,5.1', 'March,2750,8.8'].join('\n')}\n` },
  { key: 'reports/2026/settings.json', type: 'application/json', body: `${JSON.stringify({ name: 'sample', keepDays: 30, alerts: ['full', 'slow'] }, null, 2)}\n` },
  { key: 'sounds/tone.wav', type: 'audio/wav', body: tone() },
  ...HUES.map((hue, index) => ({ key: `photos/hills ${index + 1}.svg`, type: 'image/svg+xml', body: hills(hue, `Hills, number ${index + 1}`) })),
  ...days(31).map((day) => ({
    key: `logs/2026/01/${day}.log`, type: 'text/plain', body: `2026-01-${day}T00:00:00Z started\n2026-01-${day}T23:59:59Z 12 requests, none refused\n`,
  })),
]
