import { chmod, remove, rename, write } from './layer-changes.js'
import type { LayerProject } from './layer-project.js'

/** The second half of the list. */
export const MORE: readonly LayerProject[] = [
  {
    name: '--link',
    dockerfile:
      'FROM BASE AS s\nRUN : SALT\nCOPY a /a\nFROM BASE\nRUN : SALT\nCOPY a /x/\nCOPY --link b /y/\nCOPY --link=false b /z/\nWORKDIR /w\nRUN true\nCOPY --link c rel/\nCOPY --link --chmod=755 b /m/\nCOPY --link --from=s /a /n/\nRUN true\n',
    files: { a: '1', b: '2', c: '3' },
    changes: [[write('c')], [write('a')], [write('b')]],
  },
  {
    name: 'words in all forms, instructions without a step',
    dockerfile:
      'FROM BASE\nRUN : SALT\nWORKDIR /\nWORKDIR /w\nWORKDIR ../w\nCOPY ./x/../a ./\nCOPY /b /b\nCOPY d/ /d\nCOPY ["e f", "/g h/"]\nADD a.tar /ar/\nCOPY "q" \\\n  /q\nENV D=d\nCOPY $D/${N:-n} /n\nHEALTHCHECK CMD true\nSHELL ["/bin/sh", "-ec"]\nVOLUME /v\nEXPOSE 80\nLABEL a=b\nSTOPSIGNAL 9\nUSER 0\nRUN <<E\necho hi\nE\n',
    files: { a: '1', b: '2', 'd/e': '3', 'd/n': '4', 'e f': '5', 'a.tar': 'none', q: '6' },
    changes: [[write('q')], [write('a.tar')], [write('e f')], [write('d/n')], [write('b')], [write('a')]],
  },
  {
    name: 'ONBUILD of a stage',
    dockerfile:
      'FROM BASE AS p\nRUN : SALT\nONBUILD COPY a /a\nONBUILD RUN echo later\nCOPY c /c\nFROM p AS q\nRUN true\nFROM p\nCOPY b /b\n',
    files: { a: '1', b: '2', c: '3' },
    changes: [[write('b')], [write('a')], [write('c')]],
  },
  {
    name: 'a file becomes a folder, and files go',
    dockerfile: 'FROM BASE\nRUN : SALT\nCOPY d /d\nRUN true\nCOPY e /e\n',
    files: { 'd/x': '1', 'd/y': '2', 'e/x/y': '3', 'e/z': '4' },
    changes: [[remove('e/x/y')], [remove('d/x'), write('d/x/q')], [rename('d/y', 'e/y')]],
  },
  {
    name: 'what is written over',
    dockerfile:
      'FROM BASE AS s\nRUN : SALT\nCOPY a /f\nCOPY b /f\nCOPY src /app/src\nCOPY lib /app/lib\nRUN cat /app/src/x | tee /g\nRUN echo over | tee /app/src/x\nFROM BASE\nRUN : SALT\nCOPY --from=s /app/lib /lib2\nCOPY --from=s /app/src/x /x\nCOPY --from=s /app /app\nCOPY --from=s /g /g\n',
    files: { a: '1', b: '2', 'src/x': '3', 'src/y': '4', 'lib/z': '5' },
    changes: [[write('src/x')], [write('src/y')], [write('lib/z')], [write('b')]],
  },
  {
    name: 'stages of one name, and a stage that is called a number',
    dockerfile:
      'FROM BASE AS a\nRUN : SALT\nCOPY a /x\nFROM a AS b\nCOPY b /y\nFROM BASE AS a\nRUN : SALT\nCOPY c /x\nFROM BASE\nRUN : SALT\nCOPY --from=1 /y /y\nCOPY --from=a /x /x\n',
    files: { a: '1', b: '2', c: '3' },
    changes: [[write('a')], [write('c')], [write('b')]],
  },
  {
    name: 'bases that arguments choose',
    dockerfile:
      'ARG KIND=dev\nFROM BASE AS build-dev\nRUN : SALT\nCOPY a /a\nFROM BASE AS build-prod\nRUN : SALT\nCOPY b /a\nFROM build-$KIND\nCOPY c /c\nFROM build-${KIND}\nCOPY d /d\n',
    files: { a: '1', b: '2', c: '3', d: '4' },
    changes: [[write('b')], [write('d')], [write('a')]],
  },
  {
    name: 'the Dockerfile is part of what is copied',
    dockerfile: 'FROM BASE\nRUN : SALT\nCOPY d /d\nCOPY . /all\nRUN true\n',
    files: { 'd/a': '1' },
    changes: [[chmod('Dockerfile')], [write('d/b')]],
  },
  {
    name: 'copies of copies',
    dockerfile:
      'FROM BASE AS a\nRUN : SALT\nCOPY src /app\nFROM BASE AS b\nRUN : SALT\nCOPY --from=a /app /app\nCOPY --from=a /app/m* /m/\nRUN mkdir /o && cat /app/main | tee /o/main\nFROM b AS c\nCOPY other /app/other\nFROM BASE\nRUN : SALT\nCOPY --from=c /app/other /other\nCOPY --from=c /o/main /main\nCOPY --from=c /app/deep /deep\nCOPY --from=c /app /app\n',
    files: { 'src/main': '1', 'src/deep/x': '2', other: '3' },
    changes: [[write('other')], [write('src/main')]],
    isOpen: true,
  },
]
