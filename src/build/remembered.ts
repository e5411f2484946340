/** The same function, which reads each key once: for what many rules ask of one build, stage or instruction. */
export function remembered<K extends object, V>(read: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>()
  return key => {
    const found = known.get(key)
    if (found) return found.value
    const value = read(key)
    known.set(key, { value })
    return value
  }
}
