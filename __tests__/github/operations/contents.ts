import { posix } from 'node:path'
import { findCommit, findObject, type GitObject, listTree, readBlob, type TreeEntry } from '../git.js'
import { type ApiRequest, type ApiResponse, failure, notFound, ok } from '../http.js'
import { nodeId, repositoryUrl, SERVER_URL } from '../resources.js'
import type { State } from '../state.js'

/** Entries of a tree that GitHub lists at most; it says `truncated` for more. */
const MAX_TREE = 100_000
/** Bytes up to which "contents" gives a file's text, and up to which any endpoint gives it at all. */
const MAX_CONTENT = 1_048_576
const MAX_BLOB = 104_857_600

export function getTree(state: State, request: ApiRequest): ApiResponse {
  const name = String(request.parameters.tree_sha)
  const named = findObject(state.directory, name)
  if (!named || !findObject(state.directory, `${name}^{tree}`)) return notFound()
  const api = `${repositoryUrl(state)}/git`
  // Whatever the value is, `0` and `false` too, the tree is listed with all below it.
  const isRecursive = 'recursive' in request.parameters
  const entries = listTree(state.directory, named.sha, isRecursive)
  const tree = entries.slice(0, MAX_TREE).map(entry => {
    return entry.type === 'commit' ? entry : { ...entry, url: `${api}/${entry.type}s/${entry.sha}` }
  })
  return ok({ sha: named.sha, url: `${api}/trees/${named.sha}`, tree, truncated: entries.length > MAX_TREE })
}

export function getBlob(state: State, request: ApiRequest): ApiResponse {
  const object = findObject(state.directory, String(request.parameters.file_sha))
  if (object?.type !== 'blob') return notFound()
  const { sha, size } = object
  if (size > MAX_BLOB) return tooLarge()
  const bytes = readBlob(state.directory, sha)
  if (wantsRaw(request)) return { status: 200, body: bytes }
  const url = `${repositoryUrl(state)}/git/blobs/${sha}`
  return ok({ sha, node_id: nodeId('B', sha), size, url, content: wrapped(bytes), encoding: 'base64' })
}

/** A folder's entries, or a file; a symbolic link to a file of the repository is that file. */
export function getContent(state: State, request: ApiRequest): ApiResponse {
  const { path: place, ref = state.defaultBranch } = request.parameters
  const path = String(place).replace(/\/+$/, '')
  const commit = findCommit(state.directory, String(ref))
  if (commit === undefined) return failure(404, `No commit found for the ref ${ref}`)
  const object = findObject(state.directory, path === '' ? `${commit}^{tree}` : `${commit}:${path}`)
  if (object?.type === 'tree') {
    const entries = listTree(state.directory, object.sha, false)
    return ok(entries.map(entry => entryResource(state, { ...entry, path: posix.join(path, entry.path) }, String(ref))))
  }
  if (object?.type !== 'blob') return notFound()
  const entry = listTree(state.directory, `${commit}:${posix.dirname(path).replace(/^\.$/, '')}`, false).find(
    one => one.path === posix.basename(path),
  )
  if (entry?.mode !== '120000') return fileContent(state, request, path, object)
  const target = readBlob(state.directory, object.sha).toString()
  const targetPath = posix.join(posix.dirname(path), target)
  const targetObject = findObject(state.directory, `${commit}:${targetPath}`)
  if (targetObject?.type === 'blob') return fileContent(state, request, targetPath, targetObject)
  return ok({ ...entryResource(state, { ...entry, path }, String(ref)), target })
}

function fileContent(state: State, request: ApiRequest, path: string, { sha, size }: GitObject): ApiResponse {
  if (size > MAX_BLOB) return tooLarge()
  const bytes = readBlob(state.directory, sha)
  if (wantsRaw(request)) return { status: 200, body: bytes }
  const content = size > MAX_CONTENT ? '' : wrapped(bytes)
  const encoding = size > MAX_CONTENT ? 'none' : 'base64'
  const ref = String(request.parameters.ref ?? state.defaultBranch)
  const entry: TreeEntry = { path, mode: '100644', type: 'blob', sha, size }
  return ok({ ...entryResource(state, entry, ref), content, encoding })
}

function entryResource(state: State, { path, mode, type, sha, size = 0 }: TreeEntry, ref: string) {
  const encoded = path.split('/').map(encodeURIComponent).join('/')
  const url = `${repositoryUrl(state)}/contents/${encoded}?ref=${encodeURIComponent(ref)}`
  const git_url = `${repositoryUrl(state)}/git/${type === 'tree' ? 'trees' : 'blobs'}/${sha}`
  const page = `${SERVER_URL}/${state.owner}/${state.repo}`
  const html_url = `${page}/${type === 'tree' ? 'tree' : 'blob'}/${ref}/${encoded}`
  return {
    ...{ type: kindOf(mode, type), name: posix.basename(path), path, sha, size, url, git_url, html_url },
    download_url: type === 'blob' ? `${page}/raw/${ref}/${encoded}` : null,
    _links: { self: url, git: git_url, html: html_url },
  }
}

function kindOf(mode: string, type: TreeEntry['type']): string {
  if (type === 'tree') return 'dir'
  if (type === 'commit') return 'submodule'
  return mode === '120000' ? 'symlink' : 'file'
}

/** `application/vnd.github.raw+json`, or with a version in it. */
function wantsRaw({ accept }: ApiRequest): boolean {
  return /\bapplication\/vnd\.github\.(v3\.)?raw\b/.test(accept)
}

/** Base64 as GitHub writes it, in lines of 60 characters. */
function wrapped(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{1,60}/g, '$&\n')
}

function tooLarge(): ApiResponse {
  return failure(403, 'This API returns blobs up to 100 MB in size.', [
    { resource: 'Blob', field: 'data', code: 'too_large' },
  ])
}
