import type { Change } from './layer-project.js'

export const write = (path: string, text = `new ${path}`): Change => ({ kind: 'write', path, text })
export const remove = (path: string): Change => ({ kind: 'remove', path })
export const chmod = (path: string): Change => ({ kind: 'chmod', path })
export const touch = (path: string): Change => ({ kind: 'touch', path })
export const rename = (path: string, to: string): Change => ({ kind: 'rename', path, to })
export const argument = (name: string, value: string): Change => ({ kind: 'argument', name, value })
