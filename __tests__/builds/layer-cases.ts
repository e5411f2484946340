import { argument, chmod, remove, rename, touch, write } from './layer-changes.js'
import type { LayerProject } from './layer-project.js'
import { MORE } from './more-layer-cases.js'

/**
 * Projects that somebody thought of. `BASE` is an image, `SALT` is another text for each stage of each run, so that nothing that was
 * built before can stand in for a step.
 */
export const LAYER_CASES: readonly LayerProject[] = [
  {
    name: 'manifests first',
    dockerfile:
      'FROM BASE\nRUN : SALT\nWORKDIR /app\nCOPY package*.json ./\nRUN echo install\nCOPY . .\nRUN echo build\nCMD ["true"]\n',
    files: {
      'package.json': '{}',
      'package-lock.json': '{}',
      'src/a.js': 'a',
      'README.md': 'r',
      '.dockerignore': '*.md\n',
    },
    changes: [
      [write('src/a.js')],
      [write('README.md')],
      [write('package-lock.json')],
      [write('src/new.js')],
      [touch('src/a.js')],
    ],
  },
  {
    name: 'time, mode and owner',
    dockerfile: 'FROM BASE\nRUN : SALT\nCOPY a /a/\nCOPY --chmod=755 d /d\nCOPY --chown=1:1 d /e\n',
    files: { a: '1', 'd/b': '2' },
    changes: [[touch('a'), touch('d/b')], [chmod('d/b')], [chmod('a')], [rename('d/b', 'd/c')]],
  },
  {
    name: 'patterns have one depth, and names count',
    dockerfile: 'FROM BASE\nRUN : SALT\nCOPY t/**/*.js /t/\nCOPY m/o*.txt /m/\nCOPY s*/ /s/\nCOPY [a-c].json /j/\n',
    files: {
      't/u/v.js': '1',
      't/k.js': '2',
      't/u/w/x.js': '3',
      'm/one.txt': '4',
      'm/two.txt': '5',
      'sa/x': '6',
      'b.json': '7',
      'd.json': '8',
    },
    changes: [
      [write('t/k.js')],
      [write('t/u/w/x.js')],
      [write('m/two.txt')],
      [write('d.json')],
      [write('c.json')],
      [write('sb/y')],
      [rename('m/one.txt', 'm/only.txt')],
      [write('t/u/v.js')],
    ],
  },
  {
    name: 'what another stage makes counts by its content',
    dockerfile:
      'FROM BASE AS Build\nRUN : SALT\nCOPY a /x/a\nRUN mkdir /o && echo const | tee /o/c\nRUN cat /x/a | tee /o/v\nFROM BASE\nRUN : SALT\nCOPY --from=build /o/c /c\nRUN true\nCOPY --from=BUILD /x/a /a\nCOPY --from=0 /o /o\nRUN true\n',
    files: { a: '1', b: '2' },
    changes: [[write('b')], [write('a')], [touch('a')]],
  },
  {
    name: 'stages that nobody needs',
    dockerfile:
      'FROM BASE AS base\nRUN : SALT\nCOPY a /a\nFROM base AS test\nRUN false\nFROM base AS other\nCOPY b /b\nFROM base\nRUN : SALT\nCOPY c /c\n',
    files: { a: '1', b: '2', c: '3' },
    changes: [[write('b')], [write('c')], [write('a')]],
  },
  {
    name: 'a target',
    dockerfile: 'FROM BASE AS dev\nRUN : SALT\nCOPY a /a\nFROM dev AS mid\nCOPY b /b\nFROM dev\nCOPY c /c\n',
    target: 'MID',
    files: { a: '1', b: '2', c: '3' },
    changes: [[write('c')], [write('b')], [write('a')]],
  },
  {
    name: 'mounts of the context and of stages',
    dockerfile:
      'FROM BASE AS tools\nRUN : SALT\nCOPY t /t/t\nRUN echo const | tee /k\nFROM BASE\nRUN : SALT\nRUN --mount=type=bind,source=s,target=/m,rw ls /m\nRUN --mount=type=bind,from=tools,source=/k,target=/k cat /k\nRUN --mount=from=tools,target=/k,source=t ls /k\nRUN --mount=type=bind,source=f,target=/f cat /f\nRUN --mount=type=bind,target=/all ls /all\n',
    files: { t: '1', 's/a': '2', f: '3', g: '4' },
    changes: [[write('g')], [write('f')], [write('t')], [write('s/b')]],
  },
  {
    name: 'cache mounts and secrets do not count, what a cache mount starts with does',
    dockerfile:
      'FROM BASE AS start\nRUN : SALT\nCOPY a /c/a\nCOPY b /b\nFROM BASE\nRUN : SALT\nRUN --mount=type=cache,target=/c,from=start,source=/c ls /c\nRUN --mount=type=cache,target=/d date >> /d/log\nRUN --mount=type=secret,id=s true\nRUN --mount=type=tmpfs,target=/t true\n',
    files: { a: '1', b: '2' },
    changes: [[write('b')], [write('a')]],
  },
  {
    name: 'arguments',
    dockerfile:
      'ARG G=1\nFROM BASE AS p\nARG A=1\nENV EA=$A\nFROM p\nRUN : SALT\nWORKDIR /w\nCOPY a /x/\nARG B=2\nCOPY a /y/\nCOPY a /z$B/\nCOPY <<E /h\n$B\nE\nRUN true\nARG G\nRUN true\n',
    files: { a: '1' },
    changes: [[argument('G', '2')], [argument('B', '3')], [argument('NONE', '3')], [argument('A', '4')]],
  },
  {
    name: 'arguments behind and in front of ENV, in USER and WORKDIR',
    dockerfile:
      'FROM BASE\nRUN : SALT\nARG A=1\nENV A=7\nRUN true\nENV B=7\nARG B\nRUN true\nARG U=root\nUSER $U\nCOPY a /a\nRUN true\nARG W=/w\nWORKDIR $W\nCOPY a .\nCOPY a /b\n',
    files: { a: '1' },
    changes: [[argument('A', '2')], [argument('B', '3')], [argument('U', '0')], [argument('W', '/v')]],
  },
  {
    name: 'folders of ignored files are there all the same',
    dockerfile: 'FROM BASE\nRUN : SALT\nCOPY d /d\nCOPY . /all\n',
    files: { 'd/a': '1', 'l/x.log': '2', 'l/y.log': '3', '.dockerignore': '**/*.log\nskip\n' },
    isOpen: true,
    changes: [
      [write('l/x.log')],
      [write('l/z.log')],
      [write('n/x.log')],
      [write('skip/x')],
      [write('d/x.log')],
      [remove('l/x.log')],
    ],
  },
  {
    name: 'the ignore file',
    dockerfile: 'FROM BASE\nRUN : SALT\nCOPY d /d\nCOPY . /all\n',
    files: { 'd/a.md': '1', 'd/b': '2', '.dockerignore': '*.log\n' },
    isOpen: true,
    changes: [[write('.dockerignore', '*.log\n# more\n')], [write('.dockerignore', '**/*.md\n')], [write('d/a.md')]],
  },
  {
    name: 'an ignore file of its own, and a context that is a folder',
    path: 'svc/Dockerfile',
    dockerfile: 'FROM BASE\nRUN : SALT\nCOPY src /src\nCOPY . /all\n',
    files: {
      'svc/src/a': '1',
      'svc/src/t/b': '2',
      'svc/c': '3',
      'other/src/a': '4',
      'svc/.dockerignore': 'src\n',
      'svc/Dockerfile.dockerignore': 'src/t\n',
    },
    changes: [
      [write('other/src/a')],
      [write('svc/src/t/b')],
      [write('svc/.dockerignore', 'c\n')],
      [write('svc/c')],
      [write('svc/src/a')],
    ],
  },
  {
    name: '--exclude',
    dockerfile:
      'FROM BASE\nRUN : SALT\nCOPY --exclude=*.md d /d\nRUN : SALT 2\nCOPY --exclude=sub d /e\nCOPY --exclude=**/*.txt --exclude=sub/k d /f\nCOPY --exclude=l.md d/* /g/\n',
    files: { 'd/a.md': '1', 'd/a.js': '2', 'd/sub/b.md': '3', 'd/sub/k': '4', 'd/sub/l.txt': '5', 'd/sub/l.md': '6' },
    changes: [[write('d/a.md')], [write('d/sub/l.md')], [write('d/sub/l.txt')], [write('d/sub/k')]],
  },
  {
    name: '--exclude, each alone',
    dockerfile:
      'FROM BASE\nRUN : SALT\nCOPY --exclude=l.md --exclude=a.js d/* /g/\nRUN true\nCOPY --exclude=**/*.md --exclude=sub/k d /f\n',
    files: { 'd/a.md': '1', 'd/a.js': '2', 'd/sub/b.md': '3', 'd/sub/k': '4', 'd/sub/l.md': '6', e: '' },
    changes: [[write('d/sub/l.md')], [write('e')], [write('d/sub/k')], [write('d/a.js')]],
  },
  ...MORE,
]
