import { posix } from 'node:path'
import { type HiddenResult, hiddenResults } from '../build/hidden-results.js'
import { appendLast } from '../fixes/append-last.js'
import type { Fix } from '../fixes/edits.js'
import { defineRule } from './rule.js'

export const hiddenMountResult = defineRule({
  id: 'hidden-mount-result',
  aliases: [],
  title: 'Take results out of a cache mount in the RUN that makes them',
  category: 'correctness',
  severity: 'error',
  why: `A cache mount is there while its RUN lasts and never becomes a part of the image. What is built into it cannot be found by
a later COPY or by the program that the image starts: the build fails, or the container does. The usual case is cargo's
\`target\` folder in a mount, with the binary copied in the next stage.`,
  fixable: 'sometimes',
  fixSafety: 'The same file is copied to the same place, from where the image can have it.',
  examples: [
    {
      before:
        'FROM rust:1.90 AS build\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/app/target cargo build --release\nFROM debian:12-slim\nCOPY --from=build /app/target/release/web /usr/bin/web\nCMD ["web"]\n',
      after:
        'FROM rust:1.90 AS build\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/app/target cargo build --release && cp /app/target/release/web /usr/local/bin/\nFROM debian:12-slim\nCOPY --from=build /usr/local/bin/web /usr/bin/web\nCMD ["web"]\n',
    },
    {
      before:
        'FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=dist npm run build\nFROM nginx:1.29\nCOPY --from=build /app/dist /usr/share/nginx/html\n',
      after:
        'FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=dist npm run build\nFROM nginx:1.29\nCOPY --from=build /app/dist /usr/share/nginx/html\n',
    },
    {
      before:
        'FROM rust:1.90\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/app/target cargo build --release\nCMD ["./target/release/web"]\n',
      after:
        'FROM rust:1.90\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/app/target cargo build --release\nCMD ["./target/release/web"]\n',
    },
  ],
  silent: [
    {
      why: 'the binary is copied out of it',
      text: 'FROM rust:1.90 AS build\nWORKDIR /app\nRUN --mount=type=cache,target=/app/target cargo build --release && cp target/release/web /web\nFROM debian:12\nCOPY --from=build /web /web\n',
    },
    {
      why: 'only downloads are mounted',
      text: 'FROM rust:1.90 AS build\nWORKDIR /app\nRUN --mount=type=cache,target=/usr/local/cargo/registry cargo build --release\nFROM debian:12\nCOPY --from=build /app/target/release/web /web\nCMD ["/web"]\n',
    },
    {
      why: 'a later RUN builds it without the mount',
      text: 'FROM rust:1.90 AS build\nWORKDIR /app\nRUN --mount=type=cache,target=/app/target cargo test\nRUN cargo build --release\nFROM debian:12\nCOPY --from=build /app/target/release/web /web\n',
    },
    {
      why: 'the later stage has one of its own',
      text: 'FROM node:22 AS a\nWORKDIR /app\nRUN --mount=type=cache,target=/app/dist npm run build\nFROM node:22 AS b\nWORKDIR /app\nRUN npm run build\nFROM nginx:1.29\nCOPY --from=b /app/dist /usr/share/nginx/html\n',
    },
    {
      why: 'a COPY puts something there',
      text: 'FROM node:22\nWORKDIR /app\nRUN --mount=type=cache,target=/app/dist npm run build\nCOPY dist/ dist/\nCMD ["node", "dist/a.js"]\n',
    },
    {
      why: 'the repository has it',
      text: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/app/dist npm test\nCMD ["node", "dist/a.js"]\n',
      files: { 'dist/a.js': '' },
    },
    {
      why: 'a script may put it there',
      text: 'FROM node:22 AS a\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/app/dist npm run build\nRUN ./collect.sh\nFROM nginx:1.29\nCOPY --from=a /app/dist /srv\n',
    },
    {
      why: 'the folder around it is copied for what else it holds',
      text: 'FROM node:22 AS a\nWORKDIR /app\nRUN --mount=type=cache,target=/app/.cache npm run build\nFROM nginx:1.29\nCOPY --from=a /app /app\n',
    },
    {
      why: 'a mount of another kind brings what is there already',
      text: 'FROM rust:1.90 AS build\nWORKDIR /app\nRUN --mount=type=bind,target=/app/target,rw cargo build\nFROM debian:12\nCOPY --from=build /app/target/release/web /web\n',
    },
  ],
  references: [
    'https://docs.docker.com/reference/dockerfile/#run---mounttypecache',
    'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
  ],
  *check(build) {
    const results = hiddenResults(build)
    for (const result of results) {
      const { mount, path, reader } = result
      const isOnly = results.filter(other => other.mount.flag === mount.flag).length === 1
      yield {
        range: mount.flag.range,
        message: `\`${path}\` is in this mount and not in the image: \`${reader}\` does not find it.`,
        fix: () => (isOnly ? fix(result) : undefined),
      }
    }
  },
})

/** cargo's binaries are single files that need nothing beside them: the fix copies one out. */
function fix({ run, mount, path, source }: HiddenResult): Fix | undefined {
  const name = posix.basename(path)
  const inside = path.slice(mount.path.length)
  if (source === undefined || !source.contiguous || run.state.user?.uid !== 0 || run.isTrigger) return undefined
  if (/CARGO_TARGET_DIR|--target-dir/.test(run.dockerfile.text)) return undefined
  if (posix.basename(mount.path) !== 'target' || !/^(?:\/[\w.-]+)?\/(?:debug|release)\/[\w-]+$/.test(inside))
    return undefined
  const edit = appendLast(run, `cp ${path} /usr/local/bin/`)
  if (edit === undefined || !/^[\w./-]+$/.test(path)) return undefined
  const moved = { ...source.range, text: `/usr/local/bin/${name}` }
  return { title: `Copy \`${name}\` out of the mount`, safe: true, edits: [edit, moved] }
}
