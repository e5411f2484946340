import type { Project } from '../project.js'

export const STAGES: readonly Project[] = [
  {
    name: 'names and cases of stages and keywords',
    rules: ['stage-name-casing', 'from-as-casing', 'instruction-casing', 'misplaced-description'],
    dockerfile: `# the message
ARG WORD=hello
# what makes the files
FROM debian:bookworm-slim as Make
ARG WORD
run mkdir /made && echo "$WORD" > /made/a
FROM make AS more
RUN echo more > /made/b
FROM debian:bookworm-slim
RUN --mount=type=bind,from=Make,source=/made,target=/m cp /m/a /first
COPY --from=Make /made/a /second
COPY --from=more /made/b /third
CMD ["cat", "/first", "/second", "/third"]
`,
  },
  {
    name: 'two stages of one name',
    rules: ['duplicate-stage-name', 'unused-stage'],
    dockerfile: `FROM debian:bookworm-slim
FROM debian:bookworm-slim AS build
RUN echo one > /a
FROM build AS first
FROM debian:bookworm-slim AS build
RUN echo two > /a
FROM debian:bookworm-slim
COPY --from=first /a /one
COPY --from=build /a /two
CMD ["cat", "/one", "/two"]
`,
  },
  {
    name: 'FROM with arguments and a platform',
    rules: ['redundant-platform', 'undefined-arg-in-from'],
    dockerfile: `FROM --platform=$TARGETPLATFORM debian:\${RELEASE:-bookworm-slim}
CMD ["cat", "/etc/debian_version"]
`,
  },
  {
    name: 'a variable from above FROM, and others that nobody sets',
    rules: ['undefined-variable'],
    dockerfile: `ARG VERSION=1.2
FROM debian:bookworm-slim
LABEL version=$VERSION
ENV LD_LIBRARY_PATH=/opt/lib:$LD_LIBRARY_PATH
ENV NAME="$HOME/name"
CMD ["sh", "-c", "echo $LD_LIBRARY_PATH $NAME"]
`,
    differs: {
      config: ['Labels', 'Env'],
      output: ['/opt/lib: /name\n', '/opt/lib /root/name\n'],
    },
  },
  {
    name: 'one ENV that uses itself',
    rules: ['env-self-reference'],
    dockerfile: `FROM debian:bookworm-slim
ENV WORD=hello APP=/opt/app \\
    BIN=$APP/bin LIB=\${APP}/lib
CMD ["sh", "-c", "echo $WORD $APP $BIN $LIB"]
`,
    differs: { config: ['Env'], output: ['hello /opt/app /bin /lib\n', 'hello /opt/app /opt/app/bin /opt/app/lib\n'] },
  },
  {
    name: 'keys and values without an equals sign',
    rules: ['legacy-key-value'],
    dockerfile: `FROM debian:bookworm-slim
ENV ONE a
ENV TWO some words  and $ONE more
ENV THREE "in quotes"
ENV  FOUR	one \\
  two
LABEL description An image, with words
CMD ["sh", "-c", "env | grep -E 'ONE|TWO|THREE|FOUR' | sort"]
`,
  },
  {
    name: 'empty lines inside instructions',
    rules: ['empty-continuation'],
    dockerfile: `FROM debian:bookworm-slim
RUN echo a > /a && \\

    # between
    echo b > /b && \\
  
    echo c > /c
CMD ["cat", "/a", "/b", "/c"]
`,
  },
  {
    name: 'a setting of the build',
    rules: ['env-for-build-only'],
    dockerfile: `FROM debian:bookworm-slim
ENV WORD=hello \\
    DEBIAN_FRONTEND=noninteractive
RUN echo "$WORD $DEBIAN_FRONTEND" > /seen
CMD ["env", "-u", "HOSTNAME", "cat", "/seen"]
`,
    differs: { config: ['Env'] },
  },
]
