import type { ApiRequest } from './http.js'
import { MAX_PAGE } from './overlay.js'

export interface Page<T> {
  readonly items: readonly T[]
  readonly headers: Readonly<Record<string, string>>
}

/** The page of `items` that the request asks for, and the `Link` header that leads to the others. */
export function pageOf<T>(items: readonly T[], { parameters, query, path }: ApiRequest, url: string): Page<T> {
  const size = Math.min(Number(parameters.per_page ?? 30), MAX_PAGE)
  const page = Number(parameters.page ?? 1)
  const last = Math.max(1, Math.ceil(items.length / size))
  const others = { prev: page - 1, next: page + 1, last, first: 1 }
  const links = Object.entries(others).filter(([name, target]) => {
    const isAhead = name === 'next' || name === 'last'
    return isAhead ? page < last : page > 1 && target >= 1
  })
  const link = links.map(([name, target]) => {
    const search = new URLSearchParams(query)
    search.set('page', String(target))
    return `<${url}${path}?${search}>; rel="${name}"`
  })
  return {
    items: items.slice((page - 1) * size, page * size),
    headers: link.length > 0 ? { link: link.join(', ') } : {},
  }
}
