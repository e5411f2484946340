import { readFileSync } from 'node:fs'
import { Ajv2019, type ErrorObject, type ValidateFunction } from 'ajv/dist/2019.js'
import { type Schema, toClosedJsonSchema, toJsonSchema } from './json-schema.js'

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: Schema
  readonly 'x-multi-segment'?: boolean
}
type Content = Readonly<Record<string, { readonly schema: Schema }>>
interface OperationObject {
  readonly operationId: string
  readonly parameters: readonly Parameter[]
  readonly requestBody?: { readonly required?: boolean; readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

/** One operation of GitHub's REST API and the paths that lead to it. */
export interface Operation extends OperationObject {
  readonly method: string
  readonly pattern: RegExp
}
export type Parameters = Readonly<Record<string, string | number | boolean>>

/** Cut from GitHub's own description by `scripts/cut-openapi.mjs`. */
const description = JSON.parse(readFileSync(new URL('openapi.json', import.meta.url), 'utf8')) as Description
const { schemas } = description.components

const operations: readonly Operation[] = Object.entries(description.paths).flatMap(([template, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    ...operation,
    method: method.toUpperCase(),
    pattern: patternOf(template, operation.parameters),
  })),
)

const ajv = new Ajv2019({
  strict: false,
  allErrors: true,
  formats: {
    int64: true,
    uri: text => URL.canParse(text),
    'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  },
})
ajv.addSchema({ $id: 'openapi', components: { schemas: mapValues(schemas, toJsonSchema) } })
const validators = new Map<Schema, ValidateFunction>()

/** The operation behind `method` and `path` (percent-encoded, without the query), and what its path says. */
export function findOperation(
  method: string,
  path: string,
): { readonly operation: Operation; readonly inPath: Readonly<Record<string, string>> } | undefined {
  for (const operation of operations) {
    const match = operation.method === method ? operation.pattern.exec(path) : null
    if (match) return { operation, inPath: mapValues(match.groups ?? {}, (text = '') => decodeURIComponent(text)) }
  }
  return undefined
}

/** What in the request is not of the contract, and its parameters in the types that the contract gives them. */
export function readRequest(
  operation: Operation,
  inPath: Readonly<Record<string, string>>,
  query: URLSearchParams,
  body: unknown,
): { readonly parameters: Parameters; readonly problems: readonly string[] } {
  const parameters: Record<string, string | number | boolean> = {}
  const problems: string[] = []
  const sent = [
    ...Object.entries(inPath).map(entry => ['path', ...entry]),
    ...[...query].map(entry => ['query', ...entry]),
  ]
  for (const [place, name = '', text = ''] of sent) {
    const parameter = operation.parameters.find(one => one.in === place && one.name === name)
    if (!parameter) problems.push(`${place} has a parameter ${name} that the operation does not take`)
    else if (name in parameters) problems.push(`${place} has the parameter ${name} twice`)
    else {
      const value = typed(text, parameter.schema)
      parameters[name] = value
      problems.push(...errorsOf(validatorOf(parameter.schema, toJsonSchema), value, `${place} ${name}`))
    }
  }
  const isMissing = (one: Parameter) => one.required === true && one.in !== 'header' && !(one.name in parameters)
  problems.push(...operation.parameters.filter(isMissing).map(one => `${one.in} lacks the parameter ${one.name}`))
  return { parameters, problems: [...problems, ...bodyProblems(operation, body)] }
}

/** What in the loopback's own answer is not as GitHub describes it; statuses that GitHub does not describe are let pass. */
export function responseProblems(operation: Operation, status: number, body: unknown): readonly string[] {
  const response = operation.responses[String(status)]
  if (!response) return status < 400 ? [`the operation has no status ${status}`] : []
  const schema = response.content?.['application/json']?.schema
  if (!schema) return []
  return errorsOf(validatorOf(schema, toJsonSchema), JSON.parse(JSON.stringify(body ?? null)), 'response')
}

function bodyProblems({ requestBody }: Operation, body: unknown): readonly string[] {
  const schema = requestBody?.content['application/json']?.schema
  if (body === undefined) return requestBody?.required ? ['the body is missing'] : []
  if (!schema) return ['the operation takes no body']
  return errorsOf(validatorOf(schema, closed), body, 'body')
}

function closed(schema: Schema): Schema {
  return toClosedJsonSchema(schema, reference => schemas[reference.slice('#/components/schemas/'.length)] ?? {})
}

function validatorOf(schema: Schema, translate: (schema: Schema) => Schema): ValidateFunction {
  const known = validators.get(schema)
  if (known) return known
  const validator = ajv.compile(translate(schema))
  validators.set(schema, validator)
  return validator
}

function errorsOf(validate: ValidateFunction, value: unknown, place: string): readonly string[] {
  if (validate(value)) return []
  return (validate.errors ?? []).map(error => `${place}${error.instancePath} ${error.message}${detailOf(error)}`)
}

function detailOf({ params }: ErrorObject): string {
  const { unevaluatedProperty, allowedValues } = params as Record<string, unknown>
  if (unevaluatedProperty !== undefined) return ` (${unevaluatedProperty})`
  return Array.isArray(allowedValues) ? ` (${allowedValues.join(', ')})` : ''
}

function typed(text: string, { type }: Schema): string | number | boolean {
  if (type === 'integer' && /^-?\d+$/.test(text)) return Number(text)
  if (type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true'
  return text
}

/** `{path}`, `{ref}` and others that GitHub marks take slashes as they are, and may be empty at the end. */
function patternOf(template: string, parameters: readonly Parameter[]): RegExp {
  const source = template.replace(/\/\{(\w+)\}/g, (_, name: string) => {
    const isLong = parameters.some(one => one.name === name && one['x-multi-segment'])
    return isLong ? `(?:/(?<${name}>.*))?` : `/(?<${name}>[^/]+)`
  })
  return new RegExp(`^${source}$`)
}

function mapValues<A, B>(values: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]))
}
