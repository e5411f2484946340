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

/** The same for what is asked of a key with different arguments, which are told apart as those of a `Map`. */
export function rememberedFor<K extends object, A, V>(read: (key: K, argument: A) => V): (key: K, argument: A) => V {
  const answers = remembered((_: K) => new Map<A, { readonly value: V }>())
  return (key, argument) => {
    const known = answers(key)
    const found = known.get(argument)
    if (found) return found.value
    const value = read(key, argument)
    known.set(argument, { value })
    return value
  }
}

/**
 * The same for what depends on a text alone, whichever file it stands in.
 * @param limit characters of all texts together, beyond which all is forgotten
 */
export function rememberedByText<V>(limit: number, read: (text: string) => V): (text: string) => V {
  const known = new Map<string, V>()
  let length = 0
  return text => {
    const found = known.get(text)
    if (found !== undefined) return found
    if (length > limit) {
      known.clear()
      length = 0
    }
    const value = read(text)
    known.set(text, value)
    length += text.length
    return value
  }
}
