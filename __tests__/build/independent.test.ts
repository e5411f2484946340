import { describe, expect, test } from '@jest/globals'
import { isIndependent } from '../../src/build/independent.js'
import { namedInstall } from '../../src/build/named-installs.js'
import { joinPieces } from '../../src/documents/logical-text.js'
import { callFrom } from '../../src/documents/shell/calls.js'
import { parseScript } from '../../src/documents/shell/script.js'

/** Whether every command of a script does the same before and after the project was copied to /app. */
function independent(script: string, folder: string | undefined = '/app'): boolean {
  const { commands } = parseScript(joinPieces(script, [{ start: 0, end: script.length }]))
  return commands.every(command => isIndependent(command, callFrom(command), { folder, copied: ['/app'] }))
}

describe('does not need the project', () => {
  test.each([
    'apt-get update && apt-get install -y curl',
    'rm -rf /var/lib/apt/lists/*',
    'pip install --no-cache-dir flask gunicorn==23.0.0',
    'python3 -m pip install --upgrade pip',
    'python -m venv /opt/venv',
    'uv pip install ruff',
    'npm install -g pnpm@10',
    'corepack enable',
    'curl -fsSL https://example.org/a.sh | bash -',
    'curl -fsSL -o /usr/local/bin/tini https://example.org/tini && chmod +x /usr/local/bin/tini',
    'wget -q -O /tmp/a.tgz https://example.org/a.tgz && tar -xzf /tmp/a.tgz -C /opt',
    'useradd --create-home --uid 1001 app && mkdir -p /data && chown app /data',
    'echo "deb https://example.org stable main" > /etc/apt/sources.list.d/x.list',
    'sed -i s/a/b/ /etc/ssh/sshd_config',
    'ln -sf /usr/bin/python3 /usr/bin/python',
    'composer --version',
    'gem install bundler',
    'go install example.org/tool@v1.2.3',
    'poetry config virtualenvs.create false',
    'yarn global add serve',
    'cp /etc/a ~/b',
    'rm -rf /var/cache/apt/archives/*.deb /tmp/*',
  ])('%s', script => {
    expect(independent(script)).toBe(true)
  })
})

describe('needs it, or may', () => {
  test.each([
    'make',
    './configure',
    'npm run build',
    'npm install -g .',
    'npm install -g $TOOL',
    'pip install .',
    'pip install -r requirements.txt',
    'python setup.py install',
    'apt-get install -y ./tool.deb',
    'chmod +x run.sh',
    'chown -R app /app',
    'cp config.json /etc/',
    'echo a > settings.ini',
    'cat > "$FILE"',
    'sed -i s/a/b/ nginx.conf',
    'curl -O https://example.org/a.tgz',
    'wget https://example.org/a.tgz',
    'tar -xzf vendor.tgz -C /opt',
    'bash -c "make"',
    'bash build.sh',
    'useradd --home-dir /app app',
    'gem install ./tool.gem',
    'go install ./cmd/tool',
    'python -m venv .venv',
    'unknown-program --flag',
    'rm -rf /app/*',
    'rm -rf /*',
    'rm -rf *',
  ])('%s', script => {
    expect(independent(script)).toBe(false)
  })

  test('nothing relative is sure where the folder is not known', () => {
    expect(independent('rm -rf cache', undefined)).toBe(false)
    expect(independent('rm -rf cache', '/tmp')).toBe(true)
  })
})

test.each([
  ['apt-get update', undefined],
  ['apt-get install -y curl', 'apt-get install'],
  ['python3 -m pip install flask', 'pip install'],
  ['uv pip install flask', 'uv pip install'],
  ['yarn global add serve', 'yarn global add'],
  ['yarn add serve', undefined],
  ['docker-php-ext-install pdo', 'docker-php-ext-install'],
  ['make install', undefined],
])('what an install of named things is called: %s', (script, name) => {
  const [command] = parseScript(joinPieces(script, [{ start: 0, end: script.length }])).commands
  const call = command && callFrom(command)
  expect(call && namedInstall(call)).toBe(name)
})
