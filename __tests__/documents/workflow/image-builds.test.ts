import { describe, expect, test } from '@jest/globals'
import { readWorkflowImages } from '../../../src/documents/workflow/image-builds.js'
import { isWorkflowPath } from '../../../src/documents/workflow/names.js'

const CHECKOUT = '- uses: actions/checkout@v4'
const BUILD = '- uses: docker/build-push-action@v6'

/** A workflow with one job; `head` stands above its steps. */
function workflow(steps: readonly string[], head: readonly string[] = [], file: readonly string[] = []): string {
  const lines = steps.flatMap(step => step.split('\n'))
  return [
    ...['on: push', ...file, 'jobs:', '  image:', '    runs-on: ubuntu-latest'],
    ...head.map(line => `    ${line}`),
    ...['    steps:', ...lines.map(line => `      ${line}`)],
  ].join('\n')
}

/** `context | dockerfiles | target` of each build, with a `*` in front if files may have been made before. */
function said(steps: readonly string[], head: readonly string[] = [], file: readonly string[] = []): readonly string[] {
  return readWorkflowImages(workflow(steps, head, file)).builds.map(
    ({ context, dockerfiles, target = '', isBare }) =>
      `${isBare ? '' : '*'}${context} | ${dockerfiles.join(' ')} | ${target}`,
  )
}

const withInputs = (inputs: string, uses = BUILD) => `${uses}\n  with: { ${inputs} }`
const run = (script: string) => `- run: |\n    ${script.replaceAll('\n', '\n    ')}`

describe('the action that builds', () => {
  test.each([
    ['a folder', 'context: ./web', 'web | web/Dockerfile | '],
    ['the root', 'context: .', ' | Dockerfile | '],
    [
      'a Dockerfile, whose path starts from the root',
      'context: web, file: ./docker/a.Dockerfile',
      'web | docker/a.Dockerfile | ',
    ],
    ['a stage', 'context: ., target: dev', ' | Dockerfile | dev'],
    ['the workspace by its name', 'context: "${{ github.workspace }}/web"', 'web | web/Dockerfile | '],
    ['no context', 'push: true', ' | Dockerfile | '],
    ['no context, but a Dockerfile', 'file: web/Dockerfile', ' | web/Dockerfile | '],
    ['the default context', 'context: "{{defaultContext}}:web", file: a.Dockerfile', 'web | web/a.Dockerfile | '],
  ])('%s', (_, inputs, expected) => {
    expect(said([CHECKOUT, withInputs(inputs)])).toEqual([expected])
  })

  test.each([
    ['an address', 'context: "https://github.com/a/b.git"'],
    ['an input', 'context: "${{ inputs.context }}"'],
    ['an input for the Dockerfile', 'context: ., file: "${{ inputs.file }}"'],
    ['outside of the workspace', 'context: ../web'],
    ['outside of the workspace, by a whole path', 'context: /tmp/web'],
  ])('%s: unknown', (_, inputs) => {
    expect(said([CHECKOUT, withInputs(inputs)])).toEqual([])
  })

  test('arguments and other contexts', () => {
    const step = `${BUILD}\n  with:\n    context: .\n    build-args: |\n      A=1\n      B=\${{ inputs.b }}\n    build-contexts: |\n      base=docker-image://a`
    const [build] = readWorkflowImages(workflow([CHECKOUT, step])).builds
    expect(build).toMatchObject({
      job: 'image',
      args: ['A=1', 'B=${{ inputs.b }}'],
      contexts: [{ name: 'base', value: undefined }],
    })
  })

  test('what the builder fetches itself holds nothing that was made', () => {
    expect(said([CHECKOUT, run('make'), withInputs('push: true')])).toEqual([' | Dockerfile | '])
    expect(said([withInputs('push: true')])).toEqual([' | Dockerfile | '])
  })

  test('others that take the same inputs say which context', () => {
    const other = '- uses: depot/build-push-action@v1'
    expect(said([CHECKOUT, withInputs('context: web', other)])).toEqual(['web | web/Dockerfile | '])
    expect(said([CHECKOUT, withInputs('push: true', other)])).toEqual([])
  })
})

describe('commands', () => {
  test.each([
    ['docker build .', ' | Dockerfile | '],
    ['docker buildx build --push -t a/b:$TAG -f docker/a.Dockerfile web', 'web | docker/a.Dockerfile | '],
    ['docker image build --target=dev --build-arg A=1 --no-cache web/', 'web | web/Dockerfile | dev'],
    [
      'DOCKER_BUILDKIT=1 sudo docker build --file=web/Dockerfile . --tag ${{ steps.a.outputs.b }}',
      ' | web/Dockerfile | ',
    ],
    ['docker build \\\n  -t a \\\n  ./web', 'web | web/Dockerfile | '],
    ['cd web && docker build .', 'web | web/Dockerfile | '],
    ['cd web\ndocker build -f ../docker/a.Dockerfile ..', ' | docker/a.Dockerfile | '],
    ['if true; then\n  docker build web\nfi', 'web | web/Dockerfile | '],
    ['cd "$GITHUB_WORKSPACE" && docker build .', ' | Dockerfile | '],
    ['(cd web; true)\ndocker build .', ' | Dockerfile | '],
    ['pushd web\ndocker build .', 'web | web/Dockerfile | '],
    ['podman build web', '*web | web/Containerfile web/Dockerfile | '],
    ['docker build - < Dockerfile', undefined],
    ['docker build -f - .', undefined],
    ['docker build $ARGS .', undefined],
    ['docker build "$FOLDER"', undefined],
    ['docker build -f $FILE .', undefined],
    ['docker build https://github.com/a/b.git', undefined],
    ['docker compose build web', undefined],
    ['echo docker build .', undefined],
    ['docker build ${{ inputs.folder }}', undefined],
    ['docker build . \\`', undefined],
  ])('%s', (script, expected) => {
    expect(said([CHECKOUT, run(script)]).map(one => one.replace('*', ''))).toEqual(
      expected === undefined ? [] : [expected.replace('*', '')],
    )
  })

  test('variables of the step, and of a script before it', () => {
    const step = `${run('docker build -f $FILE "${FOLDER}"')}\n  env: { FILE: a.Dockerfile, FOLDER: "\${{ github.workspace }}/web" }`
    expect(said([CHECKOUT, step])).toEqual(['web | a.Dockerfile | '])
    const shared = ['env: { FOLDER: web }']
    expect(said([CHECKOUT, run('docker build $FOLDER')], shared)).toEqual(['web | web/Dockerfile | '])
    for (const line of ['echo FOLDER=b >> $GITHUB_ENV', 'cat .env >> $GITHUB_ENV'])
      expect(said([CHECKOUT, run(line), run('docker build $FOLDER')], shared)).toEqual([])
    // It holds for the steps behind it.
    expect(said([CHECKOUT, run('docker build $FOLDER\necho FOLDER=b >> $GITHUB_ENV')], shared)).toHaveLength(1)
  })

  test('folders of steps, jobs and files', () => {
    const step = run('docker build .')
    const folder = (name: string) => ['defaults:', '  run:', `    working-directory: ${name}`]
    expect(said([CHECKOUT, step], [], folder('a'))).toEqual(['a | a/Dockerfile | '])
    expect(said([CHECKOUT, step], folder('b'), folder('a'))).toEqual(['b | b/Dockerfile | '])
    expect(said([CHECKOUT, `${step}\n  working-directory: ./c`], folder('b'))).toEqual(['c | c/Dockerfile | '])
    expect(said([CHECKOUT, `${step}\n  working-directory: \${{ inputs.x }}`])).toEqual([])
  })

  test('other shells and other systems are not read', () => {
    const step = run('docker build .')
    expect(said([CHECKOUT, `${step}\n  shell: pwsh`])).toEqual([])
    expect(said([CHECKOUT, step], ['strategy:', '  matrix:', '    os: [windows-latest]'])).toEqual([])
  })
})

describe('what a matrix and variables say', () => {
  const step = withInputs('context: "${{ matrix.image }}"')
  const matrix = (...lines: readonly string[]) => ['strategy:', '  matrix:', ...lines.map(line => `    ${line}`)]

  test('a list, with what is taken in and left out', () => {
    const head = matrix('image: [a, b, c]', 'exclude: [{ image: b }]', 'include: [{ image: d }]')
    expect(said([CHECKOUT, step], head)).toEqual(['a', 'c', 'd'].map(name => `${name} | ${name}/Dockerfile | `))
  })

  test('values of values, and those that are left empty', () => {
    const inputs =
      'context: "${{ matrix.image.context }}", file: "${{ matrix.image.file }}", target: "${{ matrix.t || \'x\' }}"'
    const head = matrix('image: [{ context: a }, { context: ., file: b/Dockerfile }]')
    expect(said([CHECKOUT, withInputs(inputs)], head)).toEqual(['a | a/Dockerfile | x', ' | b/Dockerfile | x'])
  })

  test('what only a run knows', () => {
    const head = matrix('image: ${{ fromJSON(needs.a.outputs.b) }}')
    expect(said([CHECKOUT, step], head)).toEqual([])
    expect(said([CHECKOUT, withInputs('context: .')], head)).toEqual([' | Dockerfile | '])
    expect(said([CHECKOUT, step], ['strategy:', '  matrix: ${{ fromJSON(inputs.m) }}'])).toEqual([])
  })

  test('variables of file, job and step, unless a script sets them', () => {
    const asked = withInputs('context: "${{ env.A }}", target: "${{ env.B }}"')
    expect(said([CHECKOUT, asked], ['env: { B: dev }'], ['env: { A: web, B: x }'])).toEqual([
      'web | web/Dockerfile | dev',
    ])
    expect(said([CHECKOUT, asked], ['env: { B: "${{ inputs.b }}" }'], ['env: { A: web, B: x }'])).toEqual([])
    expect(said([CHECKOUT, run('echo A=x >> $GITHUB_ENV'), asked], ['env: { A: web, B: x }'])).toEqual([])
  })

  test('a matrix of all that GitHub allows takes no time', () => {
    const list = (name: string) => `${name}: [${Array.from({ length: 100 }, (_, i) => i).join(', ')}]`
    expect(said([CHECKOUT, step], matrix(list('image')))).toHaveLength(100)
    expect(said([CHECKOUT, step], matrix(list('image'), list('b'), list('c')))).toEqual([])
  })
})

describe('what steps before have made', () => {
  const build = withInputs('context: .')
  const bare = [' | Dockerfile | ']
  const made = ['* | Dockerfile | ']
  test.each([
    '- uses: docker/setup-buildx-action@v3',
    '- uses: docker/login-action@v3',
    '- uses: aws-actions/amazon-ecr-login@v2',
    withInputs('path: /tmp/cache', '- uses: actions/cache@v4'),
    withInputs('context: other'),
    run('echo "tag=$(git rev-parse HEAD)" >> "$GITHUB_OUTPUT"'),
    run('log() {\n  echo "$1" >&2\n}\nlog a\n[ -f .env ] || { log b; exit 1; }'),
    run('echo a | tee -a "$GITHUB_OUTPUT"\nsudo apt-get -y install jq'),
    run('echo A=1 > .env\nprintenv >> "web/.env.production"'),
    run('fill() { cp a b; }\necho never called'),
    run('sudo rm -rf /usr/share/dotnet "$HOME"/.cache'),
    run('echo "a -> b" 2>&1 >&2 >&-\nawk "{ print $1 }" a\n(( 2 > 1 )) || echo'),
    run('FROM=/var/lib/docker\nsudo mv $FROM /mnt/docker\nmkdir -p ~/.docker'),
    `${run('make')}\n  if: false`,
    run('docker build -t a other\nTAG=a\necho $TAG | docker login --password-stdin 2>&1 > /dev/null'),
  ])('nothing: %s', step => {
    expect(said([CHECKOUT, step, build]).slice(-1)).toEqual(bare)
  })

  test.each([
    '- uses: actions/download-artifact@v4',
    '- uses: ./.github/actions/prepare',
    '- uses: somebody/something@v1',
    withInputs('path: dist', '- uses: actions/cache@v4'),
    withInputs('repository: a/b, path: lib', '- uses: actions/checkout@v4'),
    run('npm run build'),
    run('cp a b'),
    run('echo a > b'),
    run('echo a > .environment/b'),
    run('echo a > .env/b'),
    run('docker run -v .:/a a'),
    run('git clone https://example.org/a.git'),
    run('curl -fsSLO https://example.org/a'),
    run('echo `make`'),
    run('fill() { cp a b; }\nfill'),
    run('fill() { echo; }\nfill() { cp a b; }\nfill'),
    run('fill() { fill; }\nfill'),
    run('echo a | tee b'),
    run('rm .dockerignore'),
    run('awk \'{ print > "b" }\' a'),
    run('echo a &> b'),
    run('echo a >& b'),
    run('{ echo a; } > b'),
    run('docker build -o out other'),
    run('mkdir -p out'),
    run('cp /tmp/a .'),
    run('touch $GITHUB_WORKSPACE/a'),
    `${run('make')}\n  if: github.ref == 'refs/heads/main'`,
    withInputs('context: other, outputs: "type=local,dest=out"'),
  ])('something: %s', step => {
    expect(said([CHECKOUT, step, build]).slice(-1)).toEqual(made)
  })

  test('in the same script', () => {
    expect(said([CHECKOUT, run('npm ci\ndocker build .')])).toEqual(made)
    expect(said([CHECKOUT, run('docker build .\nnpm ci')])).toEqual(bare)
    expect(said([CHECKOUT, run('echo 1 > version\ndocker build .')])).toEqual(made)
  })
})

describe('where the repository lies', () => {
  const checkout = (inputs: string) => withInputs(inputs, CHECKOUT)
  test.each<[string, readonly string[], readonly string[]]>([
    ['nowhere', [withInputs('context: .')], []],
    ['in a folder', [checkout('path: src'), withInputs('context: src/web')], ['web | web/Dockerfile | ']],
    ['in a folder, and the context is above it', [checkout('path: src'), withInputs('context: .')], []],
    ['another one', [checkout('repository: a/b'), withInputs('context: .')], []],
    [
      'another one beside it',
      [CHECKOUT, checkout('repository: a/b, path: b'), withInputs('context: web')],
      ['*web | web/Dockerfile | '],
    ],
    ['what a run is told', [checkout('ref: "${{ inputs.tag }}"'), withInputs('context: .')], ['* | Dockerfile | ']],
    ['the main branch', [checkout('ref: main'), withInputs('context: .')], ['* | Dockerfile | ']],
    ['another state of it', [checkout('ref: gh-pages'), withInputs('context: .')], []],
    [
      'what is asked to be tested',
      [checkout('ref: "${{ github.event.pull_request.head.sha || github.sha }}"'), withInputs('context: .')],
      [' | Dockerfile | '],
    ],
    [
      'by its own name',
      [checkout('repository: "${{ github.repository }}"'), withInputs('context: .')],
      [' | Dockerfile | '],
    ],
  ])('%s', (_, steps, expected) => {
    expect(said(steps)).toEqual(expected)
  })
})

describe('Bake', () => {
  const bakes = (...steps: readonly string[]) =>
    readWorkflowImages(workflow([CHECKOUT, ...steps])).bakes.map(({ folder, files, isBare }) => [folder, files, isBare])
  const BAKE = '- uses: docker/bake-action@v5'

  test.each<[string, string, unknown]>([
    ['its own files', withInputs('targets: a', BAKE), ['', [], true]],
    ['a folder', withInputs('workdir: web', BAKE), ['web', [], true]],
    [
      'files, without what the metadata say',
      `${BAKE}\n  with:\n    files: |\n      ./a.hcl\n      \${{ steps.meta.outputs.bake-file }}`,
      ['', ['a.hcl'], true],
    ],
    ['a command', run('cd web && docker buildx bake -f ../a.hcl --push'), ['web', ['a.hcl'], true]],
    [
      'a newer action, which fetches',
      withInputs('files: a/b.hcl', '- uses: docker/bake-action@v6'),
      ['', ['a/b.hcl'], true],
    ],
  ])('%s', (_, step, expected) => {
    expect(bakes(step)).toEqual([expected])
  })

  test('what is not known, and what was made before', () => {
    expect(bakes(withInputs('files: "${{ inputs.file }}"', BAKE))).toEqual([])
    expect(bakes(run('docker buildx bake -f "$FILE"'))).toEqual([])
    expect(bakes(run('docker buildx bake https://github.com/a/b.git'))).toEqual([])
    expect(bakes(run('make'), BAKE)).toEqual([['', [], false]])
    expect(bakes(run('make'), withInputs('files: a.hcl', '- uses: docker/bake-action@v6'))).toEqual([
      ['', ['a.hcl'], true],
    ])
  })
})

test.each([
  '',
  'jobs: docker build',
  'jobs: { a: null } # docker build',
  'jobs: [ docker build',
  'docker: build',
  'jobs:\n a:\n  steps: docker build',
])('no workflow: %j', text => {
  expect(readWorkflowImages(text)).toEqual({ builds: [], bakes: [] })
})

test('names', () => {
  expect(['.github/workflows/ci.yml', '.github/workflows/a b.yaml'].every(isWorkflowPath)).toBe(true)
  expect(
    ['ci.yml', 'a/.github/workflows/ci.yml', '.github/workflows/a/ci.yml', '.github/a.yml'].filter(isWorkflowPath),
  ).toEqual([])
})
