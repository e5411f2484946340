import { docker } from '../docker.js'

/** A certificate for the loopback interface, and its key. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

const MAKE = `openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \\
  -keyout /key -out /cert 2>/dev/null && cat /key /cert`

/** Made anew for each run, by the OpenSSL of the base image. */
export async function makeCertificate(): Promise<Certificate> {
  const text = await docker('run', '--rm', '--network=none', 'debian:bookworm-slim', 'sh', '-c', MAKE)
  const at = text.indexOf('-----BEGIN CERTIFICATE')
  return { key: text.slice(0, at), cert: text.slice(at) }
}
