import { expect, test } from '@jest/globals'
import { faultInLicenses, meantLicense } from '../../src/documents/spdx.js'

test.each([
  'MIT',
  'mit',
  'Apache-2.0',
  'apache-2.0',
  'Apache-2.0 OR MIT',
  'apache-2.0 or mit',
  '(MIT AND (Apache-2.0 OR BSD-3-Clause))',
  'GPL-2.0-only WITH Classpath-exception-2.0',
  'GPL-2.0+',
  'GPL-3.0',
  'LGPL-2.1-or-later',
  'AGPL-3.0',
  'LicenseRef-Proprietary',
  'DocumentRef-a:LicenseRef-b',
  'NOASSERTION',
  'Elastic-2.0',
  'BUSL-1.1',
  '0BSD',
  'BSD-2-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'MPL-2.0',
  'Unlicense',
])('nothing is wrong with %s', text => {
  expect(faultInLicenses(text)).toBeUndefined()
  expect(meantLicense(text)).toBeUndefined()
})

test.each([
  ['Apache 2', 'Apache-2.0'],
  ['Apache 2.0', 'Apache-2.0'],
  ['Apache2', 'Apache-2.0'],
  ['Apache-2', 'Apache-2.0'],
  ['Apache v2', 'Apache-2.0'],
  ['ASL 2.0', 'Apache-2.0'],
  ['Apache License 2.0', 'Apache-2.0'],
  ['Apache License, Version 2.0', 'Apache-2.0'],
  ['The Apache Software License, Version 2.0', 'Apache-2.0'],
  ['MIT License', 'MIT'],
  ['The MIT licence', 'MIT'],
  ['ISC License', 'ISC'],
  ['BSD 3-Clause', 'BSD-3-Clause'],
  ['BSD-3', 'BSD-3-Clause'],
  ['3-Clause BSD License', 'BSD-3-Clause'],
  ['Simplified BSD', 'BSD-2-Clause'],
  ['MPL 2.0', 'MPL-2.0'],
  ['MPLv2', 'MPL-2.0'],
  ['Mozilla Public License 2.0', 'MPL-2.0'],
  ['GPL v2 only', 'GPL-2.0-only'],
  ['GPL3+', 'GPL-3.0-or-later'],
  ['GPLv3+', 'GPL-3.0-or-later'],
  ['GPLv2 or later', 'GPL-2.0-or-later'],
  ['GNU Lesser General Public License v2.1 or later', 'LGPL-2.1-or-later'],
])('%s is %s', (text, id) => {
  expect(meantLicense(text)).toBe(id)
  expect(faultInLicenses(text)).toBe(`its identifier is \`${id}\``)
  expect(faultInLicenses(id)).toBeUndefined()
})

test.each([
  ['GPLv3', 'GPL-3.0'],
  ['GPL 2', 'GPL-2.0'],
  ['GNU General Public License v3.0', 'GPL-3.0'],
  ['LGPLv2.1', 'LGPL-2.1'],
  ['AGPLv3', 'AGPL-3.0'],
  ['GNU Affero General Public License v3', 'AGPL-3.0'],
])('%s may be two', (text, id) => {
  expect(meantLicense(text)).toBeUndefined()
  expect(faultInLicenses(text)).toBe(`its identifier is \`${id}-only\` or \`${id}-or-later\``)
})

test.each(['BSD', 'GPL', 'Apache', 'CC-BY'])('%s is not enough', text => {
  expect(faultInLicenses(text)).toContain('which version')
  expect(meantLicense(text)).toBeUndefined()
})

test.each([
  'MIT, Apache-2.0',
  'MIT/Apache-2.0',
  'MIT AND',
  'OR MIT',
  '(MIT',
  'MIT)',
  'MIT MIT',
  'Apache-2.0+GPL-3.0-only',
  'see LICENSE',
  'GPLv4',
  'https://example.com/LICENSE',
  '',
])('%j is no expression, and what it should be is not known', text => {
  expect(meantLicense(text)).toBeUndefined()
  if (text !== 'GPLv4') expect(faultInLicenses(text)).toContain('AND, OR and WITH')
})
