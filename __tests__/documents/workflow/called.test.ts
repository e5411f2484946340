import { describe, expect, test } from '@jest/globals'
import { calledWorkflows, readWorkflowImages } from '../../../src/documents/workflow/image-builds.js'

const BUILD =
  '{ uses: docker/build-push-action@v6, with: { context: "${{ inputs.context }}", file: "${{ inputs.file }}" } }'
const CHECKOUT = '{ uses: actions/checkout@v4 }'

const job = (...steps: readonly string[]) => `{ runs-on: ubuntu-latest, steps: [${[CHECKOUT, ...steps].join(', ')}] }`
const action = (inputs: string, ...steps: readonly string[]) =>
  `inputs: ${inputs}\nruns: { using: composite, steps: [${steps.join(', ')}] }`
const INPUTS = '{ context: { default: . }, file: { required: true } }'

/** `job: context dockerfile` of each build, with a `*` in front if files may have been made before. */
function said(text: string, files: Readonly<Record<string, string>>, isCalled = false): readonly string[] {
  return readWorkflowImages(text, path => files[path], isCalled).builds.map(
    ({ job, calledPath, context, dockerfiles, isBare }) =>
      `${isBare ? '' : '*'}${calledPath === undefined ? '' : `${calledPath} `}${job}: ${context || '.'} ${dockerfiles}`,
  )
}

describe('an action of the repository', () => {
  const IMAGE = '.github/actions/image/action.yml'
  const use = (inputs: string, more = '') => `{ uses: ./.github/actions/image, with: { ${inputs} }${more} }`
  const of = (...steps: readonly string[]) => `on: push\njobs: { a: ${job(...steps)} }`

  test('is made of steps, which are given inputs', () => {
    const files = { [IMAGE]: action(INPUTS, BUILD) }
    expect(said(of(use('file: a.Dockerfile'), use('file: b.Dockerfile, context: b')), files)).toEqual([
      ...['a: . a.Dockerfile', 'a: b b.Dockerfile'],
    ])
    expect(said(of(use('file: "${{ github.ref }}"')), files)).toEqual([])
  })

  test('its scripts, its folder and its variables', () => {
    const script = '{ run: \'docker build -f "${{ github.action_path }}/Dockerfile" $FOLDER\', shell: bash }'
    expect(said(of(use('', ', env: { FOLDER: web }')), { [IMAGE]: action('{}', script) })).toEqual([
      'a: web .github/actions/image/Dockerfile',
    ])
  })

  test('is quiet when its steps are', () => {
    const build = '{ uses: docker/build-push-action@v6, with: { context: . } }'
    const behind = (step: string) => said(of(use(''), build), { [IMAGE]: action('{}', step) })
    expect(behind('{ run: "echo a", shell: bash }')).toEqual(['a: . Dockerfile'])
    expect(behind('{ run: make, shell: bash }')).toEqual(['*a: . Dockerfile'])
    expect(behind('{ run: make, shell: bash, if: "false" }')).toEqual(['a: . Dockerfile'])
    expect(said(of(use(''), build), {})).toEqual(['*a: . Dockerfile'])
    expect(said(of(use(''), build), { [IMAGE]: 'runs: { using: node20, main: a.js }' })).toEqual(['*a: . Dockerfile'])
  })

  test('an action that uses itself', () => {
    expect(said(of(use('')), { [IMAGE]: action('{}', use('')) })).toEqual([])
  })

  test('one of another name, of the root, and one that is not checked out', () => {
    const files = { 'action.yaml': action(INPUTS, BUILD) }
    expect(said(of('{ uses: ./, with: { file: a } }'), files)).toEqual(['a: . a'])
    const text = `on: push\njobs: { a: { steps: [{ uses: ./, with: { file: a } }] } }`
    expect(said(text, files)).toEqual([])
  })

  test('conditions that its inputs decide', () => {
    const steps = [
      '{ if: "inputs.file != \'\'", uses: docker/build-push-action@v6, with: { context: ., file: "${{ inputs.file }}" } }',
      '{ if: "inputs.file == \'\'", uses: docker/build-push-action@v6, with: { context: "${{ inputs.context }}" } }',
    ]
    const files = { [IMAGE]: action('{ context: { default: x }, file: { default: "" } }', ...steps) }
    expect(said(of(use('file: a')), files)).toEqual(['a: . a'])
    expect(said(of(use('context: b')), files)).toEqual(['a: b b/Dockerfile'])
  })
})

describe('a workflow that another one calls', () => {
  const PATH = '.github/workflows/image.yml'
  const called = (inputs: string, ...steps: readonly string[]) =>
    `on: { workflow_call: { inputs: ${inputs} } }\njobs: { build: ${job(...steps)} }`
  const calling = (inputs: string, more = '') =>
    `on: push\njobs: { api: { uses: ./${PATH}, with: { ${inputs} }${more} } }`
  const TYPED = '{ context: { type: string, default: . }, file: { type: string } }'

  test('is what the caller says', () => {
    const files = { [PATH]: called(TYPED, BUILD) }
    expect(calledWorkflows(calling(''))).toEqual([PATH])
    expect(said(calling('file: a.Dockerfile'), files)).toEqual(['api: . a.Dockerfile'])
    expect(said(calling('context: web'), files)).toEqual(['api: web web/Dockerfile'])
    expect(said(calling('context: "${{ vars.A }}"'), files)).toEqual([])
    expect(said(calling('context: web'), {})).toEqual([])
  })

  test('for each cell of a matrix', () => {
    const files = { [PATH]: called(TYPED, BUILD) }
    const matrix = ', strategy: { matrix: { name: [a, b] } }'
    expect(said(calling('context: "${{ matrix.name }}"', matrix), files)).toEqual([
      ...['api: a a/Dockerfile', 'api: b b/Dockerfile'],
    ])
  })

  test('a matrix of its own that the caller gives', () => {
    const build = '{ uses: docker/build-push-action@v6, with: { context: "${{ matrix.name }}" } }'
    const text = `on: { workflow_call: { inputs: { names: { type: string } } } }\njobs: { build: { strategy: { matrix: { name: "\${{ fromJSON(inputs.names) }}" } }, steps: [${CHECKOUT}, ${build}] } }`
    expect(said(calling(`names: '["a", "b"]'`), { [PATH]: text })).toEqual([
      'api: a a/Dockerfile',
      'api: b b/Dockerfile',
    ])
  })

  test('what it says itself is its own', () => {
    const build = '{ uses: docker/build-push-action@v6, with: { context: web } }'
    const files = { [PATH]: called(TYPED, build) }
    expect(said(calling(''), files)).toEqual([`${PATH} build: web web/Dockerfile`])
    expect(said(called(TYPED, build), {})).toEqual(['build: web web/Dockerfile'])
    // Those that call it say how it is started.
    expect(said(called(TYPED, build), {}, true)).toEqual([])
  })

  test('booleans that leave something out', () => {
    const build = '{ if: "${{ inputs.image }}", uses: docker/build-push-action@v6, with: { context: web } }'
    const files = { [PATH]: called('{ image: { type: boolean } }', build) }
    expect(said(calling('image: true'), files)).toEqual([`${PATH} build: web web/Dockerfile`])
    expect(said(calling('image: false'), files)).toEqual([])
    expect(said(calling(''), files)).toEqual([])
  })

  test('the variables of the caller stay with it', () => {
    const build = '{ run: "docker build $FOLDER" }'
    const text = `env: { FOLDER: web }\n${calling('')}`
    expect(said(text, { [PATH]: called('{}', build) })).toEqual([])
  })

  test('matrices of workflows that call each other take no time', () => {
    const list = `[${Array.from({ length: 250 }, (_, i) => i).join(', ')}]`
    const text = `on: push\njobs: { api: { uses: ./${PATH}, strategy: { matrix: { a: ${list} } }, with: { a: "\${{ matrix.a }}" } }, b: ${job(BUILD)} }`
    expect(said(text, { [PATH]: text })).toEqual(['api: . Dockerfile'])
  })

  test('workflows that call each other', () => {
    expect(said(calling(''), { [PATH]: calling('') })).toEqual([])
  })
})

describe('inputs of a workflow that a person starts', () => {
  const of = (on: string, step: string) => `on: ${on}\njobs: { a: ${job(step)} }`
  const build = '{ uses: docker/build-push-action@v6, with: { context: "${{ inputs.context }}" } }'

  test.each<[string, string, readonly string[]]>([
    ['a default', '{ workflow_dispatch: { inputs: { context: { default: web } } } }', ['a: web web/Dockerfile']],
    [
      'the first of a list',
      '{ workflow_dispatch: { inputs: { context: { type: choice, options: [web, api] } } } }',
      ['a: web web/Dockerfile'],
    ],
    ['what has to be said', '{ workflow_dispatch: { inputs: { context: { required: true } } } }', []],
    ['what nobody declares', 'push', []],
    [
      'nothing, where a push starts it',
      '{ push: null, workflow_dispatch: { inputs: { context: { default: web } } } }',
      ['a: . Dockerfile', 'a: web web/Dockerfile'],
    ],
  ])('%s', (_, on, expected) => {
    expect(said(of(on, build), {})).toEqual(expected)
  })

  test('by its older name, and with a fallback', () => {
    const step =
      '{ uses: docker/build-push-action@v6, with: { context: "${{ github.event.inputs.context || \'api\' }}" } }'
    const on = '{ schedule: [], workflow_dispatch: { inputs: { context: { default: web } } } }'
    expect(said(of(on, step), {})).toEqual(['a: api api/Dockerfile', 'a: web web/Dockerfile'])
  })

  test('a person may choose what is not the default', () => {
    const step = '{ if: inputs.image, uses: docker/build-push-action@v6, with: { context: web } }'
    const on = '{ workflow_dispatch: { inputs: { image: { type: boolean } } } }'
    expect(said(of(on, step), {})).toEqual(['a: web web/Dockerfile'])
  })
})
