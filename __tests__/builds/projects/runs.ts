import type { Project } from '../project.js'

const DATA = {
  'data/a': 'a\n',
  'data/sub/b': 'b\n',
  'run.sh': '#!/bin/sh\nfind /srv /app -printf "%p %U:%G %m\\n" | sort\n',
}

export const RUNS: readonly Project[] = [
  {
    name: 'sudo where root runs',
    rules: ['sudo-in-run'],
    dockerfile: `FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends sudo && rm -rf /var/lib/apt/lists/*
RUN sudo mkdir -p /data \\
  && echo a | sudo tee /data/a \\
  && sudo -E sh -c 'id -u > /data/who'
CMD ["cat", "/data/who"]
`,
  },
  {
    name: 'signatures of Debian',
    rules: ['signatures-unchecked'],
    dockerfile: `FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends \\
    --allow-unauthenticated \\
    tini \\
 && rm -rf /var/lib/apt/lists/*
CMD ["tini", "--version"]
`,
  },
  {
    // ShellCheck's verdict is made up: what is built is the edit that it becomes.
    name: 'what ShellCheck proposes',
    rules: ['shellcheck'],
    dockerfile: `FROM debian:bookworm-slim
RUN cd /srv; pwd > /where
CMD ["cat", "/where"]
`,
  },
  {
    name: 'a certificate that holds',
    rules: ['certificates-unchecked'],
    dockerfile: `FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends curl ca-certificates && rm -rf /var/lib/apt/lists/*
RUN curl -kfsSL https://registry.npmjs.org/ms/-/ms-2.1.3.tgz -o /ms.tgz
CMD ["sha256sum", "/ms.tgz"]
`,
  },
  {
    name: 'a high user number',
    rules: ['useradd-log'],
    bases: { 'debian:bullseye-slim': 'FROM debian:bookworm-slim\n' },
    dockerfile: `FROM debian:bullseye-slim
RUN useradd --create-home -u 1234567 app
USER app
CMD ["id"]
`,
  },
  {
    name: 'the progress of wget',
    rules: ['wget-progress'],
    dockerfile: `FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends wget && rm -rf /var/lib/apt/lists/*
RUN wget http://deb.debian.org/debian/dists/bookworm/Release -O /readme
CMD ["head", "-1", "/readme"]
`,
  },
  {
    name: 'bash by SHELL',
    rules: ['shell-link'],
    dockerfile: `FROM debian:bookworm-slim AS build
RUN rm /bin/sh && ln -s /bin/bash /bin/sh
RUN source /etc/os-release && [[ $ID == debian ]] && echo $ID > /id
FROM debian:bookworm-slim
COPY --from=build /id /
CMD ["cat", "/id"]
`,
  },
  {
    name: 'pipefail in bash',
    rules: ['pipefail'],
    dockerfile: `FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
RUN curl -fsS http://deb.debian.org/debian/dists/bookworm/Release | tee /readme
RUN echo done > /done
CMD ["head", "-1", "/readme"]
`,
    differs: { config: ['Shell'] },
  },
  {
    name: 'RUNs that follow each other',
    rules: ['consecutive-runs'],
    dockerfile: `FROM debian:bookworm-slim
RUN mkdir /a && echo "a b" > /a/b
RUN echo c > /a/c

RUN mkdir /d
RUN cat /a/b \\
  > /d/e
CMD ["cat", "/d/e"]
`,
  },
  {
    name: 'owner and mode of what is copied',
    rules: ['copy-then-chown'],
    files: DATA,
    dockerfile: `FROM debian:bookworm-slim
RUN useradd --uid 1001 app
WORKDIR /app
COPY data ./
RUN chown -R app:app /app
COPY run.sh /srv/run.sh
RUN chmod +x /srv/run.sh
COPY data/ /srv/data/
RUN chown -R app /srv/data && touch /srv/ready
COPY data/a /srv/
RUN chmod 0600 /srv/a
CMD ["/srv/run.sh"]
`,
  },
  {
    name: 'an archive that is downloaded and deleted',
    rules: ['deleted-later'],
    dockerfile: `FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends wget && rm -rf /var/lib/apt/lists/*
WORKDIR /srv
RUN wget -nv http://deb.debian.org/debian/dists/bookworm/Release
RUN head -1 Release > first
RUN rm Release
CMD ["cat", "first"]
`,
  },
  {
    name: 'wheels that another stage has made',
    rules: ['deleted-later'],
    dockerfile: `FROM python:3.11-slim AS build
WORKDIR /src
COPY app.py ./
COPY wheel/ ./hello-1.dist-info/
RUN mkdir /wheels && python3 -m zipfile -c /wheels/hello-1-py3-none-any.whl app.py hello-1.dist-info/

FROM python:3.11-slim
WORKDIR /srv
# installed, and gone
COPY --from=build /wheels /wheels
ENV PIP_ROOT_USER_ACTION=ignore
RUN pip install --no-cache-dir --no-index --find-links=/wheels hello
RUN pip install --no-cache-dir --force-reinstall /wheels/*.whl \\
 && rm -rf /wheels /root/.cache
CMD ["python3", "-m", "app"]
`,
    files: {
      'app.py': 'print("hello")\n',
      'wheel/METADATA': 'Metadata-Version: 2.1\nName: hello\nVersion: 1\n',
      'wheel/WHEEL': 'Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
      'wheel/RECORD': 'app.py,,\nhello-1.dist-info/METADATA,,\nhello-1.dist-info/WHEEL,,\nhello-1.dist-info/RECORD,,\n',
    },
  },
  {
    name: 'packages that another stage has made',
    rules: ['deleted-later'],
    dockerfile: `FROM debian:bookworm-slim AS build
WORKDIR /pk
COPY control one/DEBIAN/
RUN mkdir one/srv && echo 1 > one/srv/one && dpkg-deb -b one \\
 && mkdir so && echo 3 > so/three && echo 4 > so/four && chown -R 1000:1000 so && chmod 640 so/* \\
 && tar -czf five.tgz so

FROM debian:bookworm-slim
WORKDIR /srv
COPY --from=build /pk/one.deb /tmp/
COPY --from=build --link /pk/so/ /opt/so/
COPY --from=build /pk/five.tgz .
RUN set -eu; \\
    apt-get install -y /tmp/one.deb; \\
    dpkg -i /tmp/one.deb; \\
    cp -p /opt/so/* /usr/lib/; \\
    ls -l /opt/so/; \\
    rm -rf /tmp/one.deb /var/lib/apt/lists/*; \\
    rm -r /opt/so; \\
    tar -xzf five.tgz; \\
    rm -f ./five.tgz
CMD ["sh", "-c", "ls -ln /srv /srv/so /usr/lib/three /usr/lib/four /opt /tmp"]
`,
    files: { control: 'Package: one\nVersion: 1\nArchitecture: all\nMaintainer: a <a@example.org>\nDescription: a\n' },
  },
  {
    name: 'a file of the context for one RUN',
    rules: ['deleted-later'],
    dockerfile: `FROM debian:bookworm-slim
ARG NAME=app
COPY \${NAME}/lib.jar /opt/lib.jar
RUN <<END
set -e
cp /opt/lib.jar /srv/
rm /opt/lib.jar
END
CMD ["cat", "/srv/lib.jar"]
`,
    files: { 'app/lib.jar': 'not really\n' },
  },
]
