import type { Rule } from '../rule.js'

export const SILENT: Rule['silent'] = [
  {
    why: 'the stage below has all of it already',
    text: 'FROM node:22 AS base\nWORKDIR /app\nCOPY . .\nFROM base\nCOPY src src\nRUN apt-get update && apt-get install -y jq\nCMD ["a"]\n',
    files: { 'package.json': '{}', 'src/a.js': '' },
  },
  {
    why: 'which pnpm corepack takes says package.json',
    text: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN corepack enable pnpm && pnpm add -g turbo@2\nCMD ["a"]\n',
    files: { 'package.json': '{"packageManager":"pnpm@10.1.0"}', 'a.js': '' },
  },
  {
    why: 'an && is missing, and this installs nothing',
    text: 'FROM golang:1.25-alpine\nWORKDIR /app\nCOPY . .\nRUN apk update apk add --no-cache git go mod download\nRUN go build -o /a .\n',
  },
  {
    why: 'only manifests stand above the install',
    text: 'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n',
  },
  {
    why: 'the second install only builds on the first',
    text: 'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm install --omit=dev\n',
  },
  {
    why: 'the install builds the source',
    text: 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN pip install .\n',
  },
  {
    why: 'the project runs a script of its own when it is installed',
    text: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n',
    files: {
      'package.json': '{"scripts": {"postinstall": "node scripts/generate.js"}}',
      'package-lock.json': '{}',
      'scripts/generate.js': '',
    },
  },
  {
    why: 'the install links the program of a member',
    text: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n',
    files: {
      'package.json': '{"workspaces": ["packages/*"]}',
      'package-lock.json': '{}',
      'packages/a/package.json': '{"bin": "cli.js"}',
      'packages/a/cli.js': '',
    },
  },
  {
    why: 'a member of the workspace runs a script of its own when it is installed',
    text: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN pnpm install --frozen-lockfile\n',
    files: {
      'package.json': '{}',
      'pnpm-lock.yaml': '',
      'pnpm-workspace.yaml': 'packages:\n  - apps/*\n',
      'apps/a/package.json': '{"scripts": {"postinstall": "prisma generate"}}',
      'apps/a/schema.prisma': '',
    },
  },
  {
    why: 'a module of the workspace is not in the repository',
    text: 'FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN go mod download\n',
    files: { 'go.work': 'go 1.25\nuse ./api\nuse ./made\n', 'api/go.mod': 'module a\n', 'api/main.go': '' },
  },
  {
    why: 'a requirement lies in the repository',
    text: 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n',
    files: { 'requirements.txt': '-e ./lib\nflask\n', 'lib/setup.py': '', 'app.py': '' },
  },
  {
    why: 'Composer copies a package of the repository',
    text: 'FROM php:8.4-cli\nWORKDIR /app\nCOPY . .\nRUN composer install\n',
    files: {
      'composer.json': '{"repositories": [{"type": "path", "url": "libs/*", "options": {"symlink": false}}]}',
      'composer.lock':
        '{"packages": [{"name": "a/b", "dist": {"type": "path", "url": "libs/b"}, "transport-options": {"symlink": false}}]}',
      'libs/b/composer.json': '{"name": "a/b"}',
      'libs/b/B.php': '',
    },
  },
  {
    why: 'Gradle builds another build of the repository',
    text: 'FROM gradle:9\nWORKDIR /app\nCOPY . .\nRUN gradle dependencies\n',
    files: {
      'settings.gradle': "includeBuild 'tools'\n",
      'build.gradle': "plugins { id 'java' }\n",
      'tools/settings.gradle': '',
      'src/A.java': '',
    },
  },
  {
    why: 'Poetry builds a package of the repository',
    text: 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN poetry install --no-root\n',
    files: {
      'pyproject.toml': '[tool.poetry.dependencies]\nb = { path = "libs/b", develop = true }\n',
      'poetry.lock': '',
      'libs/b/pyproject.toml': '[tool.poetry]\nname = "b"\n',
      'libs/b/b.py': '',
    },
  },
  {
    why: 'cargo fetch looks for the source of each package',
    text: 'FROM rust:1.90\nWORKDIR /app\nCOPY . .\nRUN cargo fetch --locked\nRUN cargo build --release\n',
    files: {
      'Cargo.toml': '[workspace]\nmembers = ["a"]\n',
      'Cargo.lock': '',
      'a/Cargo.toml': '[package]\nname = "a"\nversion = "0.1.0"\n',
      'a/src/main.rs': '',
    },
  },
  {
    why: 'compiling needs the source',
    text: 'FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN go build -o /app ./cmd/app\n',
  },
  {
    why: 'a script of the source runs before the install',
    text: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN ./configure.sh\nRUN npm ci\n',
  },
  {
    why: 'the folder holds nothing but manifests',
    text: 'FROM python:3.13\nCOPY requirements/ /tmp/requirements/\nRUN pip install -r /tmp/requirements/prod.txt\n',
    files: { 'requirements/prod.txt': 'flask\n', 'requirements/dev.txt': 'pytest\n', 'app.py': '' },
  },
  {
    why: 'what another stage has built is no source',
    text: 'FROM node:22 AS build\nWORKDIR /app\nFROM nginx:1.29\nCOPY --from=build /app/dist /srv/www\nRUN apt-get update && apt-get install -y curl\n',
  },
  {
    why: 'files for the system may be settings of the package manager',
    text: 'FROM debian:bookworm-slim\nCOPY . /\nRUN apt-get update && apt-get install -y curl\n',
  },
  {
    why: 'what ONBUILD copies is of another repository',
    text: 'FROM node:22\nWORKDIR /app\nONBUILD COPY . .\nONBUILD RUN npm ci\n',
  },
]
