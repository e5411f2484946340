import { describe, expect, test } from '@jest/globals'
import type { Files } from '../rules/checking.js'
import { install, needs, read } from './installing.js'

describe('commands that install what a folder says', () => {
  test.each([
    ['go mod download', 'go mod download', '/app/go.mod'],
    ['go mod download -x', 'go mod download', '/app/go.mod'],
    ['go -C api mod download', 'go mod download', '/app/api/go.mod'],
    ['composer install --no-dev', 'composer install', '/app/composer.json'],
    ['composer.phar i -d=web', 'composer i', '/app/web/composer.json'],
    ['bundle', 'bundle', '/app/Gemfile'],
    ['bundle install --jobs 4', 'bundle install', '/app/Gemfile'],
    ['bundle install --gemfile=x/Gemfile', 'bundle install', '/app/x/Gemfile'],
    ['mvn -B dependency:go-offline', 'mvn dependency:go-offline', '/app/pom.xml'],
    ['./mvnw -f api/pom.xml dependency:resolve', 'mvnw dependency:resolve', '/app/api/pom.xml'],
    ['./gradlew dependencies --no-daemon', 'gradlew dependencies', '/app/build.gradle'],
    ['dotnet restore App.csproj', 'dotnet restore', '/app/App.csproj'],
    ['dotnet restore src/App.csproj -r linux-x64', 'dotnet restore', '/app/src/App.csproj'],
  ])('%s', (command, name, manifest) => {
    expect(install(command)?.command).toBe(name.replace(/ $/, ''))
    expect(install(command)?.manifests).toEqual([manifest])
  })

  test.each([
    'go build ./...',
    'go mod tidy',
    'go mod download example.com/x@v1',
    'go mod download -modfile=x.mod',
    'GOFLAGS=-mod=mod go mod download',
    'composer require x/y',
    'composer install --optimize-autoloader',
    'composer install -o',
    'bundle exec rake',
    'bundle install --local',
    'mvn package',
    'mvn -pl api dependency:go-offline',
    'gradle build',
    'dotnet publish',
    'dotnet restore a.csproj b.csproj',
    'dotnet restore --packages /p',
    'mvn $GOAL',
  ])('not %s', command => {
    expect(install(command)).toBeUndefined()
  })
})

describe('the files that they read', () => {
  const mod = 'module a\n\ngo 1.22\n'
  const gems = 'source "https://rubygems.org"\ngem "rails"\n'
  test.each<[string, Files, readonly string[] | undefined]>([
    ['go mod download', { 'go.mod': mod, 'go.sum': '', 'main.go': '' }, ['go.mod', 'go.sum']],
    ['go mod download', { 'go.mod': mod }, ['go.mod']],
    ['go mod download', { 'main.go': '' }, undefined],
    ['go mod download', { 'go.mod': `${mod}replace b => ../b\n` }, undefined],
    ['go mod download', { 'go.mod': `${mod}replace b => c v1.0.0\n` }, ['go.mod']],
    ['go mod download', { 'go.mod': mod, 'go.work': '' }, undefined],
    ['go mod download', { 'go.mod': mod, 'vendor/modules.txt': '' }, undefined],
    ['go mod download -C api', { 'go.work': '', 'api/go.mod': mod }, undefined],
    ['bundle install', { Gemfile: gems, 'Gemfile.lock': '' }, ['Gemfile', 'Gemfile.lock']],
    [
      'bundle install',
      { Gemfile: `ruby file: ".ruby-version"\n${gems}`, '.ruby-version': '3' },
      ['Gemfile', '.ruby-version'],
    ],
    ['bundle install', { Gemfile: `${gems}# gemspec\n` }, ['Gemfile']],
    ['bundle install', { Gemfile: `${gems}gemspec\n` }, undefined],
    ['bundle install', { Gemfile: `${gems}gem "b", path: "b"\n` }, undefined],
    ['bundle install', { Gemfile: `${gems}eval_gemfile "x"\n` }, undefined],
    ['bundle install', { Gemfile: gems, '.bundle/config': '' }, undefined],
    ['bundle install', { Gemfile: gems, 'vendor/cache/a.gem': '' }, undefined],
    ['mvn dependency:go-offline', { 'pom.xml': '<project/>', 'src/A.java': '' }, ['pom.xml']],
    [
      './mvnw dependency:go-offline',
      { 'pom.xml': '<project/>', mvnw: '', '.mvn/wrapper/w.properties': '' },
      ['pom.xml', 'mvnw', '.mvn/wrapper/w.properties'],
    ],
    ['mvn dependency:resolve', { 'pom.xml': '<modules><module>a</module></modules>' }, undefined],
    ['mvn dependency:resolve', { 'pom.xml': '<systemPath>x.jar</systemPath>' }, undefined],
    ['mvn -f api/pom.xml dependency:resolve', { 'pom.xml': '<a/>', 'api/pom.xml': '<project/>' }, undefined],
    ['mvn -f api/pom.xml dependency:resolve', { 'api/pom.xml': '<project/>' }, ['api/pom.xml']],
    [
      'gradle dependencies',
      { 'build.gradle': "plugins { id 'java' }", 'settings.gradle': '', 'gradle/libs.versions.toml': '' },
      ['build.gradle', 'settings.gradle', 'gradle/libs.versions.toml'],
    ],
    ['gradle dependencies', { 'build.gradle': "implementation files('a.jar')" }, undefined],
    ['gradle dependencies', { 'build.gradle': '', 'buildSrc/A.kt': '' }, undefined],
    ['gradle dependencies', { 'build.gradle': '', 'build.gradle.kts': '' }, undefined],
    ['dotnet restore', { 'A.csproj': '<Project/>', 'nuget.config': '', 'A.cs': '' }, ['A.csproj', 'nuget.config']],
    ['dotnet restore', { 'A.csproj': '<Project/>', 'B.csproj': '<Project/>' }, undefined],
    ['dotnet restore A.csproj', { 'A.csproj': '<Project/>', 'B.csproj': '<Project/>' }, ['A.csproj']],
    ['dotnet restore', { 'A.sln': '', 'A.csproj': '<Project/>' }, undefined],
    ['dotnet restore', { 'A.csproj': '<ProjectReference Include="../B/B.csproj" />' }, undefined],
    ['dotnet restore a/A.csproj', { 'Directory.Build.props': '', 'a/A.csproj': '<Project/>' }, undefined],
    ['dotnet restore README', { README: '', 'A.csproj': '<Project/>' }, undefined],
  ])('%s of %j', (command, files, expected) => {
    expect(read(command, files)).toEqual(expected)
  })

  test('what they fill', () => {
    const bundle = (command: string, before = '') => needs(command, { Gemfile: gems }, before)?.outputs
    expect(needs('go mod download', { 'go.mod': mod })?.outputs).toEqual([])
    expect(needs('dotnet restore', { 'A.csproj': '<Project/>' })?.outputs).toEqual(['/app/obj'])
    expect(needs('composer install', { 'composer.json': '{}' })?.outputs).toEqual(['/app/vendor'])
    expect(bundle('bundle install')).toEqual([])
    expect(bundle('bundle config set path gems && bundle install')).toEqual(
      expect.arrayContaining(['/app/gems', '/app/.bundle']),
    )
    expect(bundle('bundle install', 'ENV BUNDLE_PATH=/gems BUNDLE_APP_CONFIG=/b')).toEqual([
      '/app/vendor/bundle',
      '/gems',
    ])
    expect(bundle('bundle install --path=x')).toContain('/app/x')
    expect(bundle('bundle install --deployment')).toContain('/app/vendor/bundle')
  })
})

describe('composer install', () => {
  test.each<[string, object, boolean]>([
    ['', {}, true],
    ['', { require: { 'monolog/monolog': '^3' }, autoload: { 'psr-4': { 'A\\': 'src/' } } }, true],
    ['', { autoload: { classmap: ['src'] } }, false],
    ['', { 'autoload-dev': { 'psr-0': { A: 'src' } } }, false],
    ['--no-autoloader', { autoload: { classmap: ['src'] } }, true],
    ['', { config: { 'optimize-autoloader': true } }, false],
    ['', { scripts: { 'post-install-cmd': 'x' } }, false],
    ['--no-scripts', { scripts: { 'post-install-cmd': 'x' } }, true],
    ['', { scripts: {} }, true],
    ['', { config: { 'vendor-dir': 'lib' } }, false],
    ['', { repositories: [{ type: 'artifact', url: 'zips' }] }, false],
    ['', { repositories: { b: { type: 'vcs', url: './b' } } }, false],
    ['', { repositories: [{ type: 'composer', url: 'https://example.com' }] }, true],
    ['', { config: { 'allow-plugins': true } }, false],
    ['', { config: { 'allow-plugins': { 'symfony/flex': true } } }, false],
    ['', { config: { 'allow-plugins': { 'symfony/flex': false } } }, true],
    ['', { config: { 'allow-plugins': { 'php-http/discovery': true } } }, true],
    ['--no-plugins', { config: { 'allow-plugins': { 'symfony/flex': true } } }, true],
    ['', { require: { 'cweagles/composer-patches': '1' } }, false],
    ['', { 'require-dev': { 'symfony/flex': '2' } }, false],
    ['', { extra: { 'installer-paths': {} } }, false],
  ])('%s of %j needs manifests only: %s', (options, manifest, expected) => {
    const files = { 'composer.json': JSON.stringify(manifest), 'composer.lock': '{}' }
    expect(read(`composer install ${options}`, files)).toEqual(
      expected ? ['composer.json', 'composer.lock'] : undefined,
    )
  })

  test('of what is no JSON', () => {
    expect(read('composer install', { 'composer.json': '{' })).toBeUndefined()
  })
})

describe('composer install with packages that lie in the project', () => {
  const manifest = JSON.stringify({ repositories: [{ type: 'path', url: 'libs/*' }], require: { 'x/a': '*' } })
  const files = { 'composer.json': manifest, 'libs/a/composer.json': '{"name":"x/a"}', 'libs/a/A.php': '' }
  const lock = (more: object, url = 'libs/a', group = 'packages') =>
    JSON.stringify({ packages: [{ name: 'x/c' }], [group]: [{ name: 'x/a', dist: { type: 'path', url }, ...more }] })
  const all = ['composer.json', 'composer.lock', 'libs/a/composer.json']

  test.each<[string, string, readonly string[] | undefined]>([
    ['', lock({}), all],
    ['', lock({}, './libs/a/', 'packages-dev'), all],
    ['', lock({ type: 'project', autoload: { 'psr-4': { A: '' }, files: ['A.php'] } }), all],
    ['', lock({ 'transport-options': { relative: true, symlink: true } }), all],
    ['', lock({ 'transport-options': { symlink: false } }), undefined],
    ['', lock({ autoload: { classmap: ['.'] } }), undefined],
    ['--no-autoloader', lock({ autoload: { classmap: ['.'] } }), all],
    ['-o', lock({}), undefined],
    ['', lock({ bin: ['a'] }), undefined],
    ['', lock({ type: 'composer-plugin' }), undefined],
    ['', lock({ type: 'drupal-module' }), undefined],
    ['', lock({}, 'libs/b'), undefined],
    ['', lock({}, '../libs/a'), undefined],
    ['', lock({}, '/app/libs/a'), undefined],
    ['', lock({}, '$LIBS/a'), undefined],
    ['', '{', undefined],
  ])('%s %s', (options, lock, expected) => {
    const command = `composer install ${options}`
    const found = options === '-o' ? install(command) && [] : read(command, { ...files, 'composer.lock': lock })
    expect(found).toEqual(expected)
  })

  test('without a lock file, and copied by a variable', () => {
    expect(read('composer install', files)).toBeUndefined()
    expect(install('composer install', 'ENV COMPOSER_MIRROR_PATH_REPOS=1')).toBeUndefined()
  })
})

describe('gradle dependencies with included projects', () => {
  const files = {
    'build.gradle': "dependencies { implementation project(':app') }",
    'app/build.gradle.kts': 'plugins { java }',
    'app/src/A.java': '',
    'lib/core/build.gradle': "apply plugin: 'java'",
    'lib/core/gradle.properties': 'a=b',
  }
  const app = ['app/build.gradle.kts']
  const core = ['lib/core/build.gradle', 'lib/core/gradle.properties']
  const repositories = 'dependencyResolutionManagement { repositories { mavenCentral() } }'

  test.each<[string, readonly string[] | undefined]>([
    ["rootProject.name = 'x'", []],
    [`${repositories}\ninclude 'app'\nrootProject.name = "x"`, app],
    ["include ':app', ':lib:core'", [...app, ...core]],
    ["include 'lib:core',\n  'app'\n", [...app, ...core]],
    ["include 'app' // include 'gone'\n/* include 'x' */ include(\"lib:core\")", [...app, ...core]],
    ["include(\n  'app',\n  'lib:core',\n)\n", [...app, ...core]],
    ["include 'app', 'gone'", undefined],
    ['include \'app\', "lib:$name"', undefined],
    ["include('app', other)", undefined],
    ["include 'app' + suffix", undefined],
    ["include 'lib'", undefined],
    ["include 'app'\nincludeBuild '../tools'", undefined],
    ["['app'].each { include it }", undefined],
    ["include 'core'\nproject(':core').projectDir = file('lib/core')", undefined],
    ["include 'app'\napply from: 'more.gradle'", undefined],
    ["pluginManagement { repositories { maven { url 'libs' } } }", undefined],
    ["pluginManagement { repositories { maven { url = uri('https://example.com/m2') } } }\ninclude 'app'", app],
  ])('%j', (settings, expected) => {
    const found = read('gradle dependencies', { ...files, 'settings.gradle': settings })
    expect(found).toEqual(expected && ['build.gradle', 'settings.gradle', ...expected])
  })

  test('whose scripts may read more, or of which one cannot be told', () => {
    const settings = { 'settings.gradle': "include 'app'", 'build.gradle': '' }
    expect(
      read('gradle dependencies', { ...settings, 'app/build.gradle': "apply from: '../x.gradle'" }),
    ).toBeUndefined()
    expect(read('gradle dependencies', { ...settings, 'app/A.java': '' })).toBeUndefined()
    expect(
      read('gradle dependencies', { ...settings, 'app/build.gradle': '', 'app/build.gradle.kts': '' }),
    ).toBeUndefined()
    expect(
      read('gradle dependencies', { ...settings, 'app/build.gradle': '', 'settings.gradle.kts': '' }),
    ).toBeUndefined()
  })
})
