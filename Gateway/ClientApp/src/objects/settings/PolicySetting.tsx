import { deletePolicy, policy, setPolicy } from '../api'
import { parseJson } from '../cors'
import { JsonSetting } from './JsonSetting'

const everybodyReads = (bucket: string): string => JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'EverybodyReads', Effect: 'Allow', Principal: '*', Action: ['s3:GetObject'], Resource: [`arn:aws:s3:::${bucket}/*`] }],
}, null, 2)

/** JSON as a person reads it; what is none stays as it is. */
function tidy(json: string | null): string | null {
  const parsed = json === null ? null : parseJson(json)
  return parsed === null ? null : 'value' in parsed ? JSON.stringify(parsed.value, null, 2) : json
}

/** Who may do what, in the language of S3's policies. */
export function PolicySetting({ bucket }: { bucket: string }) {
  return (
    <JsonSetting title="Policy" name="policy" queryKey={['objects', 'rows', bucket, 'policy']} read={async () => tidy(await policy(bucket))}
      about="Lets others in, or keeps them out, by action, by object and by condition, as AWS writes it. Without one only you get in."
      example={everybodyReads(bucket)} exampleWords="Example: everybody may read"
      faultOf={(text) => { const parsed = parseJson(text); return 'fault' in parsed ? parsed.fault : null }}
      onSave={(text) => setPolicy(bucket, text)} onRemove={() => deletePolicy(bucket)} />
  )
}
