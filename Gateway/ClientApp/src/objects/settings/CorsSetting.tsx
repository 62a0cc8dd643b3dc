import { Refusal } from '../../ui/http'
import { cors, setCors } from '../api'
import { parseCors } from '../cors'
import { JsonSetting } from './JsonSetting'

const EXAMPLE = JSON.stringify([
  { AllowedOrigins: ['https://example.com'], AllowedMethods: ['GET', 'HEAD'], AllowedHeaders: ['*'], ExposeHeaders: ['ETag'], MaxAgeSeconds: 3_000 },
], null, 2)

/** Which pages of other addresses may read from the bucket in a browser. */
export function CorsSetting({ bucket }: { bucket: string }) {
  return (
    <JsonSetting title="Cross-origin requests (CORS)" name="rules" queryKey={['objects', 'rows', bucket, 'cors']}
      about="Which web pages of other addresses may use the bucket from a browser. This page needs no rule."
      read={async () => { const rules = await cors(bucket); return rules.length === 0 ? null : JSON.stringify(rules, null, 2) }}
      example={EXAMPLE} exampleWords="Example: one page may read"
      faultOf={(text) => { const parsed = parseCors(text); return 'fault' in parsed ? parsed.fault : null }}
      onSave={(text) => {
        const parsed = parseCors(text)
        if ('fault' in parsed) throw new Refusal('NotJson', 400, parsed.fault)
        return setCors(bucket, parsed.rules)
      }}
      onRemove={() => setCors(bucket, [])} />
  )
}
