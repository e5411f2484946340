import { forEachChild, type SyntaxNode } from 'unbash'
import { treeOf } from './tree.js'

/** What the redirections of a script write to, as written: files, and `1` or `-` behind `>&`. */
export function writtenFiles(script: string): readonly string[] {
  const targets: string[] = []
  const visit = (node: SyntaxNode) => {
    if (node.type === 'Redirect' && node.operator.includes('>')) {
      const text = node.target?.text ?? ''
      // `2>&1` goes where something else goes already.
      if (!(node.operator === '>&' && /^(?:\d+|-)$/.test(text))) targets.push(text)
    }
    forEachChild(node, visit)
  }
  visit(treeOf(script))
  return targets
}
