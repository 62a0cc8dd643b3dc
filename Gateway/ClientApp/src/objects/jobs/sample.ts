import { putText } from '../api'
import { countWords } from '../words'
import { type Work } from './jobs'
import { atOnce, patiently } from './patience'
import { type Sample, sampleObjects } from './sampleObjects'

export function sampling(bucket: string, prefix: string): Work {
  const samples = sampleObjects()
  const written = new Set<Sample>()
  return {
    title: `Sample data into ${prefix === '' ? bucket : prefix}`,
    buckets: [bucket],
    run: async (report) => {
      report.step('Writing', samples.length)
      report.did(written.size)
      await atOnce(6, samples.filter((sample) => !written.has(sample)), async (sample) => {
        await patiently(report.signal, () => putText(bucket, prefix + sample.key, sample.body, sample.type, report.signal))
        written.add(sample)
        report.did(1)
      })
      return `${countWords(samples.length, 'object')} written.`
    },
    remains: () => `${written.size} of ${countWords(samples.length, 'object')} written.`,
  }
}
